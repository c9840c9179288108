import type { PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'duplicate-scaled-object',
  group: 'kubernetes',
  severity: 'error',
  level: 'recommended',
  summary: 'A workload must have only one autoscaler.',
  why: oneLine(
    'Two autoscalers of one workload undo each other. KEDA rejects the second ScaledObject, and on ECS the second',
    'scalable target overwrites the bounds of the first',
  ),
  source: 'Semantics 13; KEDA `scaledobject_webhook.go`; Application Auto Scaling, RegisterScalableTarget',
  messages: {
    kubernetes: {
      text: 'pools "{first}" and "{second}" both scale the {kind} "{name}"',
      help: 'Move the signals of both into one pool; the largest proposal wins',
    },
    ecs: {
      text: 'pools "{first}" and "{second}" both scale the ECS service "{name}"',
      help: 'Move the signals of both into one pool',
    },
  },
  environment({ pools }, { report }) {
    const workloads = new Map<string, PoolPlan>();
    const services = new Map<string, PoolPlan>();
    for (const second of pools) {
      const onKubernetes = firstOf(workloads, workloadOf(second), second);
      const onEcs = firstOf(services, serviceOf(second), second);
      const first = onKubernetes ?? onEcs;
      if (first === undefined) continue;
      const name = nameOf(second);
      const place = {
        at: name.origin,
        path: [
          'pools',
          second.pool.key,
          ...(second.pool.existing === undefined ? ['name'] : ['workload', 'existing', 'name']),
        ],
        related: [{ message: `pool "${first.pool.key}"`, at: nameOf(first).origin }],
      };
      const data = { first: first.pool.key, second: second.pool.key, name: name.plain };
      if (onKubernetes === undefined) report('ecs', { ...place, data });
      else report('kubernetes', { ...place, data: { ...data, kind: kindOf(second) } });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'two pools for one Deployment, one on CPU and one on lag',
        path: 'pools.api-lag.workload.existing.name',
        message: 'kubernetes',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, cpu: 500m } }
    signals: { cpu: 70% }
  api-lag:
    name: api-lag
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: api, topics: [orders], partitions: 12 } }
`,
      },
      {
        title: 'the same on ECS',
        path: 'pools.api-lag.workload.existing.name',
        message: 'ecs',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api } }
    signals: { cpu: 70% }
  api-lag:
    name: api-lag
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: api, partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'both signals in one pool',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, cpu: 500m } }
    signals:
      cpu: 70%
      kafkaLag: { perReplica: 500, consumerGroup: api, topics: [orders], partitions: 12 }
`,
      },
      {
        title: 'a Deployment and a StatefulSet, each with a name',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, cpu: 500m } }
    signals: { cpu: 70% }
  api-store:
    name: api-store
    kind: always-on
    replicas: 2..10
    workload: { existing: { kind: StatefulSet, name: api-store, cpu: 500m } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

const kindOf = ({ pool }: PoolPlan) => pool.existing?.kind.plain ?? 'Deployment';
const nameOf = ({ pool }: PoolPlan) => pool.existing?.name ?? pool.name;

/** The pool that has the name already. A map, because a search for each pool would be quadratic. */
function firstOf(known: Map<string, PoolPlan>, name: string | undefined, pool: PoolPlan): PoolPlan | undefined {
  if (name === undefined) return undefined;
  const first = known.get(name);
  if (first === undefined) known.set(name, pool);
  return first;
}

/** What the autoscaler scales; undefined without one. Two pools with one name are an error before this policy runs. */
function workloadOf(plan: PoolPlan): string | undefined {
  return plan.on.kubernetes === undefined || plan.on.kubernetes.autoscaler.kind === 'none'
    ? undefined
    : `${kindOf(plan)}/${nameOf(plan).plain}`;
}

function serviceOf({ on: { ecs } }: PoolPlan): string | undefined {
  return ecs?.scaling === undefined ? undefined : ecs.serviceName.plain;
}
