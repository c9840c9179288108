import { connects } from '../../behaviour/keda/scalers.ts';
import type { FallbackDecision, ScaledObjectDecision, Trigger } from '../../model/kubernetes-plan.ts';
import { minorVersion } from '../../model/minor-version.ts';
import type { LostSource } from '../../model/proof.ts';
import { readPromql } from '../../promql/read-query.ts';
import { valueWithoutSeries } from '../../promql/without-series.ts';
import { nameOfPurpose } from '../declared.ts';
import { declaredBy } from '../queries.ts';
import type { Premises } from '../premises.ts';

/** KEDA from which a fallback counts as activity (semantics 20), and from which it holds for triggers of type Value. */
const ACTIVE_SINCE = 19;
const VALUE_SINCE = 18;

/** What each source of the autoscaler does while it does not answer. */
export function kubernetesLosses({ plan: { system }, pool }: Premises): readonly LostSource[] {
  const autoscaler = pool.on.kubernetes?.autoscaler;
  if (autoscaler === undefined || autoscaler.kind === 'none') return [];
  if (autoscaler.kind === 'hpa')
    return [
      ...autoscaler.metrics.map(({ resource }) => holds(resource)),
      ...autoscaler.adapted.map(({ for: of }) => holds(of)),
    ];
  const minor = minorVersion(system.targets.kubernetes?.keda.plain ?? '2.14');
  return autoscaler.triggers.flatMap(trigger =>
    // The first calls are lost with the requests.
    trigger.for === 'wake' && declaredBy('wake', pool) !== 'wake'
      ? []
      : (lostOf(autoscaler, trigger, minor, pool.mayBeAtZero) ?? []),
  );
}

function holds(of: LostSource['of']): LostSource {
  return { of, what: nameOfPurpose(of), effect: 'holds', replicas: undefined, wakes: false };
}

function lostOf(
  { triggers, fallback }: ScaledObjectDecision,
  trigger: Trigger,
  minor: number,
  mayBeAtZero: boolean,
): LostSource | undefined {
  // The clock is never lost.
  if (trigger.scaler === 'cron') return undefined;
  const held = holds(trigger.for);
  // No fallback stands in for CPU and memory.
  if (trigger.scaler === 'resource') return held;
  const others = triggers.filter(({ scaler }) => scaler !== 'resource');
  if (connects(trigger) && others.length > 1) return { ...held, effect: 'stops-all' };
  if (readsZero(trigger)) return { ...held, effect: 'reads-zero' };
  if (fallback === undefined || (trigger.metricType?.plain === 'Value' && minor < VALUE_SINCE)) return held;
  return {
    ...held,
    effect: effectOf(fallback),
    replicas: fallback.replicas,
    wakes: mayBeAtZero && minor >= ACTIVE_SINCE && trigger.metricType?.plain !== 'Value',
  };
}

function effectOf({ behavior }: FallbackDecision): LostSource['effect'] {
  return behavior === undefined ? 'falls-to' : 'falls-back';
}

/** A query that is a number without its series, or that KEDA is told to take for one. */
function readsZero(trigger: Trigger): boolean {
  if (trigger.scaler !== 'prometheus') return false;
  const { query, ignoreNullValues } = trigger.metadata;
  if (ignoreNullValues?.plain !== 'false') return true;
  const { expression } = readPromql(query?.plain ?? '');
  return expression !== undefined && valueWithoutSeries(expression) !== undefined;
}
