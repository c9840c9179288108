import type { TriggerState } from './activity.ts';

/** What stands in for a trigger that fails. */
export interface Fallback {
  readonly replicas: number;
  /** Failures in a row after which it counts; one more than this is needed. */
  readonly failureThreshold: number;
  readonly behavior: 'static' | 'currentReplicas' | 'currentReplicasIfHigher' | 'currentReplicasIfLower';
}

export interface FallenBack {
  readonly state: TriggerState;
  /** Failures in a row of the trigger. */
  readonly failures: number;
  readonly inFallback: boolean;
}

interface Target {
  readonly metricType: 'AverageValue' | 'Value';
  /** Thousandths. */
  readonly target: number;
}

/**
 * A state with the fallback in its place where the trigger has failed often enough. Each look counts, KEDA's own and
 * the HPA's, where it falls back.
 *
 * A fallback counts as activity to whoever asks for that: KEDA's loop, since 2.19 (semantics 20).
 * Source: pkg/fallback/fallback.go, `GetMetricsWithFallback` and `doFallback`.
 */
export function withFallback(
  state: TriggerState,
  failuresBefore: number,
  fallback: Fallback | undefined,
  trigger: Target | undefined,
  replicas: { readonly current: number; readonly ready: number },
): FallenBack {
  if (state.kind !== 'error') return { state, failures: 0, inFallback: false };
  if (fallback === undefined || trigger === undefined) return { state, failures: 0, inFallback: false };
  const failures = failuresBefore + 1;
  if (failures <= fallback.failureThreshold) return { state, failures, inFallback: false };
  const wanted = replicasOf(fallback, replicas.current);
  if (trigger.metricType === 'Value' && replicas.ready === 0)
    return { state: { kind: 'error', why: 'no ready replica to divide a fallback by' }, failures, inFallback: false };
  const shared = trigger.metricType === 'Value' ? wanted / replicas.ready : wanted;
  return {
    state: { kind: 'read', active: true, metric: Math.trunc(trigger.target * shared) },
    failures,
    inFallback: true,
  };
}

function replicasOf({ replicas, behavior }: Fallback, current: number): number {
  switch (behavior) {
    case 'static':
      return replicas;
    case 'currentReplicas':
      return current;
    case 'currentReplicasIfHigher':
      return Math.max(current, replicas);
    case 'currentReplicasIfLower':
      return Math.min(current, replicas);
  }
}
