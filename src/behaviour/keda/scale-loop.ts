import type { Activity } from './activity.ts';
import { hasCooledDown } from './cooldown.ts';
import type { Cooldown } from './cooldown.ts';

/** What of a ScaledObject decides between zero and one. */
export interface ScaleLoopSpec extends Cooldown {
  readonly min: number;
  /** `idleReplicaCount` */
  readonly idle: number | undefined;
  /** `autoscaling.keda.sh/paused-replicas` */
  readonly pausedReplicas: number | undefined;
  /** `fallback.replicas`, where there is a fallback. */
  readonly fallbackReplicas: number | undefined;
}

export interface ScaleLoopState {
  /** Seconds at which the ScaledObject was created. */
  readonly created: number;
  readonly lastActive: number | undefined;
}

export interface ScaleRequest {
  /** The count that KEDA writes; undefined where it leaves the count alone. */
  readonly replicas: number | undefined;
  readonly reason: string;
  readonly state: ScaleLoopState;
}

/**
 * One turn of the loop, each `pollingInterval` seconds.
 *
 * Source: pkg/scaling/executor/scale_scaledobjects.go, `RequestScale` of 2.20.2.
 */
export function requestScale(
  spec: ScaleLoopSpec,
  state: ScaleLoopState,
  current: number,
  { active, error }: Activity,
  now: number,
): ScaleRequest {
  const { min, idle, pausedReplicas } = spec;
  const left = (reason: string): ScaleRequest => ({ replicas: undefined, reason, state });
  const refreshed = { ...state, lastActive: now };

  if (pausedReplicas !== undefined)
    return current === pausedReplicas ? left('paused') : { replicas: pausedReplicas, reason: 'paused', state };

  if (active) {
    if ((idle !== undefined && current < min) || current === 0)
      return { replicas: Math.max(min, 1), reason: 'a trigger is active', state: refreshed };
    // The activity is not noted then, so the cooldown may be over as soon as it ends.
    if (error) return left('a trigger is active and another in error');
    return { replicas: undefined, reason: 'a trigger is active', state: refreshed };
  }

  if (error && spec.fallbackReplicas !== undefined && spec.fallbackReplicas !== 0)
    return left('a trigger is in error, and the fallback is for the HPA');
  if (error && spec.fallbackReplicas === undefined) return left('a trigger is in error, without a fallback');
  if ((idle !== undefined && current > idle) || (current > 0 && min === 0)) {
    return hasCooledDown(spec, state.lastActive, state.created, now)
      ? { replicas: idle ?? min, reason: 'no trigger is active, and the cooldown is over', state }
      : left('no trigger is active, and the cooldown is not over');
  }
  if (idle === undefined && current < min) return { replicas: min, reason: 'below the minimum', state };
  return left('nothing to do');
}
