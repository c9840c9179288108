/** Minutes of the week, from Sunday 00:00. */
const DAY = 24 * 60;
export const WEEK = 7 * DAY;

const NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

/**
 * Moments of the week at which an emitted schedule fires, in minutes from Sunday 00:00 local time.
 *
 * Takes what is emitted and no more: `0 8 * * 1,2` for KEDA, and `cron(0 8 ? * MON,TUE *)` or `cron(0 8 * * ? *)` for
 * Application Auto Scaling. Throws on anything else: that is a bug of the compiler.
 */
export function momentsOf(cron: string): readonly number[] {
  const fields = (/^cron\((.*)\)$/.exec(cron)?.[1] ?? cron).split(' ');
  const [minute = '', hour = '', , , days = ''] = fields;
  const moment = Number(hour) * 60 + Number(minute);
  const weekdays = days === '*' || days === '?' ? EVERY_DAY : days.split(',').map(weekdayOf);
  if (fields.length < 5 || Number.isNaN(moment) || weekdays.includes(-1))
    throw new TypeError(`not a schedule that is emitted: ${cron}`);
  return weekdays.map(day => day * DAY + moment);
}

function weekdayOf(day: string): number {
  return /^[0-6]$/.test(day) ? Number(day) : NAMES.indexOf(day);
}

export function minuteOfWeek({
  weekday,
  hour,
  minute,
}: {
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}): number {
  return weekday * DAY + hour * 60 + minute;
}
