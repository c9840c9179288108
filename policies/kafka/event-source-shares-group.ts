import type { CloudWatchSource } from '#model/metric-source.ts';
import type { PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'event-source-shares-group',
  group: 'kafka',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool must not scale or wake on the lag of a Lambda event source mapping.',
  why: oneLine(
    'An event source mapping is a consumer itself. In the consumer group of the workers, it takes and commits their',
    'messages. In its own group, its lag says nothing about theirs',
  ),
  source: oneLine(
    'Semantics 43; AWS Lambda, "Event source mapping metrics": OffsetLag, MaxOffsetLag and SumOffsetLag are those of',
    "the mapping's own consumer",
  ),
  messages: {
    consumes: {
      text: oneLine(
        'pool "{pool}" reads {metric} in AWS/Lambda for {from}: that is the lag of an event source mapping, which',
        'consumes the topic itself',
      ),
      help: oneLine(
        "Read the lag of the workers' consumer group, as `SumOffsetLag` in AWS/Kafka or through `kafka.cloudwatch`,",
        'and remove the mapping',
      ),
    },
  },
  pool(plan, { report }) {
    if (plan.on.ecs === undefined) return;
    for (const { source, from, path } of sourcesOf(plan)) {
      if (source.namespace.plain !== 'AWS/Lambda' || (from === 'wake' && !source.metric.plain.endsWith('OffsetLag')))
        continue;
      report('consumes', {
        at: source.namespace.origin,
        path: [...path, 'source', 'cloudwatch', 'namespace'],
        data: { pool: plan.pool.key, metric: source.metric.plain, from },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'the lag of a function that is mapped to the topic',
        path: 'pools.worker.signals.kafkaLag.source.cloudwatch.namespace',
        message: 'consumes',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      kafkaLag:
        perReplica: 500
        consumerGroup: worker
        topics: [work]
        partitions: 12
        source: { cloudwatch: { namespace: AWS/Lambda, metric: OffsetLag, dimensions: { FunctionName: work-counter } } }
`,
      },
    ],
    good: [
      {
        title: "the lag of the workers' consumer group, as Amazon MSK publishes it",
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      kafkaLag:
        perReplica: 500
        consumerGroup: worker
        topics: [work]
        partitions: 12
        source: { cloudwatch: { namespace: AWS/Kafka, metric: SumOffsetLag, dimensions: { "Cluster Name": example, "Consumer Group": worker, Topic: work } } }
`,
      },
      {
        title: 'invocations of a function that submits work to the pool',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 1 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    wake:
      retryBudget: 30m
      source:
        cloudwatch:
          namespace: AWS/Lambda
          metric: Invocations
          dimensions: { FunctionName: submit }
          statistic: Sum
          heartbeat: { namespace: Example, metric: Up, statistic: SampleCount }
`,
      },
    ],
  }),
});

interface Read {
  readonly source: CloudWatchSource;
  readonly from: 'kafkaLag' | 'wake';
  readonly path: readonly string[];
}

function sourcesOf({ pool, signals }: PoolPlan): readonly Read[] {
  const lag = signals.find(({ name }) => name === 'kafkaLag');
  const own = lag?.name === 'kafkaLag' ? lag.cloudwatch : undefined;
  const wake = pool.wake?.source?.cloudwatch;
  return [
    ...(own === undefined
      ? []
      : [{ source: own, from: 'kafkaLag' as const, path: ['pools', pool.key, 'signals', 'kafkaLag'] }]),
    ...(wake === undefined ? [] : [{ source: wake, from: 'wake' as const, path: ['pools', pool.key, 'wake'] }]),
  ];
}
