import type { Trigger } from '../../../model/kubernetes-plan.ts';
import type { Sourced } from '../../../model/sourced.ts';
import { because, mapped } from '../../../model/sourced.ts';
import type { Schedule, ScheduleWindow, Weekday } from '../../../model/scaling.ts';

const DAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** KEDA's cron trigger is a minimum that comes and goes (semantics 61). */
export function cronTriggers({ timezone, windows }: Schedule): readonly Trigger<'cron'>[] {
  return windows.map((window, index) => ({
    scaler: 'cron',
    for: 'schedule',
    type: because('a schedule is a cron trigger', 'cron', window.at),
    name: because('one trigger for each window', `schedule-${String(index + 1)}`, window.at),
    metricType: undefined,
    authentication: undefined,
    metadata: {
      timezone,
      start: cron(window, 'from', 0),
      end: cron(window, 'to', overMidnight(window) ? 1 : 0),
      desiredReplicas: mapped(window.min, String),
    },
  }));
}

/** `HH:MM` sorts as text; an end before the begin is on the next day. */
function overMidnight({ from, to }: ScheduleWindow): boolean {
  return to.plain < from.plain;
}

function cron(window: ScheduleWindow, end: 'from' | 'to', shift: number): Sourced<string> {
  const days =
    window.days.length === 0
      ? '*'
      : window.days
          .map(({ plain }) => (DAYS.indexOf(plain) + shift) % 7)
          .sort((a, b) => a - b)
          .join(',');
  return mapped(window[end], time => {
    const [hour = '0', minute = '0'] = time.split(':');
    return `${String(Number(minute))} ${String(Number(hour))} * * ${days}`;
  });
}
