import type { EcsSeries } from '../../model/cloudwatch.ts';
import { because } from '../../model/sourced.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import type { CloudWatchMetric, CloudWatchSource } from '../../model/metric-source.ts';
import type { EcsTarget } from '../../model/targets.ts';
import type { LabelPair } from '../../model/label-pair.ts';
import type { LagMetric } from '../../model/kafka.ts';
import type { KafkaLagSignal } from '../../model/signals.ts';
import type { System } from '../../model/system.ts';
import type { EcsIdentity } from './identity.ts';

/** Metric series that ECS, SQS and Amazon MSK publish by themselves. */

const constant = (value: string): Sourced<string> => because('name given by AWS', value);

function dimension(name: string, value: Sourced<string>): LabelPair {
  return { key: constant(name), value };
}

function serviceDimensions(identity: EcsIdentity): readonly LabelPair[] {
  return [dimension('ClusterName', identity.cluster), dimension('ServiceName', identity.service)];
}

/** CPU or memory of the service, in percent of its tasks' size. */
export function utilisationSeries(identity: EcsIdentity, of: 'cpu' | 'memory'): EcsSeries {
  return {
    namespace: constant('AWS/ECS'),
    metric: constant(of === 'cpu' ? 'CPUUtilization' : 'MemoryUtilization'),
    statistic: because('mean over the tasks, as target tracking takes it', 'Average'),
    dimensions: serviceDimensions(identity),
  };
}

/** How many tasks run (semantics 38). */
export function taskCountSeries(identity: EcsIdentity, target: EcsTarget): EcsSeries {
  if (target.containerInsights.plain) {
    return {
      namespace: because('Container Insights is on', 'ECS/ContainerInsights', target.containerInsights.origin),
      metric: because('Container Insights is on', 'RunningTaskCount', target.containerInsights.origin),
      statistic: constant('Average'),
      dimensions: serviceDimensions(identity),
    };
  }
  return taskSamples(identity, target.containerInsights.origin);
}

/** The same by what AWS/ECS always publishes, whether Container Insights is on or not. */
export function taskSamples(identity: EcsIdentity, near?: Origin): EcsSeries {
  const why = "without Container Insights: each task adds one sample a minute to the service's CPU";
  return {
    namespace: because(why, 'AWS/ECS', near),
    metric: because(why, 'CPUUtilization', near),
    statistic: because(why, 'SampleCount', near),
    dimensions: serviceDimensions(identity),
  };
}

/** `SumOffsetLag` is published at the free level of monitoring (semantics 42). */
function mskLagSeries(cluster: Sourced<string>, group: Sourced<string>, topic: Sourced<string>): EcsSeries {
  return {
    namespace: constant('AWS/Kafka'),
    metric: constant('SumOffsetLag'),
    statistic: because('one value a minute', 'Maximum'),
    dimensions: [dimension('Cluster Name', cluster), dimension('Consumer Group', group), dimension('Topic', topic)],
  };
}

/** The total of a group, where something publishes it. */
function groupLagSeries(metric: LagMetric, group: Sourced<string>): EcsSeries {
  return {
    namespace: metric.namespace,
    metric: metric.metric,
    statistic: metric.statistic,
    dimensions: [{ key: metric.groupDimension, value: group }],
  };
}

/**
 * The signal's own source, then what publishes the group's total, then Amazon MSK: the sum of the topics named
 * (semantics 24).
 */
export function lagSeries(
  { kafka }: System,
  { consumerGroup, topics }: KafkaLagSignal,
  own: CloudWatchSource | undefined,
): readonly EcsSeries[] | undefined {
  if (own !== undefined) return [declaredSeries(own)];
  if (kafka?.cloudwatch !== undefined) return [groupLagSeries(kafka.cloudwatch, consumerGroup)];
  const cluster = kafka?.lagMetrics.plain === 'msk' ? kafka.mskCluster : undefined;
  if (cluster === undefined || topics.kind !== 'listed') return undefined;
  return topics.names.map(topic => mskLagSeries(cluster, consumerGroup, topic));
}

/** A series that AWS itself publishes of a queue, once a minute. */
export function awsSeries(
  namespace: string,
  metric: string,
  statistic: Sourced<string>,
  dimensions: readonly (readonly [name: string, value: Sourced<string>])[],
): EcsSeries {
  return {
    namespace: constant(namespace),
    metric: constant(metric),
    statistic,
    dimensions: dimensions.map(([name, value]) => dimension(name, value)),
  };
}

export function declaredSeries(metric: CloudWatchMetric): EcsSeries {
  return {
    namespace: metric.namespace,
    metric: metric.metric,
    statistic: metric.statistic,
    dimensions: metric.dimensions,
  };
}

/** Each point counts what happened in its minute. */
export function isCount({ statistic }: CloudWatchMetric): boolean {
  return ['Sum', 'SampleCount'].includes(statistic.plain);
}
