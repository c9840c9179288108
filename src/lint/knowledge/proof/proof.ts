import type { Plan, PoolPlan } from '../../../model/plan.ts';
import { TARGET_NAMES } from '../../../model/targets.ts';
import { KNOWLEDGE } from '../target-knowledge.ts';
import { namesOf } from './self-measured.ts';
import type { Proof } from './types.ts';

/** One proof for each target that the pool runs on; none for a pool that is never at zero. */
export function proofsOf(plan: Plan, pool: PoolPlan): readonly Proof[] {
  if (!pool.mayBeAtZero) return [];
  const premises = { plan, pool, names: namesOf(pool.pool, plan.system) };
  return TARGET_NAMES.filter(target => pool.on[target] !== undefined).map(target => ({
    target,
    wake: KNOWLEDGE[target].wake(premises),
    back: KNOWLEDGE[target].back(premises),
  }));
}
