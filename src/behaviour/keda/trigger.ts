import { scalerFacts, writtenTarget } from '../../model/keda-scalers.ts';
import type { Scaler, Trigger } from '../../model/kubernetes-plan.ts';
import { isWithinCron } from '../clock/cron-window.ts';
import type { WallClock } from '../clock/wall-clock.ts';
import type { Observe } from '../load.ts';
import type { TriggerState } from './activity.ts';
import { cappedLag } from './kafka-lag.ts';
import { queryValue } from './query-value.ts';

/** What a trigger is read in. */
export interface Surroundings {
  readonly observe: Observe;
  readonly clock: WallClock;
  /** Seconds from the start. */
  readonly now: number;
  /** Partitions of the topics; undefined where the number is not known, and nothing is capped. */
  readonly partitions: number | undefined;
}

/** The target of the HPA's metric; undefined for CPU and memory, which stay resource metrics. */
export interface TriggerTarget {
  readonly metricType: 'AverageValue' | 'Value';
  /** Thousandths. */
  readonly target: number;
}

/** The trigger as KEDA reads it. */
export function readTrigger(trigger: Trigger, surroundings: Surroundings): TriggerState {
  return byScaler(READERS, trigger, surroundings);
}

/** What the HPA compares the trigger's metric with. */
export function targetOf(trigger: Trigger): TriggerTarget | undefined {
  const threshold = byScaler(THRESHOLDS, trigger, undefined);
  if (threshold === undefined) return undefined;
  const metricType = trigger.metricType?.plain === 'Value' ? 'Value' : 'AverageValue';
  return { metricType, target: Math.trunc(threshold * 1000) };
}

type ByScaler<C, R> = { readonly [S in Scaler]: (trigger: Trigger<S>, context: C) => R };

function byScaler<S extends Scaler, C, R>(table: ByScaler<C, R>, trigger: Trigger<S>, context: C): R {
  const scaler: S = trigger.scaler;
  return table[scaler](trigger, context);
}

const THRESHOLDS: ByScaler<undefined, number | undefined> = {
  resource: () => undefined,
  kafka: ({ metadata }) => Number(metadata.lagThreshold?.plain),
  sqs: ({ metadata }) => Number(metadata.queueLength?.plain),
  rabbitmq: ({ metadata }) => Number(metadata.value?.plain),
  prometheus: ({ metadata }) => Number(metadata.threshold?.plain),
  // cron_scaler.go: specReplicas
  cron: () => 1,
  custom: ({ type, metadata }) => writtenTarget(type.plain, metadata),
};

const READERS: ByScaler<Surroundings, TriggerState> = {
  // Neither ever makes the object active: scale_handler.go, `getScalerState`, skips what has no external metric.
  resource: () => ({ kind: 'read', active: false, metric: undefined }),
  kafka: ({ for: purpose, metadata }, { observe, partitions }) => {
    const lag = observe(purpose);
    if (lag === undefined) return { kind: 'error', why: 'the brokers do not answer' };
    const threshold = Number(metadata.lagThreshold?.plain);
    const idleAllowed = metadata.allowIdleConsumers?.plain === 'true';
    return readAs(
      lag,
      metadata.activationLagThreshold?.plain,
      partitions === undefined ? lag : cappedLag(lag, threshold, partitions, idleAllowed),
    );
  },
  sqs: ({ for: purpose, metadata }, { observe }) => {
    const length = observe(purpose);
    if (length === undefined) return { kind: 'error', why: 'the queue does not answer' };
    return readAs(length, metadata.activationQueueLength?.plain);
  },
  rabbitmq: ({ for: purpose, metadata }, { observe }) => {
    const length = observe(purpose);
    if (length === undefined) return { kind: 'error', why: 'the broker does not answer' };
    return readAs(length, metadata.activationValue?.plain);
  },
  custom: ({ for: purpose, type, metadata }, { observe }) => {
    const value = observe(purpose);
    if (value === undefined) return { kind: 'error', why: 'what the scaler reads does not answer' };
    const { activation } = scalerFacts(type.plain);
    return readAs(value, activation === undefined ? undefined : metadata[activation]?.plain);
  },
  prometheus: (trigger, { observe, now }) => {
    const { metadata } = trigger;
    const value = queryValue(trigger, observe, now);
    const known = value !== undefined && Number.isFinite(value);
    // `ignoreNullValues` defaults to true, and nothing is then 0 (semantics 26).
    if (!known && metadata.ignoreNullValues?.plain === 'false')
      return { kind: 'error', why: 'the query returned no number' };
    return readAs(known ? value : 0, metadata.activationThreshold?.plain);
  },
  cron: ({ metadata }, { clock }) => {
    const { start, end, timezone, desiredReplicas } = metadata;
    const open = isWithinCron(start?.plain ?? '', end?.plain ?? '', clock.at(timezone?.plain ?? 'UTC'));
    return { kind: 'read', active: open, metric: open ? Number(desiredReplicas?.plain) * 1000 : 0 };
  },
};

/** Active strictly above the activation; the HPA's metric in thousandths and never below 0 (`GenerateMetricInMili`). */
function readAs(value: number, activation: string | undefined, scaled = value): TriggerState {
  return { kind: 'read', active: value > Number(activation ?? 0), metric: Math.max(0, Math.trunc(scaled * 1000)) };
}
