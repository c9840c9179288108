import type { PlannedSignal, PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceUpper } from '#edits';

export default definePolicy({
  id: 'replicas-exceed-partitions',
  group: 'kafka',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool that consumes Kafka must not have more replicas than partitions.',
  why: oneLine(
    'A partition has one consumer in a consumer group, so a replica beyond the last partition has nothing to read.',
    'KEDA stops at that number, and ECS does not',
  ),
  source:
    'Semantics 21; KEDA `kafka_scaler.go`: replicas are capped at the partitions unless allowIdleConsumers is set',
  messages: {
    capped: {
      text: oneLine(
        'pool "{pool}" can have {max} replicas, but its topics have {partitions} partitions: on Kubernetes, KEDA adds',
        'no replica for lag beyond {partitions}',
      ),
      help: 'Set `replicas.max` to {partitions}, or add partitions',
    },
    idle: {
      text: oneLine(
        'pool "{pool}" can have {max} replicas on {target}, but its topics have {partitions} partitions: up to {idle}',
        'replicas would be idle',
      ),
      help: 'Set `replicas.max` to {partitions}, or add partitions',
    },
    both: {
      text: oneLine(
        'pool "{pool}" can have {max} replicas, but its topics have {partitions} partitions: KEDA stops at',
        '{partitions} for lag, and ECS would run up to {idle} idle tasks',
      ),
      help: 'Set `replicas.max` to {partitions}, or add partitions',
    },
  },
  pool(plan, { report }) {
    const { pool, hold, bounds, acting } = plan;
    const partitions = pool.signals.kafkaLag?.partitions;
    const { max } = bounds;
    if (partitions === undefined || hold !== undefined || max.plain <= partitions.plain) return;
    // Topics that are leased whole have one consumer each, regardless of partitions; and requests may need more
    // replicas than Kafka does.
    if (
      pool.signals.kafkaLag?.leases !== undefined ||
      acting.some(servesOthers) ||
      !acting.some(({ name }) => name === 'kafkaLag')
    )
      return;
    const data = { pool: pool.key, max: max.plain, partitions: partitions.plain, idle: max.plain - partitions.plain };
    const place = {
      at: max.origin,
      path: ['pools', pool.key, 'replicas', 'max'],
      related: [{ message: `${String(partitions.plain)} partitions`, at: partitions.origin }],
      fixes: [
        partitions.plain < bounds.min.plain
          ? undefined
          : fix(
              `Set \`replicas.max\` to ${String(partitions.plain)}`,
              'unsafe',
              replaceUpper(max, String(partitions.plain)),
            ),
      ],
    };
    const capped = isCapped(plan);
    if (capped && plan.on.ecs !== undefined) report('both', { ...place, data });
    else if (capped) report('capped', { ...place, data });
    else
      report('idle', {
        ...place,
        data: {
          ...data,
          target: [plan.on.kubernetes && 'Kubernetes', plan.on.ecs && 'ECS']
            .filter(name => name !== undefined)
            .join(' and '),
        },
      });
  },
  examples: () => ({
    bad: [
      {
        title: '20 replicas for 12 partitions',
        path: 'pools.worker.replicas.max',
        message: 'capped',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..20
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
      {
        title: 'the same on ECS, which has no cap',
        path: 'pools.worker.replicas.max',
        message: 'idle',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: { max: 20 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: worker, partitions: 12 } }
`,
      },
      {
        title: 'the same on both platforms',
        path: 'pools.worker.replicas.max',
        message: 'both',
        yaml: `pools:
  worker:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { max: 20 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: worker, partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'as many replicas as partitions',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
      {
        title: 'a pool that also serves requests, and may need more replicas than partitions',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..20
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      kafkaLag: { perReplica: 500, consumerGroup: api, topics: [invalidations], partitions: 12 }
      requests: { perReplica: 120/s, source: { prometheus: { counter: 'gateway_requests_total{upstream="api"}', job: gateway } } }
`,
      },
      {
        title: 'topics that are leased whole, so that partitions do not matter',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..20
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: worker, topics: 20, partitions: 12, leases: { perReplica: 10, handBack: true } } }
`,
      },
    ],
  }),
});

const servesOthers = ({ name, facts }: PlannedSignal) => name !== 'kafkaLag' && facts.counts !== 'percent';

/** KEDA caps only if it reads the brokers itself; a query does not tell it the partitions. */
function isCapped({ on: { kubernetes } }: PoolPlan): boolean {
  const autoscaler = kubernetes?.autoscaler;
  return autoscaler?.kind === 'scaled-object' && autoscaler.triggers.some(({ scaler }) => scaler === 'kafka');
}
