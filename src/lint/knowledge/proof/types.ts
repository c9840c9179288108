import type { Plan, PoolPlan } from '../../../model/plan.ts';
import type { Origin, Path, Sourced } from '../../../model/sourced.ts';
import type { TargetName } from '../../../model/targets.ts';
import type { Seconds } from '../../../model/units.ts';
import type { Names } from './self-measured.ts';

/** Waking and returning of a pool that may be at zero, on one target, worked out and not guessed. */
export interface Proof {
  readonly target: TargetName;
  readonly wake: WakeProof;
  readonly back: ReturnProof;
}

/** Something declared, and where. */
export interface Declared {
  /** Its line: the query, the metric, or the signal. */
  readonly at: Origin;
  /** As in the configuration, from `pools` on. */
  readonly path: Path;
  /** `kafkaLag`, or `wake` for a source of its own. */
  readonly from: string;
  /** The same as it is called in the file: `signals.kafkaLag`, `wake.source`. */
  readonly what: string;
}

/** The paths by which the first unit of work wakes the pool. */
export interface WakeProof {
  readonly paths: readonly WakePath[];
  /** Ways that were declared and cannot wake it, each with the reason: `job="embedder" is the pool itself`. */
  readonly refused: readonly RefusedWake[];
  /** A schedule that raises the minimum, work or not. */
  readonly scheduled: Origin | undefined;
}

export interface RefusedWake extends Declared {
  readonly reason: RefusedReason;
  /** Why, as the end of a sentence. */
  readonly detail: string;
}

/**
 * `self`: the pool's own metric, silent while nothing runs. `resource`: measured on replicas. `no-committed-offset`:
 * Kafka
 * knows no topics of a group that never committed. `no-metric`: nothing shows it on this target. `constant`: the query
 * cannot exceed the activation, whatever waits. `unreadable`: Prometheus refuses the query.
 */
export type RefusedReason = 'self' | 'resource' | 'no-committed-offset' | 'no-metric' | 'constant' | 'unreadable';

export interface WakePath extends Declared {
  /**
   * Fewest units of work that surely wake it: activation is strict, so one more than it. undefined for a query whose
   * unit is its author's.
   */
  readonly smallest: Sourced<number> | undefined;
  /** Longest time from the first unit to the first replica that takes work: poll or alarm, node, image, start. */
  readonly longest: Sourced<Seconds>;
  /** Work waits where it is safe meanwhile. */
  readonly holdsWork: boolean;
}

/** What happens when work ends. */
export interface ReturnProof {
  /** Time from the last unit of work to no replica, where one was left; undefined where it never gets there. */
  readonly after: Sourced<Seconds> | undefined;
  /** What surely keeps it from returning. */
  readonly blocked: readonly BlockedReturn[];
}

export interface BlockedReturn extends Declared {
  readonly reason: 'error-when-idle' | 'never-inactive' | 'no-data-is-unknown';
  /** The query, where `(query >= 0) or vector(0)` would be 0 when idle. */
  readonly guardable?: string | undefined;
  /** Why, as the end of a sentence. */
  readonly detail: string;
}

/** What a proof is made of. */
export interface Premises {
  readonly plan: Plan;
  readonly pool: PoolPlan;
  readonly names: Names;
}
