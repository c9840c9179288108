import type { CloudWatchMetric } from '#model/metric-source.ts';
import type { Plan, PlannedSignal, PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';

/** Names of metrics that are not totals, so that dividing them by the running tasks is wrong. */
const NO_TOTAL = [
  { says: 'maximum', name: /^Max(?:imum)?(?:Offset|Consumer)?Lag$/i },
  { says: 'time', name: /TimeLag|LagSeconds$/i },
  { says: 'share', name: /Per(?:Task|Target|Instance|Replica|Container|Pod)$/i },
] as const;

export default definePolicy({
  id: 'raw-lag-target-tracking',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'Target tracking on ECS must follow a total, which the compiler divides by the running tasks.',
  why: oneLine(
    'Target tracking multiplies the tasks by metric / target, so the metric must halve when the tasks double. The',
    'compiler therefore divides the total by the running tasks. A maximum, a time, or a metric that is already divided',
    'stays wrong after the division',
  ),
  source: 'Semantics 38; Application Auto Scaling user guide, "Choosing metrics"; Amazon MSK, "Consumer-lag metrics"',
  messages: {
    maximum: {
      text: oneLine(
        'signals.{signal} of pool "{pool}" reads {metric} on ECS: that is the lag of the worst partition only, but the',
        'target of {target} messages per task counts all partitions',
      ),
      help: 'Read the sum over all partitions, which is `SumOffsetLag` on Amazon MSK',
    },
    time: {
      text: oneLine(
        'signals.{signal} of pool "{pool}" reads {metric} on ECS: that is a time, but the target of {target} per task',
        'counts waiting messages',
      ),
      help: 'Read the number of waiting messages, which is `SumOffsetLag` on Amazon MSK',
    },
    share: {
      text: oneLine(
        'signals.{signal} of pool "{pool}" reads {metric} on ECS, which is already divided by the tasks: divided',
        'twice, it asks for all {max} tasks only when each one takes {load} ({max} × {target})',
      ),
      help: 'Read the total, such as `RequestCount`',
    },
  },
  pool(planned, { plan, report }) {
    const {
      pool,
      on: { ecs },
      hold,
      acting,
      bounds,
    } = planned;
    if (ecs?.scaling === undefined || hold !== undefined) return;
    for (const { signal, metric, path, target } of tracked(plan, planned, acting)) {
      const found = NO_TOTAL.find(({ name }) => name.test(metric.metric.plain));
      if (found === undefined) continue;
      const place = {
        at: metric.metric.origin,
        path: [...path, 'metric'],
        related: [{ message: 'the target per replica', at: target.origin }],
      };
      const data = { pool: pool.key, signal, metric: metric.metric.plain, target: target.plain };
      if (found.says === 'share')
        report('share', { ...place, data: { ...data, max: bounds.max.plain, load: bounds.max.plain * target.plain } });
      else
        report(found.says, {
          ...place,
          data,
          fixes: [
            metric.namespace.plain === 'AWS/Kafka'
              ? fix('Read `SumOffsetLag`', 'unsafe', replaceValue(metric.metric, 'SumOffsetLag'))
              : undefined,
          ],
        });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'the lag of the worst partition of an MSK topic',
        path: 'pools.worker.signals.kafkaLag.source.cloudwatch.metric',
        message: 'maximum',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      kafkaLag:
        perReplica: 100
        consumerGroup: worker
        topics: [work]
        partitions: 12
        source: { cloudwatch: { namespace: AWS/Kafka, metric: MaxOffsetLag, dimensions: { Cluster Name: example, Consumer Group: worker, Topic: work }, statistic: Maximum } }
`,
      },
      {
        title: 'a time in seconds that is counted as messages',
        path: 'kafka.cloudwatch.metric',
        message: 'time',
        targets: 'ecs',
        yaml: `kafka:
  bootstrapServers: kafka:9092
  cloudwatch: { namespace: Example/Kafka, metric: EstimatedMaxTimeLag, groupDimension: ConsumerGroup, statistic: Maximum }
pools:
  worker:
    kind: demand-driven
    replicas: 1..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
      {
        title: 'a request count that the load balancer has already divided',
        path: 'pools.api.signals.requests.source.cloudwatch.metric',
        message: 'share',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      requests:
        perReplica: 50/s
        source: { cloudwatch: { namespace: AWS/ApplicationELB, metric: RequestCountPerTarget, dimensions: { TargetGroup: targetgroup/api/0123456789abcdef }, statistic: Sum } }
`,
      },
    ],
    good: [
      {
        title: 'sums, which the compiler divides by the running tasks',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      kafkaLag:
        perReplica: 100
        consumerGroup: worker
        topics: [work]
        partitions: 12
        source: { cloudwatch: { namespace: AWS/Kafka, metric: SumOffsetLag, dimensions: { Cluster Name: example, Consumer Group: worker, Topic: work }, statistic: Maximum } }
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      requests:
        perReplica: 50/s
        source: { cloudwatch: { namespace: AWS/ApplicationELB, metric: RequestCount, dimensions: { TargetGroup: targetgroup/api/0123456789abcdef, LoadBalancer: app/api/0123456789abcdef }, statistic: Sum } }
`,
      },
      {
        title: 'a maximum that is only displayed, because stage observe holds the tasks',
        targets: 'ecs',
        yaml: `stage: observe
pools:
  worker:
    kind: demand-driven
    replicas: 1..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      kafkaLag:
        perReplica: 100
        consumerGroup: worker
        topics: [work]
        partitions: 12
        source: { cloudwatch: { namespace: AWS/Kafka, metric: MaxOffsetLag, dimensions: { Cluster Name: example, Consumer Group: worker, Topic: work }, statistic: Maximum } }
`,
      },
    ],
  }),
});

interface Tracked {
  readonly signal: string;
  readonly metric: Pick<CloudWatchMetric, 'namespace' | 'metric'>;
  readonly path: readonly string[];
  readonly target: Sourced<number>;
}

/** The signals that ECS tracks as a total, with the metric that the user named. */
function tracked({ system }: Plan, { pool }: PoolPlan, acting: readonly PlannedSignal[]): readonly Tracked[] {
  return acting.flatMap((planned): Tracked[] => {
    if (planned.name !== 'kafkaLag' && planned.name !== 'requestQueue' && planned.name !== 'requests') return [];
    const target = planned.signal.perReplica;
    if (planned.cloudwatch !== undefined)
      return [
        {
          signal: planned.name,
          metric: planned.cloudwatch,
          path: ['pools', pool.key, 'signals', planned.name, 'source', 'cloudwatch'],
          target,
        },
      ];
    const group = planned.name === 'kafkaLag' ? system.kafka?.cloudwatch : undefined;
    return group === undefined ? [] : [{ signal: planned.name, metric: group, path: ['kafka', 'cloudwatch'], target }];
  });
}
