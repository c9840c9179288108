import type { PanelUnit, Trigger } from '../../model/kubernetes-plan.ts';
import type { NeutralPool, PlannedSignal } from '../../model/plan.ts';
import { because, mapped, text } from '../../model/sourced.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import type { KafkaLagSignal } from '../../model/signals.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import { lagGauge } from './lag-gauge.ts';
import { slopeOf } from './safe-queries.ts';
import { ofScaler, perReplica, queryOf, utilisation } from './series.ts';

/** A signal as Prometheus shows it to people, in the unit of its threshold. */
export interface Reading {
  /** `kafka-lag`: the trigger where there is one. */
  readonly key: string;
  /** In words, with the unit. */
  readonly what: string;
  /** Start of the alert's name. */
  readonly alert: string;
  readonly at: Origin;
  readonly expression: Sourced<string>;
  readonly threshold: Sourced<number>;
  readonly unit: PanelUnit;
  /** How long it was declared to be above the threshold before anything acts. */
  readonly for: Sourced<Seconds> | undefined;
  /** Work that waits: by how much it grows, in units a second. */
  readonly slope: Sourced<string> | undefined;
}

/** Every signal of this rung that Prometheus can show. */
export function readingsOf(
  system: System,
  target: KubernetesTarget,
  neutral: NeutralPool,
  triggers: readonly Trigger[],
): readonly Reading[] {
  return neutral.acting.flatMap(planned => readingOf(system, target, neutral, planned, triggers) ?? []);
}

function readingOf(
  system: System,
  target: KubernetesTarget,
  neutral: NeutralPool,
  planned: PlannedSignal,
  triggers: readonly Trigger[],
): Reading | undefined {
  const shared = (total: Sourced<string>) => perReplica(total, target, neutral);
  const { at } = planned.signal;
  switch (planned.name) {
    case 'cpu':
    case 'memory':
      return {
        ...plain(planned.name, at),
        alert: planned.name === 'cpu' ? 'Cpu' : 'Memory',
        what: `${planned.name === 'cpu' ? 'CPU' : 'memory'} in percent of the request`,
        expression: utilisation(planned.name, planned.signal, target, neutral),
        threshold: planned.signal.target,
        unit: 'percent',
        for: planned.signal.for,
      };
    case 'kafkaLag': {
      const total = queryOf(triggers, 'kafka-lag') ?? totalLag(system, target, neutral, planned.signal);
      return {
        ...plain('kafka-lag', at),
        alert: 'Lag',
        what: 'messages waiting for each replica',
        expression: shared(total),
        threshold: planned.signal.perReplica,
        unit: 'short',
        slope:
          queryOf(triggers, 'kafka-lag-growth') ?? slopeOf(text`(${total})`, tenMinutes, system.metrics.scrapeInterval),
      };
    }
    case 'queueBacklog': {
      const total = text`sum(${ofScaler('metrics_value', target, neutral, 'queue-backlog')})`;
      return {
        ...plain('queue-backlog', at),
        alert: 'Backlog',
        what: 'messages in the queue for each replica',
        expression: shared(total),
        threshold: planned.signal.perReplica,
        unit: 'short',
        slope: slopeOf(total, tenMinutes, system.metrics.scrapeInterval),
      };
    }
    case 'requestQueue':
    case 'requests': {
      const key = planned.name === 'requests' ? 'requests' : 'request-queue';
      const query = queryOf(triggers, key);
      return (
        query && {
          ...plain(key, at),
          ...(planned.name === 'requests'
            ? { alert: 'Requests', what: 'requests a second for each replica', unit: 'reqps' }
            : { alert: 'RequestQueue', what: 'requests waiting for each replica', unit: 'short' }),
          expression: shared(query),
          threshold: mapped<number, number>(planned.signal.perReplica, value => value),
        }
      );
    }
    case 'latency': {
      const query = queryOf(triggers, 'latency');
      const { quantile, target: threshold } = planned.signal;
      return (
        query && {
          ...plain('latency', at),
          alert: 'Latency',
          what: `p${String(Math.round(quantile.plain * 1000) / 10)} of the time to serve a request in seconds`,
          expression: query,
          threshold,
          unit: 's',
        }
      );
    }
  }
}

function plain(key: string, at: Origin): Pick<Reading, 'key' | 'at' | 'for' | 'slope'> {
  return { key, at, for: undefined, slope: undefined };
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
  return gauge === undefined
    ? text`sum(${ofScaler('metrics_value', target, neutral, 'kafka-lag')})`
    : text`sum(${gauge} >= 0)`;
}
