import { bySignal } from '../../model/plan.ts';
import type { BySignal, PlannedSignal } from '../../model/plan.ts';
import type { PrometheusSource } from '../../model/metric-source.ts';
import type { Pool } from '../../model/pool.ts';
import { SIGNAL_FACTS } from '../../model/signals.ts';
import { because } from '../../model/sourced.ts';
import { ownTargetLabels } from '../own-labels.ts';
import { UNREACHABLE } from './activation.ts';
import { orAsleep } from './asleep.ts';
import { together } from './built-triggers.ts';
import type { BuiltTriggers, TriggerContext } from './built-triggers.ts';
import { customTrigger } from './custom-trigger.ts';
import { kafkaLagTriggers } from './kafka-lag-triggers.ts';
import { notBuilt } from './built-triggers.ts';
import { sourceMissing } from './missing-sources.ts';
import { queueTrigger } from './queues/queue-trigger.ts';
import { quantileOf, rangeOfFourScrapes, steady, totalOf, wakeTotalOf } from './safe-queries.ts';
import type { OwnTargets } from './safe-queries.ts';
import { cronTriggers } from './scalers/cron.ts';
import { inThousandths, prometheusTrigger } from './scalers/prometheus.ts';
import { resourceTriggers } from './scalers/resource.ts';

/** Every trigger of a pool, in the order of SIGNAL_NAMES, then what wakes it, then the schedule. */
export function triggersOf(context: TriggerContext): BuiltTriggers {
  const { pool, acting, hold } = context.neutral;
  const wakes = pool.replicas.min.plain === 0 || acting.length === 0;
  const built = together([
    ...acting.map(planned => bySignal(TRIGGERS, planned, context)),
    ...(wakes ? wakeTriggers(context) : []),
  ]);
  // A window would wake a pool that is held at zero; but KEDA refuses an object without triggers.
  const scheduled = pool.schedule !== undefined && !(hold?.plain === 0 && built.triggers.length > 0);
  return {
    triggers: [...built.triggers, ...(scheduled ? cronTriggers(pool.schedule) : [])],
    authentications: authenticationsOf(context, built),
    diagnostics: built.diagnostics,
  };
}

const TRIGGERS: BySignal<TriggerContext, BuiltTriggers> = {
  cpu: resourceTriggers,
  memory: resourceTriggers,
  kafkaLag: kafkaLagTriggers,
  queueBacklog: queueTrigger,
  requestQueue: requestTrigger,
  requests: requestTrigger,
  latency: latencyTrigger,
  custom: customTrigger,
};

function requestTrigger(
  planned: PlannedSignal<'requestQueue'> | PlannedSignal<'requests'>,
  context: TriggerContext,
): BuiltTriggers {
  const { name, signal, prometheus } = planned;
  const { pool } = context.neutral;
  const { at, source, over, perReplica, activation } = signal;
  if (prometheus === undefined) return notBuilt(sourceMissing(pool, name, at));
  const own = source === undefined ? ownTargets(context) : undefined;
  const range = steady(over, context.system.metrics.scrapeInterval);
  const total = totalOf(prometheus, range, maySleep(pool), own);
  const query = prometheus.kind === 'histogram' ? orAsleep(total, context) : total;
  return prometheusTrigger(
    {
      for: name,
      name: SIGNAL_FACTS[name].slug,
      at,
      query,
      threshold: inThousandths(perReplica),
      metricType: 'AverageValue',
      activation,
    },
    context,
  );
}

function latencyTrigger({ signal, prometheus }: PlannedSignal<'latency'>, context: TriggerContext): BuiltTriggers {
  const { at, quantile, over, target, source } = signal;
  if (prometheus === undefined) return notBuilt(sourceMissing(context.neutral.pool, 'latency', at));
  const range = steady(over, context.system.metrics.scrapeInterval);
  const own = source === undefined ? ownTargets(context) : undefined;
  const query = quantileOf(prometheus, quantile, range, maySleep(context.neutral.pool), own);
  return prometheusTrigger(
    {
      for: 'latency',
      name: SIGNAL_FACTS.latency.slug,
      at,
      // Its own targets tell by themselves.
      query: prometheus.kind === 'histogram' && own === undefined ? orAsleep(query, context) : query,
      threshold: inThousandths(target),
      metricType: 'Value',
      activation: undefined,
    },
    context,
  );
}

/**
 * A wake source of its own is one trigger more, and so is the birth of what a caller counts; the threshold adds no
 * replica beyond the first.
 */
function wakeTriggers(context: TriggerContext): readonly BuiltTriggers[] {
  const { pool, wakeSources, signals } = context.neutral;
  return wakeSources.flatMap(({ from, at, source, activation }): readonly BuiltTriggers[] => {
    const requests = signals.find(({ name }) => name === 'requests' && from === name && maySleep(pool));
    const prometheus = from === 'wake' ? source?.prometheus : countedByCaller(requests?.prometheus);
    if (prometheus === undefined) return from === 'wake' ? [notBuilt(sourceMissing(pool, 'wake', at))] : [];
    const query = wakeTotalOf(prometheus, rangeOfFourScrapes(context.system.metrics.scrapeInterval), maySleep(pool));
    const threshold = because('it wakes the pool; the other signals size it', UNREACHABLE, at);
    return [
      prometheusTrigger(
        { for: 'wake', name: 'wake', at, query, threshold, metricType: 'AverageValue', activation },
        context,
      ),
    ];
  });
}

/** Of these the first calls are seen by a trigger that sizes nothing (semantics 26). */
function countedByCaller(source: PrometheusSource | undefined): PrometheusSource | undefined {
  return source?.kind === 'counter' || source?.kind === 'histogram' ? source : undefined;
}

/** Of all that is declared, so that a stage adds no object and takes none away. */
function authenticationsOf(context: TriggerContext, acting: BuiltTriggers): BuiltTriggers['authentications'] {
  const { pool, signals, acting: active } = context.neutral;
  const complete =
    active.length === signals.length && (pool.wake?.source === undefined || pool.replicas.min.plain === 0);
  if (complete) return acting.authentications;
  const declared = [...signals.map(planned => bySignal(TRIGGERS, planned, context)), ...wakeTriggers(context)];
  return together(declared).authentications;
}

/** The same on every stage, so that a step changes bounds and behaviour only. */
function maySleep({ replicas }: Pool): boolean {
  return replicas.min.plain === 0;
}

function ownTargets({ target, neutral }: TriggerContext): OwnTargets {
  return { job: neutral.pool.name, within: ownTargetLabels(target) };
}
