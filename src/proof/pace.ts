import type { PoolPlan } from '../model/plan.ts';
import type { Pace } from '../model/proof.ts';

/** Between two counts on one target; undefined where what is declared does not decide it. */
export type PaceBetween = (pool: PoolPlan, from: number, to: number) => Pace | undefined;

/** Zero is left out, since waking is another matter. */
export function paceOf(planned: PoolPlan, between: PaceBetween): Pace | undefined {
  const { min, max } = planned.pool.replicas;
  const from = Math.max(1, min.plain);
  return from >= max.plain ? undefined : between(planned, from, max.plain);
}
