import type { Kafka } from '../../model/kafka.ts';
import type { NeutralPool, PlannedSignal } from '../../model/plan.ts';
import { SIGNAL_FACTS } from '../../model/signals.ts';
import type { KafkaLagSignal } from '../../model/signals.ts';
import { mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { notBuilt, together } from './built-triggers.ts';
import type { BuiltTriggers, TriggerContext } from './built-triggers.ts';
import { growthTrigger } from './growth-trigger.ts';
import { lagGauge } from './lag-gauge.ts';
import { brokersMissing } from './missing-sources.ts';
import { rangeOfFourScrapes, totalOf } from './safe-queries.ts';
import { kafkaTrigger } from './scalers/kafka.ts';
import { prometheusTrigger } from './scalers/prometheus.ts';

/** The absolute lag, and beside it what it grows to where that is asked for. */
export function kafkaLagTriggers(planned: PlannedSignal<'kafkaLag'>, context: TriggerContext): BuiltTriggers {
  const { signal, prometheus } = planned;
  const gauge = prometheus?.kind === 'gauge' ? prometheus.series : undefined;
  return together([lagTrigger(planned, context), ...growthTrigger(signal, gauge, context)]);
}

/** From its own source; else, for several topics, from what publishes their sum; else from the brokers. */
function lagTrigger({ signal, prometheus }: PlannedSignal<'kafkaLag'>, context: TriggerContext): BuiltTriggers {
  const { kafka, metrics } = context.system;
  if (prometheus !== undefined) {
    const sleeps = context.neutral.pool.replicas.min.plain === 0;
    return lagQuery(totalOf(prometheus, rangeOfFourScrapes(metrics.scrapeInterval), sleeps), signal, context);
  }
  if (kafka === undefined) return notBuilt(brokersMissing(context.neutral.pool, signal.at));
  const gauge = readsLagGauge(kafka, signal, context) ? lagGauge(kafka, signal) : undefined;
  return gauge === undefined
    ? kafkaTrigger(kafka, signal, context)
    : lagQuery(text`sum(${gauge} >= 0)`, signal, context);
}

/**
 * KEDA makes all the scalers of an object or none, and that of Kafka connects while it is made: without the brokers no
 * other signal of the pool would act either, so where something publishes the lag it is read there (semantics 1a).
 * The sum of several topics has no other place.
 */
function readsLagGauge(
  { lagMetrics }: Kafka,
  { topics }: KafkaLagSignal,
  { target: { prometheus }, neutral }: TriggerContext,
): boolean {
  const several = topics.kind === 'listed' && topics.names.length > 1;
  return several || (hasMoreThanLag(neutral) && lagMetrics.origin.kind === 'written' && prometheus !== undefined);
}

/** Whether something else scales the pool, which brokers that are away would stop too. */
export function hasMoreThanLag({ pool, signals, wakeSources }: NeutralPool): boolean {
  return (
    signals.some(({ name }) => name !== 'kafkaLag') ||
    wakeSources.some(({ from }) => from === 'wake') ||
    pool.schedule !== undefined
  );
}

function lagQuery(query: Sourced<string>, signal: KafkaLagSignal, context: TriggerContext): BuiltTriggers {
  const { at, perReplica, activation } = signal;
  return prometheusTrigger(
    {
      for: 'kafkaLag',
      name: SIGNAL_FACTS.kafkaLag.slug,
      at,
      query,
      threshold: mapped(perReplica, String),
      metricType: 'AverageValue',
      activation,
    },
    context,
  );
}
