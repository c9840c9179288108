import type { EcsAlarm, EcsWatchAlarm } from '../../model/ecs-plan.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { Proof } from '../../model/proof.ts';
import { derive, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { formatDuration } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';

/** Quota of CloudWatch: an alarm with periods of a minute looks at one day (semantics 44d). */
const MOST_MINUTES = 1440;

/**
 * Alarms that tell people when a service does not wake or return in the time that its proof says. Where the proof has
 * no time, or more than a day, there is none.
 */
export function watchedAlarms({ pool, on: { ecs } }: PoolPlan, proof: Proof): readonly EcsAlarm[] {
  return (ecs?.watch ?? []).flatMap(({ watches, ...alarm }): readonly EcsAlarm[] => {
    const within = timeOf(watches, proof);
    const periods = within && minutesOf(within);
    if (within === undefined || periods === undefined || periods.plain > MOST_MINUTES) return [];
    const promised = mapped(within, formatDuration);
    const description =
      watches.what === 'wake'
        ? text`${pool.name} has had work for ${periods} minutes, and no task runs; it wakes within ${promised} (${watches.from}). The alarm is silent while the metric of the work is not published. A task that starts and stops again counts as running.`
        : text`${pool.name} has had no work for ${periods} minutes, and tasks run; it is back at zero within ${promised}. The alarm is silent while a metric of the work is not published.`;
    return [{ ...alarm, description, periods }];
  });
}

function timeOf(watches: EcsWatchAlarm['watches'], { wake, back }: Proof): Sourced<Seconds> | undefined {
  return watches.what === 'wake' ? wake?.paths.find(({ from }) => from === watches.from)?.longest : back?.after;
}

/**
 * The minute in which work comes or ends is whole for CloudWatch, and the CPU of tasks may be published two minutes
 * late: until then they do not run.
 */
function minutesOf(time: Sourced<Seconds>): Sourced<number> {
  return derive(
    'whole minutes, one in which it begins, and two by which metrics are late',
    { time },
    v => Math.ceil(v.time / 60) + 3,
  );
}
