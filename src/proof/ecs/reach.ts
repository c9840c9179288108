import type { PlannedSignal, PoolPlan } from '../../model/plan.ts';
import { percent, utilisationLimit } from '../utilisation-limit.ts';
import type { ReachLimit } from '../../model/proof.ts';

/** A task is given its size and no more, and an alarm needs a value above the target. */
export function ecsLimit(plan: PoolPlan, planned: PlannedSignal): ReachLimit | undefined {
  if (planned.name !== 'cpu' && planned.name !== 'memory') return undefined;
  const { name, signal } = planned;
  if (signal.target.plain < 100) return undefined;
  return utilisationLimit(
    plan,
    name,
    signal,
    99,
    `${name} cannot exceed 100% of the task size, but tasks are added only above ${percent(signal.target.plain)}`,
  );
}
