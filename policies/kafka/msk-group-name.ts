import type { PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import type { System } from '#model/system.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'msk-group-name',
  group: 'kafka',
  severity: 'error',
  level: 'recommended',
  summary: 'A consumer group whose lag ECS reads from Amazon MSK must have a name that MSK can publish.',
  why: 'Amazon MSK publishes no lag for such a consumer group. On ECS nothing then scales on it, and no error appears',
  source: oneLine(
    'Semantics 42; Amazon MSK developer guide, "Consumer lag": no metrics if the name has a colon or characters',
    'outside ASCII',
  ),
  messages: {
    unpublished: {
      text: oneLine(
        'Amazon MSK publishes no lag for consumer group "{group}" of pool "{pool}", because its name contains',
        '{character}',
      ),
      help: oneLine(
        'Rename the consumer group (letters, digits, dots, hyphens, underscores), or publish its lag yourself and set',
        '`kafka.cloudwatch`',
      ),
    },
  },
  pool(plan, { plan: { system }, report }) {
    const read = groupReadFromMsk(plan, system);
    const character = read === undefined ? undefined : /[^\x20-\x39\x3b-\x7e]/u.exec(read.group.plain)?.[0];
    if (read === undefined || character === undefined) return;
    report('unpublished', {
      at: read.group.origin,
      path: ['pools', plan.pool.key, 'signals', 'kafkaLag', ...read.path],
      data: { pool: plan.pool.key, group: read.group.plain, character: `"${character}"` },
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a colon',
        path: 'pools.worker.signals.kafkaLag.consumerGroup',
        message: 'unpublished',
        targets: 'ecs',
        yaml: `kafka: { bootstrapServers: "b-1.example.kafka.us-east-1.amazonaws.com:9098", lagMetrics: msk, msk: { cluster: example } }
pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: "orders:eu", topics: [orders], partitions: 12 } }
`,
      },
      {
        title: 'a character outside ASCII, in an MSK metric that the pool names itself',
        path: 'pools.worker.signals.kafkaLag.source.cloudwatch.dimensions',
        message: 'unpublished',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      kafkaLag:
        perReplica: 500
        consumerGroup: aufträge
        topics: [orders]
        partitions: 12
        source: { cloudwatch: { namespace: AWS/Kafka, metric: SumOffsetLag, dimensions: { "Cluster Name": example, "Consumer Group": aufträge, Topic: orders } } }
`,
      },
    ],
    good: [
      {
        title: 'a hyphen',
        targets: 'ecs',
        yaml: `kafka: { bootstrapServers: "b-1.example.kafka.us-east-1.amazonaws.com:9098", lagMetrics: msk, msk: { cluster: example } }
pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: orders-eu, topics: [orders], partitions: 12 } }
`,
      },
      {
        title: 'a colon in a consumer group whose lag another tool publishes',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 500, consumerGroup: "orders:eu", partitions: 12 } }
`,
      },
    ],
  }),
});

/** What the planner reads on ECS, in its order: the signal's own metric, a published total, then MSK. */
function groupReadFromMsk(
  { on: { ecs }, signals }: PoolPlan,
  { kafka }: System,
): { readonly group: Sourced<string>; readonly path: readonly string[] } | undefined {
  const lag = signals.find(({ name }) => name === 'kafkaLag');
  if (ecs === undefined || lag?.name !== 'kafkaLag') return undefined;
  const { cloudwatch, signal } = lag;
  if (cloudwatch !== undefined) {
    const group =
      cloudwatch.namespace.plain === 'AWS/Kafka'
        ? cloudwatch.dimensions.find(({ key }) => key.plain === 'Consumer Group')?.value
        : undefined;
    return group && { group, path: ['source', 'cloudwatch', 'dimensions'] };
  }
  return kafka?.lagMetrics.plain === 'msk' && kafka.cloudwatch === undefined
    ? { group: signal.consumerGroup, path: ['consumerGroup'] }
    : undefined;
}
