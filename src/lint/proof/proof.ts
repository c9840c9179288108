import type { Plan, PoolPlan } from '../../model/plan.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import type { TargetName } from '../../model/system.ts';
import type { Seconds } from '../../model/units.ts';

/** Waking and returning of a pool that may be at zero, on one target, worked out and not guessed. */
export interface Proof {
  readonly target: TargetName;
  readonly wake: WakeProof;
  readonly back: ReturnProof;
}

/** The paths by which the first unit of work wakes the pool. */
export interface WakeProof {
  readonly paths: readonly WakePath[];
  /** Ways that were declared and cannot wake it, each with the reason: `it watches the pool itself`. */
  readonly refused: readonly { readonly at: Origin; readonly from: string; readonly reason: RefusedReason; readonly detail: string }[];
}
export type RefusedReason = 'self' | 'resource' | 'no-committed-offset' | 'no-metric' | 'not-emitted' | 'constant';

export interface WakePath {
  readonly at: Origin;
  /** `kafkaLag`, or `wake` for a source of its own. */
  readonly from: string;
  /** Fewest units of work that wake it: activation is strict, so one more than it. */
  readonly smallest: Sourced<number>;
  /** Longest time from the first unit to the first replica that takes work: poll or alarm, node, image, start. */
  readonly longest: Sourced<Seconds>;
  /** Work waits where it is safe meanwhile. */
  readonly holdsWork: boolean;
}

/** What happens when work ends. */
export interface ReturnProof {
  /** Time from the last unit of work to no replica; undefined where it never gets there. */
  readonly after: Sourced<Seconds> | undefined;
  /** What keeps it from returning. */
  readonly blocked: readonly { readonly at: Origin; readonly from: string; readonly reason: 'error-when-idle' | 'never-inactive' | 'no-data-is-unknown'; readonly detail: string }[];
}

/** One proof for each target that the pool runs on; none for a pool that is never at zero. */
export function proofsOf(plan: Plan, pool: PoolPlan): readonly Proof[] {
  if (!pool.mayBeAtZero) return [];
  void plan;
  return [];
}
