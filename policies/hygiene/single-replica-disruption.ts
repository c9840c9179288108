import type { Pool } from '#model/pool.ts';
import type { PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { counted } from '#knowledge/leases.ts';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'single-replica-disruption',
  group: 'hygiene',
  severity: 'warning',
  level: 'recommended',
  summary: "A PodDisruptionBudget must allow at least one eviction at the pool's minimum size.",
  why: oneLine(
    'A budget that blocks every eviction blocks every node drain. Cluster upgrades stop, and nodes that are half empty',
    'cannot be removed. The fault stays hidden for as long as load keeps more replicas running',
  ),
  source: oneLine(
    'Kubernetes, "Specifying a Disruption Budget": percentages are rounded up; Karpenter and cluster-autoscaler evict',
    'pods, so they respect it',
  ),
  messages: {
    never: {
      text: 'the PodDisruptionBudget of pool "{pool}" blocks every eviction, even at {most} replicas ({budget})',
      help: 'Use `disruption.maxUnavailable: 1`',
    },
    atMinimum: {
      text: oneLine(
        'the PodDisruptionBudget of pool "{pool}" blocks every eviction at its minimum of {replicas} ({budget}',
        'protects {kept})',
      ),
      help: 'Use `disruption.maxUnavailable: 1`, or raise `replicas.min` to {enough}',
    },
  },
  pool(planned, { report }) {
    const {
      pool,
      on: { kubernetes },
    } = planned;
    if (kubernetes === undefined || pool.existing !== undefined) return;
    const { key, value } = budgetOf(pool);
    const fewest = fewestOf(planned);
    const kept = keptOf(key, value.plain, fewest.plain);
    if (kept < fewest.plain) return;
    const most = Math.max(fewest.plain, planned.bounds.max.plain);
    const never = keptOf(key, value.plain, most) >= most;
    const place = { at: value.origin, path: ['pools', pool.key, 'disruption', key] };
    const data = { pool: pool.key, budget: `${key}: ${String(value.plain)}` };
    if (never)
      report('never', {
        ...place,
        data: { ...data, most },
        fixes: [
          fix('Set `maxUnavailable` to 1', 'unsafe', key === 'maxUnavailable' ? replaceValue(value, 1) : undefined),
        ],
      });
    else {
      report('atMinimum', {
        ...place,
        data: { ...data, kept, replicas: counted(fewest.plain, 'replica'), enough: enoughFor(value.plain) },
        related: [{ message: 'the minimum size', at: fewest.origin }],
        fixes: [
          fewest.plain > 1
            ? fix(
                `Set \`minAvailable\` to ${String(fewest.plain - 1)}`,
                'unsafe',
                replaceValue(value, fewest.plain - 1),
              )
            : undefined,
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'maxUnavailable of 0',
        path: 'pools.api.disruption.maxUnavailable',
        message: 'never',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    disruption: { maxUnavailable: 0 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'minAvailable of 1, and a minimum of one replica',
        path: 'pools.worker.disruption.minAvailable',
        message: 'atMinimum',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..10
    disruption: { minAvailable: 1 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: '80% of three replicas are 2.4, which is rounded up to three',
        path: 'pools.api.disruption.minAvailable',
        message: 'atMinimum',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 3..10
    disruption: { minAvailable: 80% }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'minAvailable of 1, or of 50%, and a minimum of two replicas',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    disruption: { minAvailable: 1 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
  web:
    kind: always-on
    replicas: 2..10
    disruption: { minAvailable: 50% }
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a single replica that may be evicted, and maxUnavailable of 10%, which is rounded up to one',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
  batch:
    kind: demand-driven
    replicas: 1..10
    disruption: { maxUnavailable: 10% }
    containers: { batch: { image: "registry.example.com/batch:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a budget in a pool on ECS, which has no such budget',
        targets: 'ecs',
        yaml: `lint: { rules: { signal-without-effect: off } }
pools:
  worker:
    kind: demand-driven
    replicas: 1..10
    disruption: { minAvailable: 1 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

function budgetOf({ disruption }: Pool): {
  readonly key: 'maxUnavailable' | 'minAvailable';
  readonly value: Sourced<number | string>;
} {
  return 'maxUnavailable' in disruption
    ? { key: 'maxUnavailable', value: disruption.maxUnavailable }
    : { key: 'minAvailable', value: disruption.minAvailable };
}

/** A pool at zero has no pod to protect; otherwise it has at least one. */
function fewestOf({ hold, bounds: { min } }: PoolPlan): {
  readonly plain: number;
  readonly origin: Sourced<number>['origin'];
} {
  const held = hold ?? min;
  return { plain: Math.max(1, held.plain), origin: held.origin };
}

/** How many of the replicas a drain must leave running; both percentages are rounded up. */
function keptOf(key: 'maxUnavailable' | 'minAvailable', budget: number | string, replicas: number): number {
  const asked = typeof budget === 'number' ? budget : Math.ceil((Number.parseInt(budget, 10) * replicas) / 100);
  return key === 'minAvailable' ? asked : replicas - asked;
}

/** The fewest replicas of which one may be evicted. The percentage is below 100%, which would protect all of them. */
function enoughFor(budget: number | string): number {
  return typeof budget === 'number' ? budget + 1 : Math.ceil(100 / (100 - Number.parseInt(budget, 10)));
}
