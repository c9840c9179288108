import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Pool } from '#model/pool.ts';
import { definePolicy } from '#policy';

export default definePolicy({
  id: 'duplicate-consumer-group',
  group: 'kafka',
  severity: 'error',
  level: 'recommended',
  summary: 'One pool scales on the lag of a consumer group.',
  why: 'Two pools that scale on one group both grow for the same messages, so there are twice the replicas that the backlog needs, and each takes partitions from the other',
  source: 'Semantics 21, 24: lag is of the group, whoever of its members is behind',
  messages: {
    shared: {
      text: 'pools "{first}" and "{second}" both scale on the lag of the consumer group "{group}", so each grows for the other\'s messages',
      help: 'Give each pool a consumer group of its own, list the topics that each consumes, or scale one of them on something else',
    },
  },
  environment(plan, { report }) {
    const consumers = plan.pools.filter(pool => scalesOnLag(pool) && consumes(pool.pool, plan));
    for (const [index, second] of consumers.entries()) {
      const first = consumers
        .slice(0, index)
        .find(other => isSameGroup(other.pool, second.pool) && growForTheSame(other, second, plan));
      const group = second.pool.signals.kafkaLag?.consumerGroup;
      if (first === undefined || group === undefined) continue;
      report('shared', {
        at: group.origin,
        path: ['pools', second.pool.key, 'signals', 'kafkaLag', 'consumerGroup'],
        data: { first: first.pool.key, second: second.pool.key, group: group.plain },
        related: [
          {
            message: `pool "${first.pool.key}"`,
            at: first.pool.signals.kafkaLag?.consumerGroup.origin ?? first.pool.at,
          },
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'two pools in one group',
        path: 'pools.bulk.signals.kafkaLag.consumerGroup',
        message: 'shared',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: orders, topics: [orders], partitions: 12 } }
  bulk:
    kind: always-on
    replicas: 2..12
    containers: { bulk: { image: "registry.example.com/bulk:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 5000, consumerGroup: orders, topics: [orders, returns], partitions: 24 } }
`,
      },
    ],
    good: [
      {
        title: 'a group for each pool',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: orders, topics: [orders], partitions: 12 } }
  bulk:
    kind: always-on
    replicas: 2..12
    containers: { bulk: { image: "registry.example.com/bulk:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 5000, consumerGroup: orders-bulk, topics: [orders], partitions: 12 } }
`,
      },
      {
        title: 'one group whose pools read other topics',
        targets: 'kubernetes',
        yaml: `pools:
  orders:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: shop, topics: [orders], partitions: 12 } }
  returns:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: shop, topics: [returns], partitions: 12 } }
`,
      },
      {
        title: 'a pool for each platform, as while moving from one to the other',
        yaml: `pools:
  worker:
    kind: always-on
    targets: [kubernetes]
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: orders, partitions: 12 } }
  worker-ecs:
    kind: always-on
    targets: [ecs]
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: orders, partitions: 12 } }
`,
      },
    ],
  }),
});

function scalesOnLag({ acting, hold }: PoolPlan): boolean {
  return hold === undefined && acting.some(({ name }) => name === 'kafkaLag');
}

/** In Pipestream only the sidecars consume; a module that is woken by the lag of its topic is called by them. */
function consumes({ signals, containers }: Pool, { system }: Plan): boolean {
  return (
    system.preset === undefined ||
    signals.kafkaLag?.leases !== undefined ||
    containers.some(({ name }) => name.plain.includes('sidecar'))
  );
}

function isSameGroup(a: Pool, b: Pool): boolean {
  return a.signals.kafkaLag?.consumerGroup.plain === b.signals.kafkaLag?.consumerGroup.plain;
}

/**
 * On one platform at least; lists without a topic in common are of different messages, unless a total of the whole
 * group is read.
 */
function growForTheSame(a: PoolPlan, b: PoolPlan, plan: Plan): boolean {
  const overlap = mayOverlap(a.pool, b.pool);
  const onKubernetes = a.on.kubernetes !== undefined && b.on.kubernetes !== undefined;
  const onEcs = a.on.ecs !== undefined && b.on.ecs !== undefined;
  return (onKubernetes && overlap) || (onEcs && (overlap || (readsTotal(a.pool, plan) && readsTotal(b.pool, plan))));
}

function mayOverlap(a: Pool, b: Pool): boolean {
  const [one, other] = [a.signals.kafkaLag?.topics, b.signals.kafkaLag?.topics];
  if (one?.kind !== 'listed' || other?.kind !== 'listed') return true;
  return one.names.some(({ plain }) => other.names.some(name => name.plain === plain));
}

function readsTotal({ signals }: Pool, { system }: Plan): boolean {
  return system.kafka?.cloudwatch !== undefined && signals.kafkaLag?.source?.cloudwatch === undefined;
}
