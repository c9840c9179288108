import type { RolloutProof } from '../../model/proof.ts';
import type { Sourced } from '../../model/sourced.ts';
import { gpusOf, onlyReplicaStopped } from '../rollout.ts';
import type { Premises } from '../premises.ts';

/** By the strategy of the Deployment. */
export function kubernetesRollout({ pool }: Premises): RolloutProof | undefined {
  const { rollout, autoscaler } = pool.on.kubernetes ?? {};
  if (rollout === undefined || autoscaler === undefined) return undefined;
  const { first, strategy, maxSurge, maxUnavailable } = rollout;
  const most = autoscaler.kind === 'none' ? autoscaler.replicas.plain : autoscaler.max.plain;
  // A percentage of a surge is rounded up, one of what may be away down (kubernetes, `ResolveFenceposts`).
  const extra = Math.ceil(shareOf(maxSurge.plain, most));
  return {
    first: first.plain,
    extra,
    extraGpus: extra * gpusOf(pool),
    outage:
      strategy.plain === 'Recreate' ? pool.pool.coldStart : onlyReplicaStopped(pool, mayStop(maxSurge, maxUnavailable)),
    stopsAll: strategy.plain === 'Recreate',
  };
}

/** Where both round to nothing, one replica may be away, or no rollout would ever end. */
function mayStop(maxSurge: Sourced<number | string>, maxUnavailable: Sourced<number | string>) {
  return (count: number): boolean => {
    const away = Math.floor(shareOf(maxUnavailable.plain, count));
    return count <= (away === 0 && Math.ceil(shareOf(maxSurge.plain, count)) === 0 ? 1 : away);
  };
}

/** Of a count: `25%` of 10 is 2.5, and 3 is 3. */
function shareOf(budget: number | string, count: number): number {
  return typeof budget === 'number' ? budget : (Number.parseFloat(budget) * count) / 100;
}
