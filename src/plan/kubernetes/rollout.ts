import type { KubernetesRollout } from '../../model/kubernetes-plan.ts';
import type { Pool } from '../../model/pool.ts';
import { because, mapped } from '../../model/sourced.ts';
import { replicas } from '../../model/units.ts';

/** A quarter of the replicas beside the others, or one of them away; undefined where somebody else deploys. */
export function rolloutOf({ existing, rolloutFirst, rollout }: Pool): KubernetesRollout | undefined {
  if (existing !== undefined) return undefined;
  const { strategy, maxSurge, maxUnavailable } = rollout;
  if (strategy.plain === 'Recreate') {
    const none = because('every replica stops before the first new one starts', replicas(0), strategy.origin);
    return { first: rolloutFirst, strategy, maxSurge: none, maxUnavailable: mapped(strategy, () => '100%') };
  }
  return {
    first: rolloutFirst,
    strategy,
    maxSurge: maxSurge ?? mapped(rolloutFirst, first => (first === 'start' ? '25%' : replicas(0))),
    maxUnavailable: maxUnavailable ?? mapped(rolloutFirst, first => replicas(first === 'start' ? 0 : 1)),
  };
}
