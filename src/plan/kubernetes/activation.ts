import type { TriggerPurpose } from '../../model/kubernetes-plan.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { because, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';

/** No count of work reaches this, so a trigger that is no wake source never counts as active (semantics 26). */
export const UNREACHABLE = '1000000000';

/**
 * Above which value a trigger is active. What wakes the pool is, and so is what counts work that waits, or the pool
 * would be taken to zero with work in front of it. A rate is not: it would be active for its range after the last call.
 * The same on every stage, so that a step changes bounds and behaviour only. From 1 replica on KEDA ignores it
 * (semantics 17), so a pool that is never at zero has none.
 */
export function activationOf(
  { pool, hold, wakeSources, waiting }: NeutralPool,
  purpose: TriggerPurpose,
  declared: Sourced<number> | undefined,
): Sourced<string> | undefined {
  if (hold?.plain === 0)
    return because('the stage holds no replica, and nothing wakes the pool', UNREACHABLE, hold.origin);
  if (pool.replicas.min.plain > 0) return undefined;
  const wakes =
    purpose === 'wake' ||
    wakeSources.some(({ from }) => from === purpose) ||
    waiting.some(({ name }) => name === purpose);
  if (declared !== undefined && wakes) return mapped(declared, String);
  return because('no wake source, so it never counts as active and the pool returns to zero', UNREACHABLE);
}
