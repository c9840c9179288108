import { because, derive } from '../../model/sourced.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import type { Signals } from '../../model/signals.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import type { WorkTime } from '../../model/work.ts';
import type { Config } from '../schema/root.ts';
import type { Section } from '../zip.ts';
import { WHY } from './defaults.ts';

type PoolSection = Section<Config['pools'][string]>;

/** Everything that a pool says of how long its work takes. */
export function workTimesOf({ work, signals }: PoolSection): readonly WorkTime[] {
  const workTime = signals?.queueBacklog?.workTime;
  return [
    ...(work === undefined ? [] : [{ field: 'work.longest' as const, time: work.longest }]),
    ...(workTime === undefined ? [] : [{ field: 'signals.queueBacklog.workTime' as const, time: workTime }]),
  ];
}

/** Work that takes longer than is usual is given its time (semantics 60). */
export function graceOf(
  leases: NonNullable<Signals['kafkaLag']>['leases'],
  longest: Sourced<Seconds> | undefined,
  place: Origin,
): Sourced<Seconds> {
  const usual =
    leases === undefined ? because(WHY.grace, seconds(30), place) : because(WHY.leaseGrace, seconds(60), leases.at);
  return longest === undefined || longest.plain <= usual.plain
    ? usual
    : derive('grace period = longest piece of work, and half a minute to end', { longest }, v =>
        seconds(v.longest + 30),
      );
}
