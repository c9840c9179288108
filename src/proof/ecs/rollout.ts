import type { RolloutProof } from '../../model/proof.ts';
import type { Premises } from '../premises.ts';
import { gpusOf, onlyReplicaStopped } from '../rollout.ts';

/** By the percentages of the service. */
export function ecsRollout({ pool }: Premises): RolloutProof | undefined {
  const { service, scaling } = pool.on.ecs ?? {};
  if (service === undefined) return undefined;
  const most = (scaling?.max ?? service.heldCount ?? pool.bounds.max).plain;
  // ECS rounds the maximum down and the minimum up.
  const extra = Math.floor((most * (service.maximumPercent.plain - 100)) / 100);
  return {
    first: pool.pool.rolloutFirst.plain,
    extra,
    extraGpus: extra * gpusOf(pool),
    stopsAll: pool.pool.rollout.strategy.plain === 'Recreate',
    outage: onlyReplicaStopped(pool, count => Math.ceil((count * service.minimumHealthyPercent.plain) / 100) === 0),
  };
}
