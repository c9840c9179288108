import type { Schedule, ScheduleWindow, Weekday } from '../model/scaling.ts';
import type { Sourced } from '../model/sourced.ts';
import type { Replicas } from '../model/units.ts';

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly Weekday[];
export const DAY = 24 * 60;
export const WEEK = 7 * DAY;

/** A window on one day: minutes of the week, from Monday 00:00; the end may lie beyond Sunday midnight. */
export interface OpenSpan {
  readonly start: number;
  readonly end: number;
  readonly min: Sourced<Replicas>;
}

export function spansOf(window: ScheduleWindow): readonly OpenSpan[] {
  const from = minuteOf(window.from.plain);
  const to = minuteOf(window.to.plain);
  const days = window.days.length === 0 ? DAYS : window.days.map(day => day.plain);
  return days.map(day => {
    const midnight = DAYS.indexOf(day) * DAY;
    return { start: midnight + from, end: midnight + to + (to <= from ? DAY : 0), min: window.min };
  });
}

/** The highest minimum of all windows that are open at a minute of the week, or else the pool's own. */
export function minimumAt(spans: readonly OpenSpan[], base: Sourced<Replicas>, moment: number): Sourced<Replicas> {
  let highest = base;
  for (const span of spans) {
    const open =
      (moment >= span.start && moment < span.end) || (moment + WEEK >= span.start && moment + WEEK < span.end);
    if (open && span.min.plain > highest.plain) highest = span.min;
  }
  return highest;
}

/** Windows that never raise the minimum: it is as high already, by itself or by other windows. */
export function idleWindows({ windows }: Schedule, base: Sourced<Replicas>): readonly ScheduleWindow[] {
  return windows.filter((window, index) => {
    if (window.min.plain <= base.plain) return true;
    // Of two equal windows the first counts.
    const higher = windows.filter((other, at) =>
      at < index ? other.min.plain >= window.min.plain : other.min.plain > window.min.plain,
    );
    const open = higher.flatMap(spansOf);
    return spansOf(window).every(span => isCovered(span, open));
  });
}

/** Whether these spans together are open all the time that the span is. */
function isCovered({ start, end }: OpenSpan, open: readonly OpenSpan[]): boolean {
  let reached = start;
  while (reached < end) {
    const ends = open.flatMap(span =>
      [-WEEK, 0, WEEK].flatMap(shift => (span.start + shift <= reached ? [span.end + shift] : [])),
    );
    const next = Math.max(...ends, reached);
    if (next === reached) return false;
    reached = next;
  }
  return true;
}

function minuteOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
