import type { NeutralPool } from '../../model/plan.ts';
import type { Pool } from '../../model/pool.ts';
import { derive, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';

/**
 * How long nothing must be active before a pool is taken to zero. KEDA never asks whether a replica is ready: where
 * only the arrival of work is seen, a cooldown shorter than the cold start stops the pool before it has served
 * anything (semantics 26c). A queue, a log or an interceptor holds the work, and stays active until it is done.
 */
export function cooldownOf({ pool, signals, wakeSources }: NeutralPool): Sourced<Seconds> {
  const { coldStart, replicas } = pool;
  const idle = idleOf(pool, signals);
  const held = wakeSources.every(({ holdsWork }) => holdsWork);
  if (replicas.min.plain > 0 || held || coldStart.plain <= idle.plain)
    return mapped(idle, plain => seconds(Math.ceil(plain)));
  return derive('cooldown = max(idle, coldStart): no zero before the first replica is ready', { idle, coldStart }, v =>
    seconds(Math.ceil(Math.max(v.idle, v.coldStart))),
  );
}

/** Work that no longer counts once a replica has taken it must be done before the pool may sleep. */
function idleOf({ idle, longestWork }: Pool, signals: NeutralPool['signals']): Sourced<Seconds> {
  const vanishes = signals.some(({ facts }) => facts.holdsWork && !facts.inFlight);
  if (!vanishes || longestWork === undefined || longestWork.plain <= idle.plain) return idle;
  return derive('idle = max(idle, longestWork): work that is taken no longer counts', { idle, longestWork }, v =>
    seconds(Math.max(v.idle, v.longestWork)),
  );
}
