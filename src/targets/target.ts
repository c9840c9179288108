import type { EcsAlarm } from '../model/ecs-plan.ts';
import type { Alert } from '../model/kubernetes-plan.ts';
import type { OutputFile } from '../model/output-file.ts';
import type { Plan, PoolPlan } from '../model/plan.ts';
import type { TargetName } from '../model/targets.ts';

/** What a pool's proof gives a target to lay out. */
export interface Promised {
  /** For its graphs: `wakes within 7m, back at zero within 44m`. */
  readonly line: string | undefined;
  /** Rules that hold it to its times on Kubernetes. */
  readonly alerts: readonly Alert[];
  /** Alarms that do so on ECS. */
  readonly alarms: readonly EcsAlarm[];
}

export type PromisedOf = (pool: PoolPlan) => Promised;

/** A target lays out what the plan decided and its proofs say; it decides nothing and reads nothing else. */
export interface Target {
  readonly name: TargetName;
  /**
   * Files of one environment, paths relative to its folder, in a fixed order: those of one pool after the other, then
   * those that the pools share. A group is made when it is asked for, so that whoever lets go of it before he asks for
   * the next holds the trees of one pool. `plans` are those of every environment, this one among them: a dashboard may
   * show the others too.
   */
  emit(plan: Plan, promised: PromisedOf, plans: readonly Plan[]): Iterable<readonly OutputFile[]>;
}
