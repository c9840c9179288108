import type { Pool } from '../../model/pool.ts';
import { because, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';

/** How often KEDA looks at the triggers, in whole seconds. */
export function pollingIntervalOf({ pollingInterval }: Pool, mayBeAtZero: boolean): Sourced<Seconds> {
  if (pollingInterval !== undefined) return mapped(pollingInterval, plain => seconds(Math.ceil(plain)));
  return because(
    mayBeAtZero ? 'work that waits for a pool at zero is noticed within 15 s' : 'KEDA asks every 30 s',
    seconds(mayBeAtZero ? 15 : 30),
  );
}
