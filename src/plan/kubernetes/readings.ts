import type { AlertName } from '../../model/alert-pages.ts';
import type { Autoscaler, PanelUnit } from '../../model/kubernetes-plan.ts';
import { bySignal } from '../../model/plan.ts';
import type { BySignal, NeutralPool, PlannedSignal } from '../../model/plan.ts';
import { because, mapped, text } from '../../model/sourced.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import { slugOf } from '../../model/signals.ts';
import type { KafkaLagSignal, SignalName } from '../../model/signals.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import type { TriggerContext } from './built-triggers.ts';
import { lagGauge } from './lag-gauge.ts';
import { slopeOf } from './safe-queries.ts';
import { perReplica, queryOf, scalerValue, utilisation } from './series.ts';

/** A signal as Prometheus shows it to people, in the unit of its threshold. */
export interface Reading {
  /** `kafka-lag`: the trigger where there is one. */
  readonly key: string;
  /** In words, with the unit. */
  readonly what: string;
  /** The alert on its target. */
  readonly above: AlertName;
  /** The alert on what grows while no more replicas come; undefined where nothing waits. */
  readonly grows?: AlertName;
  readonly at: Origin;
  readonly expression: Sourced<string>;
  readonly threshold: Sourced<number>;
  readonly unit: PanelUnit;
  /** How long it was declared to be above the threshold before anything acts. */
  readonly for: Sourced<Seconds> | undefined;
  /** Work that waits: by how much it grows, in units a second. */
  readonly slope: Sourced<string> | undefined;
}

/** What a reading is made of. */
interface ReadingContext extends TriggerContext {
  readonly autoscaler: Autoscaler;
}

/** Every signal of this stage that Prometheus can show. */
export function readingsOf(context: ReadingContext): readonly Reading[] {
  return context.neutral.acting.flatMap(planned => bySignal(READINGS, planned, context) ?? []);
}

const READINGS: BySignal<ReadingContext, Reading | undefined> = {
  cpu: (planned, context) => utilisationReading(planned, context, 'CpuAboveTarget', 'CPU'),
  memory: (planned, context) => utilisationReading(planned, context, 'MemoryAboveTarget', 'memory'),
  kafkaLag: lagReading,
  queueBacklog: backlogReading,
  requestQueue: (planned, context) =>
    requestReading(planned, context, 'RequestQueueAboveTarget', 'requests waiting', 'short'),
  requests: (planned, context) => requestReading(planned, context, 'RequestsAboveTarget', 'requests a second', 'reqps'),
  latency: latencyReading,
  custom: customReading,
};

function utilisationReading(
  { name, signal }: PlannedSignal<'cpu'> | PlannedSignal<'memory'>,
  { target, neutral }: ReadingContext,
  above: AlertName,
  what: string,
): Reading {
  return {
    ...plain(name, signal.at),
    above,
    what: `${what} in percent of the request`,
    expression: utilisation(name, signal, target, neutral),
    threshold: signal.target,
    unit: 'percent',
    for: signal.for,
  };
}

function lagReading({ name, signal }: PlannedSignal<'kafkaLag'>, context: ReadingContext): Reading {
  const { system, target, neutral, autoscaler } = context;
  const total = queryOf(autoscaler, name) ?? totalLag(system, target, neutral, signal);
  return {
    ...plain(name, signal.at),
    above: 'LagAboveTarget',
    grows: 'LagGrowsAtMax',
    what: 'messages waiting for each replica',
    expression: perReplica(total, target, neutral),
    threshold: signal.perReplica,
    unit: 'short',
    // Not what growth scales by: a forecast is above 0 wherever anything waits.
    slope: slopeOf(text`(${total})`, tenMinutes, system.metrics.scrapeInterval),
  };
}

function backlogReading({ name, signal }: PlannedSignal<'queueBacklog'>, context: ReadingContext): Reading {
  const { system, target, neutral } = context;
  const total = scalerValue(target, neutral, slugOf(name));
  return {
    ...plain(name, signal.at),
    above: 'BacklogAboveTarget',
    grows: 'BacklogGrowsAtMax',
    what: 'messages in the queue for each replica',
    expression: perReplica(total, target, neutral),
    threshold: signal.perReplica,
    unit: 'short',
    slope: slopeOf(total, tenMinutes, system.metrics.scrapeInterval),
  };
}

function requestReading(
  { name, signal }: PlannedSignal<'requestQueue'> | PlannedSignal<'requests'>,
  { target, neutral, autoscaler }: ReadingContext,
  above: AlertName,
  what: string,
  unit: PanelUnit,
): Reading | undefined {
  const query = queryOf(autoscaler, name);
  return (
    query && {
      ...plain(name, signal.at),
      above,
      what: `${what} for each replica`,
      unit,
      expression: perReplica(query, target, neutral),
      threshold: mapped<number, number>(signal.perReplica, value => value),
    }
  );
}

function latencyReading(
  { name, signal }: PlannedSignal<'latency'>,
  { autoscaler }: ReadingContext,
): Reading | undefined {
  const query = queryOf(autoscaler, name);
  const { quantile, target: threshold } = signal;
  return (
    query && {
      ...plain(name, signal.at),
      above: 'LatencyAboveTarget',
      what: `p${String(Math.round(quantile.plain * 1000) / 10)} of the time to serve a request in seconds`,
      expression: query,
      threshold,
      unit: 's',
    }
  );
}

function customReading(
  { name, signal, facts }: PlannedSignal<'custom'>,
  { target, neutral, autoscaler }: ReadingContext,
): Reading | undefined {
  const { reads, perReplica: threshold } = signal;
  // What an adapter serves, the HPA alone is told.
  if (reads.kind !== 'trigger' || threshold === undefined) return undefined;
  const value = queryOf(autoscaler, name) ?? scalerValue(target, neutral, facts.slug);
  return {
    ...plain(name, signal.at),
    above: 'SignalAboveTarget',
    what: `${facts.counts} of ${name}${facts.shared ? ' for each replica' : ''}`,
    expression: facts.shared ? perReplica(value, target, neutral) : value,
    threshold,
    unit: 'short',
  };
}

function plain(name: SignalName, at: Origin): Pick<Reading, 'key' | 'at' | 'for' | 'slope'> {
  return { key: slugOf(name), at, for: undefined, slope: undefined };
}

const tenMinutes = because('a slope of ten minutes does not follow every burst', seconds(600));

/**
 * From what publishes the lag. KEDA's own value is second best: it is capped at the partitions times the threshold,
 * where growth is no longer seen (kafka_scaler.go).
 */
function totalLag(
  { kafka }: System,
  target: KubernetesTarget,
  neutral: NeutralPool,
  signal: KafkaLagSignal,
): Sourced<string> {
  const gauge = kafka === undefined ? undefined : lagGauge(kafka, signal);
  return gauge === undefined ? scalerValue(target, neutral, 'kafka-lag') : text`sum(${gauge} >= 0)`;
}
