import type { ScheduleProof } from '../../model/proof.ts';
import { derive } from '../../model/sourced.ts';
import { scaledObjectOf } from '../premises.ts';
import type { Premises } from '../premises.ts';
import { afterPoll, scaleInOf } from './back.ts';

/** The cron trigger asks for nothing any more, and the signals decide from then on, if there are any. */
export function kubernetesScheduleEnd({ pool }: Premises): ScheduleProof | undefined {
  const scaled = scaledObjectOf(pool);
  const { schedule } = pool.pool;
  if (scaled === undefined || schedule === undefined) return undefined;
  const { at } = schedule;
  const ends = scaled.triggers.every(trigger => trigger.for === 'schedule') ? 'alone' : 'signals';
  if (pool.mayBeAtZero) return { at, ends, after: afterPoll(scaled) };
  if (scaled.min.plain >= scaled.max.plain) return { at, ends, after: undefined };
  const scaleIn = scaleInOf(pool, scaled);
  if (scaleIn === undefined) return { at, ends: 'never', after: undefined };
  const after = derive('back at the minimum after scale-in', { scaleIn }, v => v.scaleIn);
  return { at, ends, after };
}
