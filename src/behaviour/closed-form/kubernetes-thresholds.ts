import type { KubernetesPool, TriggerPurpose } from '../../model/kubernetes-plan.ts';
import { toleranceOf } from '../hpa/scaling-rules.ts';
import { targetOf } from '../keda/trigger.ts';
import { scalesInFrom, scalesOutFrom } from './replica-thresholds.ts';
import type { ComparedMetric } from './replica-thresholds.ts';

/** At which load of one signal each replica comes and goes, in the unit of the signal: messages, percent, seconds. */
export interface SignalThresholds {
  readonly of: TriggerPurpose;
  readonly metric: ComparedMetric;
  readonly steps: readonly ReplicaStep[];
}

export interface ReplicaStep {
  readonly replicas: number;
  /** Lowest value at which so many become more; undefined at the maximum. */
  readonly outFrom: number | undefined;
  /** Highest value at which so many become fewer; undefined at the minimum and where no value does. */
  readonly inFrom: number | undefined;
}

/** Every signal of an emitted HPA or ScaledObject; nothing where nothing scales the pool. */
export function kubernetesThresholds({ autoscaler, behavior }: KubernetesPool): readonly SignalThresholds[] {
  if (autoscaler.kind === 'none') return [];
  const tolerance = toleranceOf(behavior);
  const min = Math.max(1, autoscaler.min.plain);
  const max = autoscaler.max.plain;
  return metricsOf(autoscaler).map(({ of, metric }) => ({
    of,
    metric,
    steps: Array.from({ length: Math.max(0, max - min + 1) }, (_, index): ReplicaStep => {
      const replicas = min + index;
      return {
        replicas,
        outFrom: replicas === max ? undefined : inUnit(metric, scalesOutFrom(metric, tolerance, replicas)),
        inFrom: replicas === min ? undefined : inUnit(metric, scalesInFrom(metric, tolerance, replicas)),
      };
    }),
  }));
}

interface NamedMetric {
  readonly of: TriggerPurpose;
  readonly metric: ComparedMetric;
}

function metricsOf(autoscaler: Exclude<KubernetesPool['autoscaler'], { kind: 'none' }>): readonly NamedMetric[] {
  if (autoscaler.kind === 'hpa')
    return autoscaler.metrics.map(({ resource, utilization }) => ({
      of: resource,
      metric: { kind: 'utilization', target: utilization.plain },
    }));
  return autoscaler.triggers.flatMap((trigger): readonly NamedMetric[] => {
    if (trigger.scaler === 'resource')
      return [{ of: trigger.for, metric: { kind: 'utilization', target: Number(trigger.metadata.value?.plain) } }];
    const target = targetOf(trigger);
    if (target === undefined || trigger.scaler === 'cron') return [];
    const kind = target.metricType === 'Value' ? 'value' : 'average-value';
    return [{ of: trigger.for, metric: { kind, target: target.target } }];
  });
}

/** External metrics are counted in thousandths. */
function inUnit({ kind }: ComparedMetric, value: number | undefined): number | undefined {
  return value === undefined || kind === 'utilization' ? value : value / 1000;
}
