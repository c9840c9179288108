import { scalesInFrom, scalesOutFrom } from '../../behaviour/closed-form/replica-thresholds.ts';
import type { ComparedMetric } from '../../behaviour/closed-form/replica-thresholds.ts';
import { toleranceOf } from '../../behaviour/hpa/scaling-rules.ts';
import { targetOf } from '../../behaviour/keda/trigger.ts';
import type { KubernetesPool, TriggerPurpose } from '../../model/kubernetes-plan.ts';
import type { ReplicaStep, SignalThresholds } from '../../model/proof.ts';
import { amountOf } from '../../model/quantity.ts';
import { unitOf } from '../declared.ts';
import type { Premises } from '../premises.ts';

/** Every signal of an emitted HPA or ScaledObject, tolerance included. */
export function kubernetesThresholds({ pool }: Premises): readonly SignalThresholds[] {
  const { autoscaler, behavior } = pool.on.kubernetes ?? {};
  if (autoscaler === undefined || behavior === undefined || autoscaler.kind === 'none') return [];
  const tolerance = toleranceOf(behavior);
  const min = Math.max(1, autoscaler.min.plain);
  const max = autoscaler.max.plain;
  return metricsOf(autoscaler).map(({ of, metric }) => ({
    of,
    kind: metric.kind === 'average-value' ? 'total' : 'level',
    unit: unitOf(of, pool),
    steps: Array.from({ length: Math.max(0, max - min + 1) }, (_, index): ReplicaStep => {
      const replicas = min + index;
      return {
        replicas,
        outAbove:
          behavior.scaleUp.selectPolicy.plain === 'Disabled' || replicas === max
            ? undefined
            : inUnit(metric, scalesOutFrom(metric, tolerance, replicas) - 1),
        inFrom:
          behavior.scaleDown.selectPolicy.plain === 'Disabled' || replicas === min
            ? undefined
            : inUnit(metric, scalesInFrom(metric, tolerance, replicas)),
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
    return [
      ...autoscaler.metrics.map(
        ({ resource, utilization }): NamedMetric => ({
          of: resource,
          metric: { kind: 'utilization', target: utilization.plain },
        }),
      ),
      ...autoscaler.adapted.map(
        ({ for: of, target }): NamedMetric => ({
          of,
          metric: {
            kind: target.kind === 'value' ? 'value' : 'average-value',
            target: Math.trunc(amountOf(target.quantity.plain) * 1000),
          },
        }),
      ),
    ];
  return autoscaler.triggers.flatMap((trigger): readonly NamedMetric[] => {
    // A window asks for its count by itself, and what only wakes has a threshold out of reach.
    if (trigger.scaler === 'cron' || trigger.for === 'wake') return [];
    if (trigger.scaler === 'resource')
      return [{ of: trigger.for, metric: { kind: 'utilization', target: Number(trigger.metadata.value?.plain) } }];
    const target = targetOf(trigger);
    if (target === undefined) return [];
    const kind = target.metricType === 'Value' ? 'value' : 'average-value';
    return [{ of: trigger.for, metric: { kind, target: target.target } }];
  });
}

/** External metrics are counted in thousandths. */
function inUnit({ kind }: ComparedMetric, value: number | undefined): number | undefined {
  return value === undefined || kind === 'utilization' ? value : value / 1000;
}
