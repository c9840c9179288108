import type { LocalTime } from './wall-clock.ts';
import { minuteOfWeek, momentsOf, WEEK } from './weekly-cron.ts';

/**
 * Whether a window that opens and closes by two schedules is open: the next end comes before the next start.
 *
 * Source: KEDA, pkg/scalers/cron_scaler.go, `GetMetricsAndActivity`.
 */
export function isWithinCron(start: string, end: string, local: LocalTime): boolean {
  const now = minuteOfWeek(local);
  return untilNext(start, now) >= untilNext(end, now);
}

/** Minutes to the next moment, and a whole week where one is now. */
function untilNext(cron: string, now: number): number {
  return Math.min(...momentsOf(cron).map(moment => (moment - now + WEEK - 1) % WEEK)) + 1;
}
