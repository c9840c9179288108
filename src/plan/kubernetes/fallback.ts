import { writtenTarget } from '../../model/keda-scalers.ts';
import type { FallbackDecision, Trigger } from '../../model/kubernetes-plan.ts';
import { minorVersion } from '../../model/minor-version.ts';
import { because } from '../../model/sourced.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { TriggerContext } from './built-triggers.ts';

/** The first KEDA 2 that has a behavior for its fallback, and the first in which it holds for every trigger. */
const BEHAVIOR_SINCE = 17;
const SOUND_SINCE = 18;

/**
 * A fallback that takes no replica away. KEDA 2.17 cuts a threshold to whole numbers there, so that one below 1
 * becomes 0, and has no behavior for triggers of type Value (keda #6655, #6992).
 */
export function fallbackOf(
  { target, neutral }: TriggerContext,
  triggers: readonly Trigger[],
): FallbackDecision | undefined {
  const { fallbackReplicas: replicas } = neutral.pool;
  if (replicas === undefined) return undefined;
  const minor = minorVersion(target.keda.plain);
  const sound = minor >= SOUND_SINCE || (minor >= BEHAVIOR_SINCE && triggers.every(hasWholeThreshold));
  const why = 'an outage of what is read takes no replica away';
  const failureThreshold =
    neutral.pool.fallbackFailures ?? because('three polls in a row are no hiccup', 3, replicas.origin);
  return {
    failureThreshold,
    replicas,
    behavior: sound ? because(why, 'currentReplicasIfHigher', replicas.origin) : undefined,
  };
}

/** A fallback does nothing for a trigger of type Value before KEDA 2.18 (keda #6655). */
export function isIgnoredByFallback({ keda }: KubernetesTarget, { metricType }: Trigger): boolean {
  return metricType?.plain === 'Value' && minorVersion(keda.plain) < SOUND_SINCE;
}

function hasWholeThreshold(trigger: Trigger): boolean {
  if (trigger.scaler === 'resource' || trigger.scaler === 'cron') return true;
  if (trigger.metricType?.plain !== 'AverageValue') return false;
  return targetIsWhole(trigger);
}

/** The language takes whole numbers of messages; a query and a written trigger may have any. */
function targetIsWhole(trigger: Trigger): boolean {
  if (trigger.scaler === 'prometheus') return Number.isInteger(Number(trigger.metadata.threshold?.plain));
  return trigger.scaler !== 'custom' || Number.isInteger(writtenTarget(trigger.type.plain, trigger.metadata));
}
