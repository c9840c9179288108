import type { Pool } from '#model/pool.ts';
import type { PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'single-replica-disruption',
  group: 'hygiene',
  severity: 'warning',
  level: 'recommended',
  summary: 'The budget for drains lets at least one replica go, at the fewest that the pool may have.',
  why: 'A budget that lets none go makes every drain of its nodes wait: upgrades of the cluster stop, and so does what removes nodes that are half empty. It may look fine for as long as load keeps more replicas there',
  source:
    'Kubernetes, "Specifying a Disruption Budget": percentages are rounded up; Karpenter and cluster-autoscaler evict, and so heed it',
  messages: {
    never: {
      text: 'the budget of pool "{pool}" lets no replica go, even of {most} ({budget})',
      help: 'Write maxUnavailable: 1',
    },
    atMinimum: {
      text: 'the budget of pool "{pool}" lets no replica go while it has {replicas}, its fewest ({budget} keeps {kept})',
      help: 'Write maxUnavailable: 1, or raise replicas.min to {enough}',
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
        fixes: [fix('Let one go at a time', 'unsafe', key === 'maxUnavailable' ? replaceValue(value, '1') : undefined)],
      });
    else {
      report('atMinimum', {
        ...place,
        data: { ...data, kept, replicas: fewest.plain, enough: enoughFor(value.plain) },
        related: [{ message: 'the fewest replicas', at: fewest.origin }],
        fixes: [
          fewest.plain > 1
            ? fix(`Keep ${String(fewest.plain - 1)}`, 'unsafe', replaceValue(value, String(fewest.plain - 1)))
            : undefined,
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'none may be missing',
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
        title: 'one must be left, of one',
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
        title: 'four fifths of three replicas are 2.4, which are three',
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
        title: 'one must be left, of two; and half of two',
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
        title: 'a single replica that a drain may move, and a tenth of it, which is rounded up to one',
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
        title: 'a budget that ECS does not have',
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

/** A pool that sleeps has no pod to protect; awake it has one at least. */
function fewestOf({ hold, bounds: { min } }: PoolPlan): {
  readonly plain: number;
  readonly origin: Sourced<number>['origin'];
} {
  const held = hold ?? min;
  return { plain: Math.max(1, held.plain), origin: held.origin };
}

/** Replicas that a drain must leave of so many; both percentages are rounded up. */
function keptOf(key: 'maxUnavailable' | 'minAvailable', budget: number | string, replicas: number): number {
  const asked = typeof budget === 'number' ? budget : Math.ceil((Number.parseInt(budget, 10) * replicas) / 100);
  return key === 'minAvailable' ? asked : replicas - asked;
}

/** The fewest replicas of which one may go; below 100 %, or each replica would have to stay. */
function enoughFor(budget: number | string): number {
  return typeof budget === 'number' ? budget + 1 : Math.ceil(100 / (100 - Number.parseInt(budget, 10)));
}
