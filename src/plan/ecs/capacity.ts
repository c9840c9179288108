import type { EcsCompute, EcsService } from '../../model/ecs-plan.ts';
import { because, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { CapacityProvider, Pool } from '../../model/pool.ts';

const COMPUTE = {
  fargate: 'FARGATE',
  fargateSpot: 'FARGATE',
  managedInstances: 'MANAGED_INSTANCES',
  ec2: 'EC2',
} as const satisfies Record<CapacityProvider['kind'], EcsCompute>;

export interface PlannedCapacity {
  readonly compute: Sourced<EcsCompute>;
  readonly strategy: EcsService['strategy'];
}

/** Always a strategy and never `launchType`, which excludes it (semantics 32). */
export function planCapacity(pool: Pool): PlannedCapacity {
  const { providers, at } = pool.capacity;
  const first = providers[0];
  if (first === undefined) {
    const why = "no capacity is declared: Fargate, which needs no machines of one's own";
    return {
      compute: because(why, 'FARGATE', at),
      strategy: [{ provider: because(why, 'FARGATE', at), weight: because(why, 1, at), base: undefined }],
    };
  }
  // The language refuses providers of more than one kind, as the API does.
  return {
    compute: mapped(first.name, () => COMPUTE[first.kind]),
    strategy: providers.map(provider => ({
      provider: provider.name,
      weight: provider.weight,
      // Only one provider of a strategy may have a base, and 0 is the default.
      base: provider.base.plain === 0 ? undefined : provider.base,
    })),
  };
}
