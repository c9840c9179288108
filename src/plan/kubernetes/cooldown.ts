import type { NeutralPool } from '../../model/plan.ts';
import { derive, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';

/**
 * How long nothing must be active before a pool is taken to zero. KEDA never asks whether a replica is ready: where
 * only the arrival of work is seen, a cooldown shorter than the cold start stops the pool before it has served
 * anything (semantics 26c). A queue, a log or an interceptor holds the work, and stays active until it is done.
 */
export function cooldownOf({ pool, wakeSources }: NeutralPool): Sourced<Seconds> {
  const { idle, coldStart, replicas } = pool;
  const held = wakeSources.every(({ holdsWork }) => holdsWork);
  if (replicas.min.plain > 0 || held || coldStart.plain <= idle.plain)
    return mapped(idle, plain => seconds(Math.ceil(plain)));
  return derive('cooldown = max(idle, coldStart): no zero before the first replica is ready', { idle, coldStart }, v =>
    seconds(Math.ceil(Math.max(v.idle, v.coldStart))),
  );
}
