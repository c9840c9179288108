import type { RolloutProof } from '../../model/proof.ts';
import { gpusOf, onlyReplicaStopped } from '../rollout.ts';
import type { Premises } from '../premises.ts';

/** By the strategy of the Deployment. */
export function kubernetesRollout({ pool }: Premises): RolloutProof | undefined {
  const { rollout, autoscaler } = pool.on.kubernetes ?? {};
  if (rollout === undefined || autoscaler === undefined) return undefined;
  const { first, maxSurge, maxUnavailable } = rollout;
  const most = autoscaler.kind === 'none' ? autoscaler.replicas.plain : autoscaler.max.plain;
  // A percentage of a surge is rounded up (kubernetes, `ResolveFenceposts`).
  const extra = Math.ceil((most * maxSurge.plain) / 100);
  return {
    first: first.plain,
    extra,
    extraGpus: extra * gpusOf(pool),
    outage: onlyReplicaStopped(pool, stopped => stopped <= maxUnavailable.plain),
  };
}
