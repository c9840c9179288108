import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Pool } from '#model/pool.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'duplicate-consumer-group',
  group: 'kafka',
  severity: 'error',
  level: 'recommended',
  summary: 'Two pools must not scale on the lag of the same consumer group.',
  why: oneLine(
    'Both pools grow for the same messages. Twice as many replicas run as the backlog needs, and each pool takes',
    'partitions from the other',
  ),
  source: 'Semantics 21, 24: the lag is that of the whole group, no matter which member is behind',
  messages: {
    shared: {
      text: oneLine(
        'pools "{first}" and "{second}" both scale on the lag of consumer group "{group}", so each grows for the',
        'messages of the other',
      ),
      help: oneLine(
        'Give each pool its own consumer group, list the topics that each one consumes, or scale one of them on',
        'another signal',
      ),
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
        title: 'two pools in one consumer group',
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
        title: 'one consumer group for each pool',
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
        title: 'one consumer group whose pools read different topics',
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
        title: 'one pool for each platform, as during a migration',
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

/** In Pipestream only the sidecars consume. A module that scales on the lag of its topic is called by them. */
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
 * On at least one platform. Lists without a common topic are different messages, unless the lag that is read is the
 * total of the group.
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
