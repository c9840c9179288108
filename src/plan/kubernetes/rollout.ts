import type { KubernetesRollout } from '../../model/kubernetes-plan.ts';
import type { Pool } from '../../model/pool.ts';
import { mapped } from '../../model/sourced.ts';
import { percent, replicas } from '../../model/units.ts';

/** A quarter of the replicas beside the others, or one of them away; undefined where somebody else deploys. */
export function rolloutOf({ existing, rolloutFirst }: Pool): KubernetesRollout | undefined {
  if (existing !== undefined) return undefined;
  return {
    first: rolloutFirst,
    maxSurge: mapped(rolloutFirst, first => percent(first === 'start' ? 25 : 0)),
    maxUnavailable: mapped(rolloutFirst, first => replicas(first === 'start' ? 0 : 1)),
  };
}
