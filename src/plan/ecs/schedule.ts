import type { EcsSchedule } from '../../model/ecs-plan.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { derive, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Schedule, Weekday } from '../../model/scaling.ts';
import type { Replicas } from '../../model/units.ts';
import { DAY, DAYS, minimumAt, spansOf, WEEK } from '../week.ts';
import type { EcsIdentity } from './identity.ts';

/**
 * Scheduled actions set the minimum at a moment; they do not hold it while a window lasts. So the week is walked, and
 * an action is made wherever the highest minimum of all open windows changes; windows may overlap and cross midnight.
 * `maximum` gives what an action sets beside its minimum.
 */
export function planSchedules(
  identity: EcsIdentity,
  { pool }: NeutralPool,
  min: Sourced<Replicas>,
  maximum: MaximumBeside,
): readonly EcsSchedule[] {
  const { schedule } = pool;
  return schedule === undefined ? [] : actionsOf(identity, schedule, min, maximum);
}

type MaximumBeside = (min: Sourced<Replicas>) => Sourced<Replicas> | undefined;

function actionsOf(
  identity: EcsIdentity,
  schedule: Schedule,
  base: Sourced<Replicas>,
  maximum: MaximumBeside,
): readonly EcsSchedule[] {
  const spans = schedule.windows.flatMap(spansOf);
  const moments = [...new Set(spans.flatMap(span => [span.start, span.end % WEEK]))].sort((a, b) => a - b);
  const changes = moments.map(moment => ({
    moment,
    now: minimumAt(spans, base, moment),
    before: minimumAt(spans, base, (moment + WEEK - 1) % WEEK),
  }));
  const kept = changes.some(change => change.now.plain !== change.before.plain)
    ? changes.filter(change => change.now.plain !== change.before.plain)
    : // Windows that cover the whole week: the minimum never changes, and is still to be set.
      changes.slice(0, 1);

  const grouped = new Map<string, { minute: number; days: Weekday[]; min: Sourced<Replicas> }>();
  for (const { moment, now } of kept) {
    const minute = moment % DAY;
    const key = `${clock(minute).replace(':', '')}-min-${String(now.plain)}`;
    const group = grouped.get(key) ?? { minute, days: [], min: now };
    const day = DAYS[Math.floor(moment / DAY)];
    if (day !== undefined) group.days.push(day);
    grouped.set(key, group);
  }
  return [...grouped]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { minute, days, min }]) => ({
      key,
      name: text`${identity.service}-${key}`,
      cron: derive(`the minimum changes at ${clock(minute)}`, { min }, () => cron(minute, days)),
      timezone: schedule.timezone,
      min,
      max: maximum(min),
    }));
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** `cron(0 6 ? * MON,TUE *)`: minute, hour, day of month, month, day of week, year. */
function cron(minute: number, days: readonly Weekday[]): string {
  const at = `${String(minute % 60)} ${String(Math.floor(minute / 60))}`;
  return days.length === DAYS.length ? `cron(${at} * * ? *)` : `cron(${at} ? * ${days.join(',').toUpperCase()} *)`;
}
