import type { Proof, Reach } from '#model/proof.ts';
import { TARGET_LABEL } from '#model/targets.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceUpper, replaceValue } from '#edits';

export default definePolicy({
  id: 'max-unreachable',
  group: 'bounds',
  severity: 'warning',
  level: 'recommended',
  summary: 'At least one signal must be able to reach the maximum.',
  why: oneLine(
    'A maximum that no signal reaches looks like headroom, but is none. Under load the pool stays smaller, and the',
    'alert for a pool at its maximum never fires',
  ),
  source: oneLine(
    'Semantics 1, 2, 36, 61: an HPA ignores a deviation of 10%, a utilization cannot exceed the limit, a cron trigger',
    'and a scheduled action only set a minimum',
  ),
  messages: {
    utilisation: {
      text: oneLine(
        'pool "{pool}" can never reach its maximum of {max} on {targets}: no signal asks for more than {top}',
        '({details})',
      ),
      help: 'Set the target to {highest}% or less, or add a signal that grows with the work',
    },
    bounded: {
      text: oneLine(
        'pool "{pool}" can never reach its maximum of {max} on {targets}: no signal asks for more than {top}',
        '({details})',
      ),
      help: 'Set `replicas.max` to {top}, or add a signal that grows with the work',
    },
  },
  pool(plan, { proofs, report }) {
    const { pool } = plan;
    const { min, max } = pool.replicas;
    for (const { targets, top, limits } of together(proofs(plan), max.plain)) {
      const data = {
        pool: pool.key,
        max: max.plain,
        top,
        targets: targets.join(' and '),
        details: limits.map(({ detail }) => detail).join('; '),
      };
      const capped = limits.find(({ utilisation }) => utilisation !== undefined);
      const related = limits.filter(limit => limit !== capped).map(({ kind, at }) => ({ message: LABELS[kind], at }));
      if (capped?.utilisation !== undefined) {
        const { target, highest } = capped.utilisation;
        report('utilisation', {
          at: capped.at,
          path: capped.path,
          data: { ...data, highest },
          related: [{ message: 'the maximum', at: max.origin }, ...related],
          fixes: [
            highest < 1
              ? undefined
              : fix(`Set the target to ${String(highest)}%`, 'unsafe', replaceValue(target, `${String(highest)}%`)),
          ],
        });
      } else {
        report('bounded', {
          at: max.origin,
          path: ['pools', pool.key, 'replicas', 'max'],
          data,
          related,
          fixes: [
            min.plain > top
              ? undefined
              : fix(`Set \`replicas.max\` to ${String(top)}`, 'unsafe', replaceUpper(max, String(top))),
          ],
        });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a target that the CPU limit makes unreachable',
        path: 'pools.api.signals.cpu',
        message: 'utilisation',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 95% }
`,
      },
      {
        title: 'a target that an ECS task never exceeds',
        path: 'pools.api.signals.cpu',
        message: 'utilisation',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1..2, memory: 2Gi } }
    signals: { cpu: 100% }
`,
      },
      {
        title: 'only a schedule, whose highest minimum is half the maximum',
        path: 'pools.reports.replicas.max',
        message: 'bounded',
        yaml: `pools:
  reports:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: 1..10
    containers: { reports: { image: "registry.example.com/reports:1.0.0", cpu: 1, memory: 1Gi } }
    schedule:
      timezone: Europe/Berlin
      windows:
        - { from: "02:00", to: "04:00", min: 5 }
        - { from: "12:00", to: "13:00", min: 3 }
`,
      },
      {
        title: 'a query that returns 1 or 0, with a target of 1 per replica',
        path: 'pools.worker.replicas.max',
        message: 'bounded',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      requestQueue:
        perReplica: 1
        source: { prometheus: 'sum(gateway_pending_requests{upstream="worker"}) > bool 10' }
`,
      },
    ],
    good: [
      {
        title: 'the same target, with a limit above the request',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1..2, memory: 1Gi } }
    signals: { cpu: 95% }
`,
      },
      {
        title: 'the highest target that an HPA still acts on',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 90% }
`,
      },
      {
        title: 'a schedule that reaches the maximum',
        yaml: `pools:
  reports:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: 1..5
    containers: { reports: { image: "registry.example.com/reports:1.0.0", cpu: 1, memory: 1Gi } }
    schedule:
      timezone: Europe/Berlin
      windows:
        - { from: "02:00", to: "04:00", min: 5 }
        - { from: "12:00", to: "13:00", min: 3 }
`,
      },
      {
        title: 'a query that is capped at the maximum',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      requestQueue:
        perReplica: 20
        source: { prometheus: 'clamp_max(sum(gateway_pending_requests{upstream="worker"}), 200)' }
`,
      },
    ],
  }),
});

const LABELS = {
  utilisation: 'the utilization target',
  query: 'the query',
  wake: 'the wake source',
  schedule: 'the schedule',
  disabled: 'what switches scale-out off',
} as const;

/** Both platforms in one finding where the details are the same. */
function together(proofs: readonly Proof[], max: number): readonly (Reach & { readonly targets: readonly string[] })[] {
  const short = proofs.flatMap(({ target, reach }) =>
    // Of a direction that is switched off, `scaling-disabled` says it.
    reach === undefined || reach.top >= max || reach.limits.some(({ kind }) => kind === 'disabled')
      ? []
      : [{ target, reach, details: reach.limits.map(({ detail }) => detail).join() }],
  );
  return short
    .filter(({ details }, index) => short.findIndex(other => other.details === details) === index)
    .map(({ reach, details }) => ({
      ...reach,
      targets: short.filter(other => other.details === details).map(({ target }) => TARGET_LABEL[target]),
    }));
}
