import { wallClockAt } from '../../src/behaviour/clock/wall-clock.ts';
import type { Schedule } from '../../src/model/scaling.ts';
import { DAY, spansOf, WEEK } from '../../src/plan/week.ts';

/** Monday 2026-01-05 00:00 UTC. */
const START = 1_767_571_200;
const HOUR = 3600;

/** A moment, in seconds after the epoch, from which no window is open for so many seconds; undefined where none is. */
export function quietFrom(schedule: Schedule | undefined, seconds: number): number | undefined {
  if (schedule === undefined) return START;
  const spans = schedule.windows.flatMap(spansOf);
  return Array.from({ length: 7 * 24 }, (_, hour) => START + hour * HOUR).find(moment => {
    const from = minuteOf(moment, schedule.timezone.plain);
    const to = from + seconds / 60 + 1;
    return spans.every(({ start, end }) => [-WEEK, 0, WEEK].every(shift => end + shift <= from || start + shift >= to));
  });
}

/** The end of a window after which none is open for so many seconds. */
export interface WindowEnd {
  /** Seconds after the epoch. */
  readonly at: number;
  readonly min: number;
}

export function windowEnd({ timezone, windows }: Schedule, seconds: number): WindowEnd | undefined {
  const spans = windows.flatMap(spansOf);
  const last = spans.find(one =>
    spans.every(({ start, end }) =>
      [-WEEK, 0, WEEK].every(shift => end + shift <= one.end || start + shift > one.end + seconds / 60),
    ),
  );
  if (last === undefined) return undefined;
  const after = (last.end - minuteOf(START, timezone.plain) + 2 * WEEK) % WEEK;
  return { at: START + after * 60, min: last.min.plain };
}

/** Minutes since Monday 00:00 in a zone. */
function minuteOf(moment: number, timezone: string): number {
  const { weekday, hour, minute } = wallClockAt(moment).at(timezone);
  return ((weekday + 6) % 7) * DAY + hour * 60 + minute;
}
