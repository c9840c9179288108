import type { Pool } from '#model/pool.ts';
import type { UtilisationSignal } from '#model/signals.ts';
import { definePolicy } from '#policy';
import { bytes, mebibytes } from '#model/units.ts';

/** An HPA leaves so many percent alone where no tolerance is written. */
const LEFT_ALONE = 10;

export default definePolicy({
  id: 'min-unreachable',
  group: 'bounds',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool that scales on memory must be able to return to its minimum.',
  why: 'Each replica has its base, and a process rarely returns memory: usage hardly falls when replicas are added, so a pool that scaled out on memory stays large. On ECS the signal also blocks every scale-in that CPU asks for',
  source:
    'Semantics 1, 59a; kubernetes/ingress-nginx#10371, memory removed from the chart; aws/copilot-cli#4298, memory that vetoes scaling in on ECS',
  messages: {
    memory: {
      text: 'pool "{pool}" scales on memory and returns from {from} replicas to {to} only when each uses {share}% of its request or less{amount}: {sum}',
      help: 'Scale on requests, a queue or CPU instead, and set a memory limit',
    },
  },
  pool({ pool, signals }, { report }) {
    const { min, max } = pool.replicas;
    const to = Math.max(1, min.plain);
    if (max.plain <= to) return;
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
