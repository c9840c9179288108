import { because } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';

/** How often KEDA looks at the triggers. */
export function pollingIntervalOf(mayBeAtZero: boolean): Sourced<Seconds> {
  return because(
    mayBeAtZero ? 'work that waits for a pool at zero is noticed within 15 s' : 'KEDA asks every 30 s',
    seconds(mayBeAtZero ? 15 : 30),
  );
}
