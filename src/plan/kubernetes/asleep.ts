import { text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { TriggerContext } from './built-triggers.ts';
import { replicas } from './series.ts';

/**
 * Zero while the pool is at zero, as kube-state-metrics tells: what is measured on replicas is not there then, which
 * would be an error for as long as the pool sleeps.
 */
export function orAsleep(query: Sourced<string>, { target, neutral }: TriggerContext): Sourced<string> {
  const maySleep = neutral.pool.replicas.min.plain === 0;
  return maySleep ? text`${query} or 0 * max(${replicas(target, neutral)} == 0)` : query;
}
