import { formatDuration } from '../../model/units.ts';
import type { Shortfall } from '../capabilities.ts';
import { switchedOff, writtenLimit } from '../shared-shortfalls.ts';
import type { Direction, DirectionField } from '../shared-shortfalls.ts';
import type { EcsContext } from './signal-shortfalls.ts';

/** Limits of one direction that Application Auto Scaling has no word for. */

const TRACKING = 'Target tracking decides how many tasks by itself.';

/** Windows and periods: there is one cooldown instead. */
export function paused(context: EcsContext, key: Direction, field: DirectionField): readonly Shortfall[] {
  const { cooldown } = context.neutral.pool[key];
  return falls(
    context,
    key,
    field,
    () => `Application Auto Scaling waits for its cooldown of ${formatDuration(cooldown.plain)} between activities.`,
  );
}

export function selected(context: EcsContext, key: Direction): readonly Shortfall[] {
  if (isOff(context, key)) {
    const written = writtenLimit(context.neutral, key, 'select');
    return written === undefined || context.scaling !== undefined
      ? []
      : [{ ...written, inert: 'nothing scales the service' }];
  }
  return falls(context, key, 'select', () =>
    bySteps(context) ? 'A step takes the percentage, and one task at least.' : TRACKING,
  );
}

export function fixedTolerance(context: EcsContext, key: Direction): readonly Shortfall[] {
  return falls(
    context,
    key,
    'tolerance',
    () => 'Target tracking scales in a tenth below the target; that is not adjustable.',
  );
}

/** The pause after an activity, where there is one. */
export function cooldown(context: EcsContext, key: Direction): readonly Shortfall[] {
  return isOff(context, key) ? falls(context, key, 'cooldown', () => '') : [];
}

/** Steps down take a number of tasks. */
export function count(context: EcsContext, key: Direction): readonly Shortfall[] {
  const steps = bySteps(context);
  if (steps && key === 'scaleDown' && !isOff(context, key)) return [];
  return falls(context, key, 'replicas', () =>
    steps ? 'A step takes a percentage, and one task at least.' : TRACKING,
  );
}

/** Steps take a percentage, and one of growth does even where the absolute lag is tracked. */
export function share(context: EcsContext, key: Direction): readonly Shortfall[] {
  if (isOff(context, key)) return falls(context, key, 'percent', () => '');
  if (bySteps(context)) return [];
  const stepped = context.scaling?.policies.some(
    policy => policy.kind === 'step' && (policy.key === 'in') === (key === 'scaleDown'),
  );
  const fallen = falls(context, key, 'percent', () => TRACKING);
  return stepped === true ? fallen.map(one => ({ ...one, inert: undefined })) : fallen;
}

/** Its policies keep what they say, and act no more. */
function isOff({ neutral: { pool } }: EcsContext, key: Direction): boolean {
  return pool[key].select.plain === 'disabled';
}

function bySteps({ read: { readings } }: EcsContext): boolean {
  return readings.some(({ by }) => by === 'steps');
}

/** What happens instead is said of what was written, which few pools do; nothing does of a direction that is off. */
function falls(context: EcsContext, key: Direction, field: DirectionField, said: () => string): readonly Shortfall[] {
  const written = writtenLimit(context.neutral, key, field);
  if (written === undefined) return [];
  if (isOff(context, key)) return [{ ...written, inert: switchedOff(key) }];
  const instead = said();
  return [{ ...written, instead, inert: instead.replace(/\.$/, '') }];
}
