import type { Signal } from '../../src/behaviour/load.ts';
import type { PlannedPool } from './pools.ts';
import { isSilentWhenIdle } from './signals-of.ts';
import type { EmittedSignal } from './signals-of.ts';

/** Values at which a signal asks for a count and holds it. */
export function holding({ shared, target, above }: EmittedSignal, count: number): Signal {
  const least = above === undefined ? 0 : above * 1.5 + 1;
  // What is compared as it is asks for more until the replicas are there.
  return ({ running }) => Math.max(least, shared ? target * count : running < count ? 2 * target : target);
}

/** Half of it, which would do with fewer replicas. */
export function half({ shared, target }: EmittedSignal, count: number): Signal {
  return () => (shared ? target * count : target) / 2;
}

/** No work, and nothing that waits. */
export const idle: Signal = () => 0;

/** The same as it is shown: memory is what it was, and of events nothing is published while there are none. */
export function shownIdle(planned: PlannedPool, signal: EmittedSignal): Signal {
  if (signal.purpose === 'memory') return () => signal.target;
  return isSilentWhenIdle(planned, signal) ? () => undefined : idle;
}
