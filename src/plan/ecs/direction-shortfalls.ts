import { formatDuration } from '../../model/units.ts';
import type { Shortfall } from '../capabilities.ts';
import { writtenLimit } from '../shared-shortfalls.ts';
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

/** Steps down take a number of tasks. */
export function count(context: EcsContext, key: Direction): readonly Shortfall[] {
  const steps = bySteps(context);
  if (steps && key === 'scaleDown') return [];
  return falls(context, key, 'replicas', () =>
    steps ? 'A step takes a percentage, and one task at least.' : TRACKING,
  );
}

/** Steps take a percentage, and one of growth does even where the absolute lag is tracked. */
export function share(context: EcsContext, key: Direction): readonly Shortfall[] {
  if (bySteps(context)) return [];
  const stepped = context.scaling?.policies.some(
    policy => policy.kind === 'step' && (policy.key === 'in') === (key === 'scaleDown'),
  );
  const fallen = falls(context, key, 'percent', () => TRACKING);
  return stepped === true ? fallen.map(one => ({ ...one, inert: undefined })) : fallen;
}

function bySteps({ read: { readings } }: EcsContext): boolean {
  return readings.some(({ by }) => by === 'steps');
}

/** What happens instead is said of what was written, which few pools do. */
function falls(
  { neutral }: EcsContext,
  key: Direction,
  field: DirectionField,
  said: () => string,
): readonly Shortfall[] {
  const written = writtenLimit(neutral, key, field);
  if (written === undefined) return [];
  const instead = said();
  return [{ ...written, instead, inert: instead.replace(/\.$/, '') }];
}
