import type { Pool } from '#model/pool.ts';
import type { UtilisationSignal } from '#model/signals.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { TARGET_LABEL } from '#model/targets.ts';
import { bytes, mebibytes } from '#model/units.ts';

/** An HPA leaves so many percent alone where no tolerance is written. */
const LEFT_ALONE = 10;

export default definePolicy({
  id: 'min-unreachable',
  group: 'bounds',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool must be able to return to its minimum when its work is done.',
  why: oneLine(
    'A signal that never asks for fewer replicas keeps a pool as large as its last peak. Memory is one: a process rarely',
    'returns it, so usage hardly falls, and on ECS it also blocks every scale-in that CPU asks for. A query that is an',
    'error when idle is another: one metric in error keeps an HPA from scaling in',
  ),
  source:
    'Semantics 1, 26, 59a; kubernetes `horizontal.go`, computeReplicasForMetrics; kubernetes/ingress-nginx#10371, memory removed from the chart; aws/copilot-cli#4298, memory that vetoes scaling in on ECS',
  messages: {
    memory: {
      text: 'pool "{pool}" scales on memory and returns from {from} replicas to {to} only when each uses {share}% of its request or less{amount}: {sum}',
      help: 'Scale on requests, a queue or CPU instead, and set a memory limit',
    },
    held: {
      text: 'pool "{pool}" never returns to {to} replicas on {target} because of {what}: {detail}',
      help: oneLine(
        'Declare the series as `histogram`, `counter` or `gauge`, so that the compiler generates a query that is 0 when',
        'idle, or query the waiting or arriving work',
      ),
    },
  },
  pool(planned, { proofs, report }) {
    const { pool, signals } = planned;
    const { min, max } = pool.replicas;
    const to = Math.max(1, min.plain);
    // Of a direction that is switched off, `scaling-disabled` says it.
    if (max.plain <= to || pool.scaleDown.select.plain === 'disabled') return;
    // Of a pool that may be at zero, `never-returns-to-zero` says it.
    for (const { target, wake, back } of proofs(planned)) {
      if (wake !== undefined) continue;
      for (const { at, path, what, reason, detail } of back?.blocked ?? []) {
        if (reason === 'memory-stays') continue;
        const data = { pool: pool.key, to, target: TARGET_LABEL[target], what, detail };
        report('held', { at, path, data, related: [{ message: 'the minimum', at: min.origin }] });
      }
    }
    for (const planned of signals) {
      if (planned.name !== 'memory') continue;
      const { signal } = planned;
      const from = to + 1;
      const left = pool.scaleDown.tolerance?.plain ?? LEFT_ALONE;
      const fewer = to / from;
      const factor = Math.min(fewer, 1 - left / 100);
      const share = signal.target.plain * factor;
      report('memory', {
        at: signal.at,
        path: ['pools', pool.key, 'signals', 'memory'],
        data: {
          pool: pool.key,
          from,
          to,
          share: rounded(share),
          amount: amountOf(pool, signal, share),
          sum:
            factor === fewer
              ? `${rounded(signal.target.plain)}% × ${String(to)}/${String(from)}`
              : `${rounded(signal.target.plain)}% less the ${String(left)}% that an HPA leaves alone`,
        },
        related: [{ message: 'the minimum', at: min.origin }],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'from two replicas to one only when each has forgotten half of what it held',
        path: 'pools.api.signals.memory',
        message: 'memory',
        yaml: `pools:
  api:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 1..9
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { memory: 80% }
`,
      },
      {
        title: 'beside CPU, which memory then keeps from scaling in',
        path: 'pools.api.signals.memory',
        message: 'memory',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 20..40
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70%, memory: 80% }
`,
      },
      {
        title: 'a quantile that is NaN when idle, which keeps the HPA from scaling in',
        path: 'pools.api.signals.latency.source.prometheus',
        message: 'held',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }
    signals:
      cpu: 70%
      latency: { p99: 1s, source: { prometheus: 'histogram_quantile(0.99, sum by (le) (rate(http_server_requests_seconds_bucket{job="api"}[5m])))' } }
`,
      },
      {
        title: 'a query that asks for six replicas when nothing waits',
        path: 'pools.worker.signals.requestQueue.source.prometheus',
        message: 'held',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 512Mi } }
    signals:
      requestQueue: { perReplica: 10, source: { prometheus: 'sum(gateway_pending_requests{upstream="worker"}) + 60' } }
`,
      },
    ],
    good: [
      {
        title: 'CPU, and memory that is only limited',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 1..9
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi..1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a pool whose minimum is its maximum',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 3..3
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { memory: 80% }
`,
      },
    ],
  }),
});

/** ` (205Mi of 512Mi)`; nothing of a workload whose request the file does not know. */
function amountOf({ containers }: Pool, { container }: UtilisationSignal, share: number): string {
  const request = containers.find(({ name }) => name.plain === container.plain)?.memory?.request.plain;
  if (request === undefined) return '';
  return ` (${String(mebibytes(bytes((request * share) / 100)))}Mi of ${String(mebibytes(request))}Mi)`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
