import type { Signal } from '../../src/behaviour/load.ts';
import { arrivalRate, backlog, scraped } from '../../src/behaviour/signals.ts';
import { targetOf } from '../../src/behaviour/keda/trigger.ts';
import type { ScaledObjectDecision, Trigger, TriggerPurpose } from '../../src/model/kubernetes-plan.ts';
import type { CloudWatchSource } from '../../src/model/metric-source.ts';
import type { PoolPlan } from '../../src/model/plan.ts';
import { SPARSE_NAMESPACES } from '../../src/model/cloudwatch.ts';
import { isCustomName } from '../../src/model/signals.ts';
import { scalerFacts } from '../../src/model/keda-scalers.ts';
import { amountOf } from '../../src/model/quantity.ts';
import { isCount } from '../../src/plan/ecs/series.ts';
import { readPromql } from '../../src/promql/read-query.ts';
import type { PromqlReading } from '../../src/promql/read-query.ts';
import { totalIn } from '../../src/promql/work-total.ts';
import type { Total } from '../../src/promql/work-total.ts';
import { valueWithoutSeries } from '../../src/promql/without-series.ts';
import type { PlannedPool } from './pools.ts';

/** A signal that scales a pool, as it is emitted. */
export interface EmittedSignal {
  readonly purpose: TriggerPurpose;
  /** `shared`: a total that replicas share; otherwise it is compared as it is. */
  readonly shared: boolean;
  /** Value, of one replica where it is shared, at which the count is right. */
  readonly target: number;
  /** Of a pool that may be at zero: above which value it is awake; undefined where the signal keeps nothing awake. */
  readonly above: number | undefined;
}

/** Everything that sets the count, or wakes the pool and keeps it awake; no windows of a schedule. */
export function signalsOf({ on, pool }: PlannedPool): readonly EmittedSignal[] {
  return on.target === 'kubernetes' ? kubernetesSignals(on.planned) : ecsSignals(pool, on.planned);
}

type Kubernetes = Extract<PlannedPool['on'], { target: 'kubernetes' }>['planned'];
type Ecs = Extract<PlannedPool['on'], { target: 'ecs' }>['planned'];

function kubernetesSignals({ autoscaler }: Kubernetes): readonly EmittedSignal[] {
  switch (autoscaler.kind) {
    case 'none':
      return [];
    case 'hpa':
      return [
        ...autoscaler.metrics.map(({ resource, utilization }) => ({
          purpose: resource,
          shared: false,
          target: utilization.plain,
          above: undefined,
        })),
        ...autoscaler.adapted.map(({ for: purpose, target: { kind, quantity } }) => ({
          purpose,
          shared: kind === 'averageValue',
          target: amountOf(quantity.plain),
          above: undefined,
        })),
      ];
    case 'scaled-object':
      return autoscaler.triggers.flatMap(trigger => triggerSignal(autoscaler, trigger));
  }
}

function triggerSignal({ min, triggers }: ScaledObjectDecision, trigger: Trigger): readonly EmittedSignal[] {
  const purpose = trigger.for;
  if (trigger.scaler === 'cron') return [];
  if (trigger.scaler === 'resource') {
    // Beside a query over the same usage this is a brake, and the query says at what the count is right.
    const asked = triggers.some(other => other !== trigger && other.for === purpose);
    return asked ? [] : [{ purpose, shared: false, target: Number(trigger.metadata.value?.plain), above: undefined }];
  }
  const { metricType, target } = targetOf(trigger) ?? { metricType: 'AverageValue', target: 0 };
  const above = min.plain > 0 ? undefined : activationOf(trigger);
  return [{ purpose, shared: metricType === 'AverageValue', target: target / 1000, above }];
}

/** No count of work reaches this: plan/kubernetes/activation.ts. */
const UNREACHABLE = 1_000_000_000;

function activationOf(trigger: Exclude<Trigger, { scaler: 'cron' | 'resource' }>): number | undefined {
  const written = {
    kafka: () => trigger.scaler === 'kafka' && trigger.metadata.activationLagThreshold,
    sqs: () => trigger.scaler === 'sqs' && trigger.metadata.activationQueueLength,
    rabbitmq: () => trigger.scaler === 'rabbitmq' && trigger.metadata.activationValue,
    prometheus: () => trigger.scaler === 'prometheus' && trigger.metadata.activationThreshold,
    custom: () => {
      const key = trigger.scaler === 'custom' ? scalerFacts(trigger.type.plain).activation : undefined;
      return key !== undefined && trigger.scaler === 'custom' && trigger.metadata[key];
    },
  }[trigger.scaler]();
  const above = Number(written === false ? 0 : (written?.plain ?? 0));
  return above >= UNREACHABLE ? undefined : above;
}

function ecsSignals({ signals }: PoolPlan, { widgets, watcher, scaling }: Ecs): readonly EmittedSignal[] {
  const shared = (of: TriggerPurpose) => signals.some(({ name, facts }) => name === of && facts.shared);
  const scaled = (scaling === undefined ? [] : widgets).flatMap(({ of, line }): readonly EmittedSignal[] =>
    of === 'tasks' ? [] : [{ purpose: of, shared: shared(of), target: line.plain, above: undefined }],
  );
  const watched = [
    ...(watcher?.queues ?? []).map(({ above }) => ({ purpose: 'queueBacklog' as const, above: above.plain })),
    ...(watcher?.sources ?? []).flatMap(({ name, above, counts }) => {
      const purpose = purposeOf(name);
      // A count is of a minute, and a signal is shown by the second.
      return purpose === undefined ? [] : [{ purpose, above: above.plain / (counts ? 60 : 1) }];
    }),
  ];
  const awake = new Map(watched.map(({ purpose, above }) => [purpose, above] as const));
  const known = new Set(scaled.map(({ purpose }) => purpose));
  return [
    ...scaled.map(signal => ({ ...signal, above: awake.get(signal.purpose) })),
    ...[...awake].flatMap(([purpose, above]): readonly EmittedSignal[] =>
      known.has(purpose) ? [] : [{ purpose, shared: true, target: UNREACHABLE, above }],
    ),
  ];
}

/** The history of a queue is no signal: it is what is sent and received. */
function purposeOf(name: string): TriggerPurpose | undefined {
  return isCustomName(name) ? name : PURPOSES.find(purpose => purpose === name);
}

const PURPOSES: readonly TriggerPurpose[] = [
  'cpu',
  'memory',
  'kafkaLag',
  'queueBacklog',
  'requestQueue',
  'requests',
  'latency',
  'wake',
];

/** The query by which KEDA asks Prometheus for a signal; undefined for what is asked elsewhere. */
function queryOf({ on }: PlannedPool, purpose: TriggerPurpose): PromqlReading | undefined {
  if (on.target !== 'kubernetes' || on.planned.autoscaler.kind !== 'scaled-object') return undefined;
  const trigger = on.planned.autoscaler.triggers.find(one => one.for === purpose && one.scaler === 'prometheus');
  return trigger?.scaler === 'prometheus' ? readPromql(trigger.metadata.query?.plain ?? '') : undefined;
}

/** Seconds for which a signal may still show what is over: a scrape, and what its query looks back at. */
export function delayOf(planned: PlannedPool, purpose: TriggerPurpose): number {
  const query = queryOf(planned, purpose);
  if (query !== undefined) return planned.plan.system.metrics.scrapeInterval.plain + query.reach;
  return planned.on.target === 'kubernetes' && (purpose === 'cpu' || purpose === 'memory') ? RESOLUTION : 0;
}

/** Seconds between two looks of metrics-server. */
const RESOLUTION = 15;

/** The work as a signal shows it once it comes, however late its source shows it. */
export function arriving(planned: PlannedPool, { purpose, above }: EmittedSignal): Signal {
  if (planned.on.target === 'ecs') {
    const counted = purpose === 'requests' || countsEvents(planned, purpose);
    return counted ? world => world.arriving : backlog;
  }
  const query = queryOf(planned, purpose);
  if (query === undefined) return backlog;
  const total = query.expression && totalIn(query.expression);
  const { scrapeInterval } = planned.plan.system.metrics;
  const shown = total === undefined ? unitless(above ?? 0) : shownBy(total);
  return scraped(late(shown, total?.delay ?? 0), scrapeInterval.plain);
}

/** Whether CloudWatch has nothing at all of a signal while nothing happens, and no heartbeat tells that from a loss. */
export function isSilentWhenIdle({ pool, on }: PlannedPool, { purpose }: EmittedSignal): boolean {
  const source = sourceOf(pool, purpose);
  if (on.target !== 'ecs' || source === undefined || source.heartbeat !== undefined) return false;
  // Without requests there is no time that one took.
  return purpose === 'latency' || (purpose === 'requests' && SPARSE_NAMESPACES.has(source.namespace.plain));
}

function countsEvents({ pool, on }: PlannedPool, purpose: TriggerPurpose): boolean {
  const watched = on.target === 'ecs' ? on.planned.watcher?.sources.find(({ name }) => name === purpose) : undefined;
  const source = sourceOf(pool, purpose);
  return watched?.counts ?? (source !== undefined && isCount(source));
}

/** Signals that are read in the same place, so that they show the same and are lost together. */
export function readTogether(planned: PlannedPool, signal: EmittedSignal): readonly EmittedSignal[] {
  const place = placeOf(planned, signal);
  return signalsOf(planned).filter(
    other => other.purpose === signal.purpose || (place !== undefined && placeOf(planned, other) === place),
  );
}

function placeOf({ pool, on }: PlannedPool, { purpose }: EmittedSignal): string | undefined {
  const source = on.target === 'ecs' ? sourceOf(pool, purpose) : undefined;
  if (source === undefined) return undefined;
  const { namespace, metric, dimensions, statistic } = source;
  const where = dimensions.map(({ key, value }) => `${key.plain}=${value.plain}`);
  return [namespace.plain, metric.plain, statistic.plain, ...where].join(' ');
}

function sourceOf({ signals, wakeSources }: PoolPlan, purpose: TriggerPurpose): CloudWatchSource | undefined {
  if (purpose === 'wake') return wakeSources.find(({ from }) => from === 'wake')?.source?.cloudwatch;
  return signals.find(({ name }) => name === purpose)?.cloudwatch;
}

function shownBy({ of, range }: Total): Signal {
  if (of === 'level') return backlog;
  return of === 'rate' ? arrivalRate(range) : world => (arrivalRate(range)(world) ?? 0) * range;
}

/** Nobody knows how much of it a unit of work is, but that it is enough. */
function unitless(above: number): Signal {
  return ({ backlog: waiting }) => (waiting > 0 ? 2 * above + 1 : 0);
}

function late(signal: Signal, seconds: number): Signal {
  return world => signal(world.earlier(seconds));
}

/** What is read of a signal whose series are lost; undefined where that is an error, or is not asked of Prometheus. */
export function valueOfLost(planned: PlannedPool, purpose: TriggerPurpose): number | undefined {
  const expression = queryOf(planned, purpose)?.expression;
  return expression && valueWithoutSeries(expression);
}
