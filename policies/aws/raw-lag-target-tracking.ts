import type { CloudWatchMetric } from '#model/metric-source.ts';
import type { Plan, PlannedSignal, PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import type { Pool } from '#model/pool.ts';
import type { SignalName, SignalUnit } from '#model/signals.ts';
import { countIn, countsByTheSum, unitOfMetric } from '#knowledge/ecs/cloudwatch-units.ts';
import { fix, replaceValue } from '#edits';

const MAXIMUM = /^Max(?:imum)?(?:Offset|Consumer)?Lag$/i;
const SHARE = /Per(?:Task|Target|Instance|Replica|Container|Pod)$/i;

export default definePolicy({
  id: 'raw-lag-target-tracking',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'Target tracking on ECS must follow a total, which the compiler divides by the running tasks.',
  why: oneLine(
    'Target tracking multiplies the tasks by metric / target, so the metric must halve when the tasks double. The',
    'compiler therefore divides the total by the running tasks. A maximum, a time, a percentage, or a metric that is',
    'already divided stays wrong after the division: one message that always fails keeps its age rising, and the tasks',
    'at the maximum',
  ),
  source:
    'Semantics 38; Application Auto Scaling user guide, "Choosing metrics"; the units in the CloudWatch pages of each AWS service',
  messages: {
    maximum: {
      text: oneLine(
        'signals.{signal} of pool "{pool}" reads {metric} on ECS: that is the lag of the worst partition only, but the',
        'target of {target} messages per task counts all partitions',
      ),
      help: 'Read the sum over all partitions, which is `SumOffsetLag` on Amazon MSK',
    },
    unit: {
      text: oneLine(
        'signals.{signal} of pool "{pool}" reads {metric} on ECS: that is {what}, but the target of {target} per task',
        'counts {counts}',
      ),
      help: 'Read the number of {counts}{instead}',
    },
    statistic: {
      text: oneLine(
        'signals.{signal} of pool "{pool}" reads {statistic} of {metric} on ECS: that is {what}, but the target of',
        '{target} per task counts {counts}',
      ),
      help: 'Set `statistic` to {total}',
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
    for (const one of tracked(plan, planned, acting)) {
      const found = notATotal(one);
      if (found === undefined) continue;
      const { signal, arrives, metric, path, target } = one;
      const place = { path: [...path, 'metric'], related: [{ message: 'the target per replica', at: target.origin }] };
      const read = { at: metric.metric.origin, ...place };
      const { counts } = one;
      const data = { pool: pool.key, signal, metric: metric.metric.plain, target: target.plain };
      const namespace = metric.namespace.plain;
      const instead = countIn(namespace, arrives ? 'arriving' : 'waiting');
      const fixes = [
        instead === undefined || arrives
          ? undefined
          : fix(`Read \`${instead}\``, 'unsafe', replaceValue(metric.metric, instead)),
      ];
      const sums = countsByTheSum(namespace, metric.metric.plain);
      switch (found.says) {
        case 'maximum':
          report('maximum', { ...read, data, fixes: namespace === 'AWS/Kafka' ? fixes : [] });
          break;
        case 'share':
          report('share', { ...read, data: { ...data, max: bounds.max.plain, load: bounds.max.plain * target.plain } });
          break;
        case 'unit': {
          const named = instead === undefined ? '' : `, which is \`${instead}\` in ${namespace}`;
          report('unit', { ...read, data: { ...data, counts, what: found.what, instead: named }, fixes });
          break;
        }
        case 'statistic':
          report('statistic', {
            ...place,
            at: metric.statistic.origin,
            path: [...path, 'statistic'],
            data: {
              ...data,
              counts,
              what: found.what,
              statistic: metric.statistic.plain,
              total: arrives || sums ? '`Sum`' : '`Maximum` for a gauge, or `Sum` for a count of events',
            },
            fixes: [sums ? fix('Read the `Sum`', 'unsafe', replaceValue(metric.statistic, 'Sum')) : undefined],
          });
          break;
      }
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
        message: 'unit',
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
        title: 'the age of the oldest message: one that always fails asks for every task',
        path: 'pools.worker.signals.requestQueue.source.cloudwatch.metric',
        message: 'unit',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      requestQueue:
        perReplica: 60
        source: { cloudwatch: { namespace: AWS/SQS, metric: ApproximateAgeOfOldestMessage, dimensions: { QueueName: work } } }
`,
      },
      {
        title: 'a percentile, which does not fall when the tasks double',
        path: 'pools.worker.signals.requestQueue.source.cloudwatch.statistic',
        message: 'statistic',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..12
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      requestQueue:
        perReplica: 60
        source: { cloudwatch: { namespace: Example/Gateway, metric: PendingRequests, dimensions: { Upstream: worker }, statistic: p99 } }
`,
      },
      {
        title: 'a request count that the load balancer has already divided',
        path: 'pools.api.signals.requests.source.cloudwatch.metric',
        message: 'share',
        also: ['scale-in-needs-heartbeat'],
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
        source:
          cloudwatch:
            namespace: AWS/ApplicationELB
            metric: RequestCount
            dimensions: { TargetGroup: targetgroup/api/0123456789abcdef, LoadBalancer: app/api/0123456789abcdef }
            statistic: Sum
            heartbeat: { namespace: AWS/ApplicationELB, metric: HealthyHostCount, dimensions: { TargetGroup: targetgroup/api/0123456789abcdef, LoadBalancer: app/api/0123456789abcdef } }
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
  readonly signal: SignalName;
  readonly counts: SignalUnit;
  /** Events that arrive, and not work that waits. */
  readonly arrives: boolean;
  readonly metric: Pick<CloudWatchMetric, 'namespace' | 'metric' | 'statistic'>;
  readonly path: readonly string[];
  readonly target: Sourced<number>;
}

/** The signals that ECS tracks as a total, with the metric that the user named. */
function tracked({ system }: Plan, { pool }: PoolPlan, acting: readonly PlannedSignal[]): readonly Tracked[] {
  return acting.flatMap((planned): readonly Tracked[] => {
    if (planned.kind === 'custom') return trackedCustom(pool, planned);
    if (planned.name !== 'kafkaLag' && planned.name !== 'requestQueue' && planned.name !== 'requests') return [];
    const { counts } = planned.facts;
    const target = planned.signal.perReplica;
    const what = { signal: planned.name, counts, arrives: planned.name === 'requests', target };
    if (planned.cloudwatch !== undefined)
      return [
        {
          ...what,
          metric: planned.cloudwatch,
          path: ['pools', pool.key, 'signals', planned.name, 'source', 'cloudwatch'],
        },
      ];
    const group = planned.name === 'kafkaLag' ? system.kafka?.cloudwatch : undefined;
    return group === undefined ? [] : [{ ...what, metric: group, path: ['kafka', 'cloudwatch'] }];
  });
}

function trackedCustom(
  { key }: Pool,
  { name, signal, facts, cloudwatch }: PlannedSignal<'custom'>,
): readonly Tracked[] {
  const { perReplica: target, total, counts } = signal;
  if (cloudwatch === undefined || target === undefined || !total.plain || counts?.plain === 'level') return [];
  const path = ['pools', key, 'signals', 'custom', signal.key, 'cloudwatch'];
  return [{ signal: name, counts: facts.counts, arrives: counts?.plain === 'rate', metric: cloudwatch, path, target }];
}

type NotATotal =
  | { readonly says: 'maximum' | 'share' }
  | { readonly says: 'unit' | 'statistic'; readonly what: string };

/** Why dividing the metric by the running tasks is wrong; undefined for a total, and where nothing is known of it. */
function notATotal({ arrives, metric: { namespace, metric, statistic } }: Tracked): NotATotal | undefined {
  // The number of data points of any metric counts events, and never the work that waits.
  if (statistic.plain === 'SampleCount')
    return arrives ? undefined : { says: 'statistic', what: 'the number of data points' };
  if (MAXIMUM.test(metric.plain)) return { says: 'maximum' };
  if (SHARE.test(metric.plain)) return { says: 'share' };
  const unit = unitOfMetric(namespace.plain, metric.plain);
  if (unit !== undefined) return { says: 'unit', what: unit.what };
  if (/^p\d/.test(statistic.plain)) return { says: 'statistic', what: 'a percentile of the data points' };
  return statistic.plain !== 'Sum' && countsByTheSum(namespace.plain, metric.plain)
    ? { says: 'statistic', what: 'one part of what the minute counts' }
    : undefined;
}
