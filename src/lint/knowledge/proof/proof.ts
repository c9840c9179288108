import type { Plan, PoolPlan } from '../../../model/plan.ts';
import { ecsReturn, ecsWake } from './ecs.ts';
import { kubernetesReturn, kubernetesWake } from './kubernetes.ts';
import { namesOf } from './self-measured.ts';
import type { Proof } from './types.ts';

/** One proof for each target that the pool runs on; none for a pool that is never at zero. */
export function proofsOf(plan: Plan, pool: PoolPlan): readonly Proof[] {
  if (!pool.mayBeAtZero) return [];
  const premises = { plan, pool, names: namesOf(pool.pool, plan.system) };
  return [
    ...(pool.on.kubernetes === undefined
      ? []
      : [{ target: 'kubernetes' as const, wake: kubernetesWake(premises), back: kubernetesReturn(premises) }]),
    ...(pool.on.ecs === undefined
      ? []
      : [{ target: 'ecs' as const, wake: ecsWake(premises), back: ecsReturn(premises) }]),
  ];
}
