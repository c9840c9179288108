import { derive, mapped, Sourced, text } from '../../model/sourced.ts';
import type { KafkaLagSignal, PrometheusSource } from '../../model/system.ts';
import { formatDuration } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';

/** Queries that are safe for their kind of series while `ignoreNullValues` is "false" (semantics 26). */

/** A total: a gauge summed, a caller's counter as a rate. A histogram's total is its rate of calls. */
export function totalOf(source: PrometheusSource, over: Sourced<Seconds>): Sourced<string> {
  const range = mapped(over, formatDuration);
  switch (source.kind) {
    case 'query':
      return source.query;
    case 'gauge':
      // No vector(0): an absent exporter is an error, which freezes; reading it as zero would scale in.
      return text`sum(${source.series} >= 0)`;
    case 'counter':
      // Zero is read only while the caller that counts is up.
      return text`(sum(rate(${source.series}[${range}])) or vector(0)) and on() (count(up{job="${source.job}"} == 1) > 0)`;
    case 'histogram':
      return text`sum(rate(${suffixed(source.series, '_count')}[${range}])) or vector(0)`;
  }
}

/** A quantile: an idle histogram gives NaN, which the comparison drops and vector(0) replaces. */
export function quantileOf(source: PrometheusSource, quantile: Sourced<number>, over: Sourced<Seconds>): Sourced<string> {
  if (source.kind !== 'histogram') return totalOf(source, over);
  const range = mapped(over, formatDuration);
  return text`(histogram_quantile(${quantile}, sum by (le) (rate(${suffixed(source.series, '_bucket')}[${range}]))) >= 0) or vector(0)`;
}

/** `name{labels}` with the suffix on the name. */
function suffixed(series: Sourced<string>, suffix: string): Sourced<string> {
  return derive(`series of the histogram that ends in ${suffix}`, { series }, v => {
    const brace = v.series.indexOf('{');
    return brace < 0 ? `${v.series}${suffix}` : `${v.series.slice(0, brace)}${suffix}${v.series.slice(brace)}`;
  });
}

type Exporter = 'kafka-exporter' | 'kminion' | 'burrow';

/** The group's lag by what publishes it; always the sum over the topics (semantics 24). A lag of -1 means unknown and is left out (52). */
export function lagGauge(exporter: Exporter, { consumerGroup, topics }: KafkaLagSignal): Sourced<string> {
  const names = topics.kind === 'listed' ? new Sourced(topics.names.map(({ plain }) => plain.replaceAll('.', '\\\\.')).join('|'), topics.at) : undefined;
  switch (exporter) {
    case 'kafka-exporter':
      return names === undefined ? text`kafka_consumergroup_lag{consumergroup="${consumerGroup}"}` : text`kafka_consumergroup_lag{consumergroup="${consumerGroup}",topic=~"${names}"}`;
    case 'kminion':
      return names === undefined ? text`kminion_kafka_consumer_group_topic_lag{group_id="${consumerGroup}"}` : text`kminion_kafka_consumer_group_topic_lag{group_id="${consumerGroup}",topic_name=~"${names}"}`;
    case 'burrow':
      return text`burrow_kafka_consumer_lag_total{consumer_group="${consumerGroup}"}`;
  }
}

/** Messages a second by which the lag grows; a shrinking one is zero. */
export function growthOf(gauge: Sourced<string>, over: Sourced<Seconds>): Sourced<string> {
  return text`sum(clamp_min(deriv((${gauge} >= 0)[${mapped(over, formatDuration)}:]), 0))`;
}
