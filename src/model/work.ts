import type { Sourced } from './sourced.ts';
import type { Seconds } from './units.ts';

/** Something that says how long a piece of work takes. */
export interface WorkTime {
  /** The field, below the pool. */
  readonly field: 'work.longest' | 'signals.queueBacklog.workTime';
  readonly time: Sourced<Seconds>;
}

/** The one that says most: scaling in must wait for it, whichever field it was written in. */
export function longestOf([first, ...others]: readonly WorkTime[]): WorkTime | undefined {
  return others.reduce(
    (longest, other) => (longest !== undefined && longest.time.plain >= other.time.plain ? longest : other),
    first,
  );
}
