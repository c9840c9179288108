import type { ScheduleProof } from '../../model/proof.ts';
import { derive } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { Premises } from '../premises.ts';
import { ecsReturn, endsAt, scaleInOf } from './back.ts';
import { scheduledAction } from './delays.ts';

/**
 * A scheduled action moves the count only as far as its new bounds force it (semantics 44a): the maximum where it
 * states one; otherwise the policies decide, and the watcher where there is one.
 */
export function ecsScheduleEnd(premises: Premises): ScheduleProof | undefined {
  const { pool } = premises;
  const { schedule } = pool.pool;
  const { scaling, watcher } = pool.on.ecs ?? {};
  if (schedule === undefined || scaling === undefined || scaling.schedules.length === 0) return undefined;
  const { at } = schedule;
  if (endsAt(scaling, pool.mayBeAtZero ? 0 : scaling.min.plain))
    return { at, ends: 'window', after: derive('the action at the end', { scheduledAction }, v => v.scheduledAction) };
  const rest = watcher?.enabled.plain === true ? ecsReturn(premises)?.after : scaleInOf(scaling, scaling.min);
  if (rest === undefined) return { at, ends: 'never', after: undefined };
  const after = derive('scheduled action + what the signals take', { scheduledAction, scaleIn: rest }, v =>
    seconds(v.scheduledAction + v.scaleIn),
  );
  return { at, ends: 'signals', after };
}
