import type { KafkaLagSignal } from '../../model/signals.ts';
import { derive, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import { behaviorOf } from './behavior.ts';
import { notBuilt } from './built-triggers.ts';
import type { BuiltTriggers, TriggerContext } from './built-triggers.ts';
import { lagGauge } from './lag-gauge.ts';
import { growthSourceMissing } from './missing-sources.ts';
import { pollingIntervalOf } from './polling-interval.ts';
import { forecastOf } from './safe-queries.ts';
import { prometheusTrigger } from './scalers/prometheus.ts';

/**
 * The lag that is to be expected when a replica that is asked for now takes work, for as many replicas as the lag
 * itself. The slope held against a rate for each replica never asks for one before the lag does (semantics 53).
 */
export function growthTrigger(
  signal: KafkaLagSignal,
  gauge: Sourced<string> | undefined,
  context: TriggerContext,
): readonly BuiltTriggers[] {
  const { kafka, metrics } = context.system;
  const { growth, perReplica } = signal;
  if (growth === undefined) return [];
  const series = gauge ?? (kafka === undefined ? undefined : lagGauge(kafka, signal));
  if (series === undefined) return [notBuilt(growthSourceMissing(context.neutral.pool, growth.at, kafka))];
  return [
    prometheusTrigger(
      {
        for: 'growth',
        name: 'kafka-lag-growth',
        at: growth.at,
        query: forecastOf(series, growth.over, metrics.scrapeInterval, leadOf(context)),
        threshold: mapped(perReplica, String),
        metricType: 'AverageValue',
        activation: undefined,
      },
      context,
    ),
  ];
}

/** From a message that waits to a replica more that takes work. */
function leadOf({ system, target, neutral }: TriggerContext): Sourced<Seconds> {
  const { coldStart, replicas } = neutral.pool;
  return derive(
    'ahead = cold start + scrape + poll + window of scaling up',
    {
      coldStart,
      scrape: system.metrics.scrapeInterval,
      // As it is where the pool scales, so that a step changes bounds and behaviour only.
      poll: pollingIntervalOf(neutral.pool, replicas.min.plain === 0),
      window: behaviorOf(neutral, target).scaleUp.stabilizationWindowSeconds,
    },
    v => seconds(Math.ceil(v.coldStart + v.scrape + v.poll + v.window)),
  );
}
