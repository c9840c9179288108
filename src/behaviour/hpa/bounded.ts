import { scaleDownLimit, scaleUpLimit } from './rate-limit.ts';
import type { ScaleEvents } from './rate-limit.ts';
import type { ScalingBehavior } from './scaling-rules.ts';

/** Why the HPA moved by less than it wanted; its condition ScalingLimited says the same. */
export type LimitReason =
  | 'DesiredWithinRange'
  | 'ScaleUpLimit'
  | 'TooManyReplicas'
  | 'ScaleDownLimit'
  | 'TooFewReplicas';

export interface Bounded {
  readonly replicas: number;
  readonly reason: LimitReason;
}

export interface Move {
  readonly current: number;
  readonly desired: number;
  readonly min: number;
  readonly max: number;
}

/**
 * With `behavior`: within its rates and the bounds, and never to the other side of current.
 *
 * Source: horizontal.go, `convertDesiredReplicasWithBehaviorRate`.
 */
export function boundedByBehavior(
  { current, desired, min, max }: Move,
  behavior: ScalingBehavior,
  events: ScaleEvents,
  now: number,
): Bounded {
  if (desired > current) {
    const limit = Math.max(current, scaleUpLimit(current, events, behavior.scaleUp, now));
    if (desired > Math.min(max, limit))
      return limit < max ? { replicas: limit, reason: 'ScaleUpLimit' } : { replicas: max, reason: 'TooManyReplicas' };
  } else if (desired < current) {
    const limit = Math.min(current, scaleDownLimit(current, events, behavior.scaleDown, now));
    if (desired < Math.max(min, limit))
      return limit > min ? { replicas: limit, reason: 'ScaleDownLimit' } : { replicas: min, reason: 'TooFewReplicas' };
  }
  return { replicas: desired, reason: 'DesiredWithinRange' };
}

/**
 * Without `behavior`: at most twice as many at once, or 4.
 *
 * Source: horizontal.go, `convertDesiredReplicasWithRules`.
 */
export function boundedByDefault({ current, desired, min, max }: Move): Bounded {
  const limit = Math.max(2 * current, 4);
  if (desired < min) return { replicas: min, reason: 'TooFewReplicas' };
  if (desired > Math.min(max, limit))
    return limit < max ? { replicas: limit, reason: 'ScaleUpLimit' } : { replicas: max, reason: 'TooManyReplicas' };
  return { replicas: desired, reason: 'DesiredWithinRange' };
}
