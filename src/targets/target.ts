import type { OutputFile } from '../model/output-file.ts';
import type { Plan, PoolPlan } from '../model/plan.ts';
import type { TargetName } from '../model/targets.ts';

/** A line of a pool's proof, for its graphs: `wakes within 7m, back at zero within 44m`. */
export type Promised = (pool: PoolPlan) => string | undefined;

/** A target lays out what the plan decided and its proofs say; it decides nothing and reads nothing else. */
export interface Target {
  readonly name: TargetName;
  /** Files of one environment, paths relative to its folder, in a fixed order. */
  emit(plan: Plan, promised: Promised): readonly OutputFile[];
}
