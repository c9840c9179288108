import { Sourced, text } from '../../model/sourced.ts';
import { labelMatchers } from '../own-labels.ts';
import type { Kafka } from '../../model/kafka.ts';
import type { KafkaLagSignal } from '../../model/signals.ts';
import { labelValue } from './label-value.ts';

/**
 * Selector of the group's lag by what publishes it: its sum is the lag of all the topics that were named (semantics
 * 24).
 * Undefined where Prometheus has none, as on MSK, whose lag is in CloudWatch.
 * Names: kafka_exporter's README; kminion, `prometheus/collect_consumer_group_lags.go`; Burrow,
 * `httpserver/prometheus.go`.
 */
export function lagGauge(
  { lagMetrics, lagLabels }: Kafka,
  { consumerGroup, topics }: KafkaLagSignal,
): Sourced<string> | undefined {
  const names =
    topics.kind === 'listed'
      ? new Sourced(topics.names.map(({ plain }) => quoted(plain)).join('|'), topics.at)
      : undefined;
  const more = labelMatchers(lagLabels);
  const of = (metric: string, group: string, topic: string) =>
    names === undefined
      ? text`${metric}{${group}="${labelValue(consumerGroup)}"${more}}`
      : text`${metric}{${group}="${labelValue(consumerGroup)}",${topic}=~"${names}"${more}}`;
  switch (lagMetrics.plain) {
    case 'kafka-exporter':
      return of('kafka_consumergroup_lag', 'consumergroup', 'topic');
    case 'kminion':
      return of('kminion_kafka_consumer_group_topic_lag', 'group_id', 'topic_name');
    case 'burrow':
      // The total knows no topics.
      return of(
        names === undefined ? 'burrow_kafka_consumer_lag_total' : 'burrow_kafka_consumer_partition_lag',
        'consumer_group',
        'topic',
      );
    case 'msk':
      return undefined;
  }
}

/** Topics hold no character but the dot that a regular expression would take for something else. */
function quoted(topic: string): string {
  return topic.replaceAll('.', '\\\\.');
}
