import type { PoolPlan } from '../model/plan.ts';
import type { Sourced } from '../model/sourced.ts';
import type { Seconds } from '../model/units.ts';

/** GPUs of one replica. */
export function gpusOf({ pool: { hardware } }: PoolPlan): number {
  return hardware?.count.plain ?? 0;
}

/** The cold start, where the pool may run on one replica, and a rollout may stop it before the next one is there. */
export function onlyReplicaStopped(
  { pool, hold, bounds }: PoolPlan,
  mayStop: (replicas: number) => boolean,
): Sourced<Seconds> | undefined {
  const fewest = Math.max(1, (hold ?? bounds.min).plain);
  return fewest === 1 && mayStop(1) ? pool.coldStart : undefined;
}
