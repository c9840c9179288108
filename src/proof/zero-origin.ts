import type { Origin } from '../model/sourced.ts';
import type { Pool } from '../model/pool.ts';

/** The line that lets a pool be at zero: its own minimum, or else its kind, to which the priority gives one. */
export function zeroAt({ replicas, kind }: Pool): Origin {
  return replicas.min.origin.kind === 'written' ? replicas.min.origin : kind.origin;
}
