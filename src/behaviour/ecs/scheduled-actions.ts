import { minuteOfWeek, momentsOf } from '../clock/weekly-cron.ts';
import type { WallClock } from '../clock/wall-clock.ts';
import type { EcsSchedule } from '../../model/ecs-plan.ts';

/** Bounds of a scalable target. */
export interface CapacityBounds {
  readonly min: number;
  readonly max: number;
}

/** The bounds after the actions of this minute, in the order emitted. */
export function scheduledBounds(
  schedules: readonly EcsSchedule[],
  bounds: CapacityBounds,
  clock: WallClock,
): CapacityBounds {
  return (
    schedules
      .filter(({ cron, timezone }) => momentsOf(cron.plain).includes(minuteOfWeek(clock.at(timezone.plain))))
      // Application Auto Scaling leaves a bound that an action does not state as it is.
      .reduce(({ max: before }, { min, max }) => ({ min: min.plain, max: max?.plain ?? before }), bounds)
  );
}

/** A scheduled action moves capacity only as far as the new bounds force it (semantics 44a). */
export function forcedInto({ min, max }: CapacityBounds, capacity: number): number {
  return Math.min(Math.max(capacity, min), max);
}
