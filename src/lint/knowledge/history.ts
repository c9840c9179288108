import type { EcsPool } from '../../model/ecs-plan.ts';
import type { Autoscaler } from '../../model/kubernetes-plan.ts';
import type { Plan, PoolPlan } from '../../model/plan.ts';

/** A pool beside what it was, where both are the same workload, so that its objects change in place. */
export interface ChangedPool {
  readonly now: PoolPlan;
  readonly before: PoolPlan;
}

/** What runs is known by its name; of two pools with one name, each on a platform of its own, the key tells which. */
export function changedPools({ pools }: Plan, base: Plan): readonly ChangedPool[] {
  const known = poolsBy(base.pools, workloadOf);
  const keys = new Set(pools.map(({ pool }) => pool.key));
  return pools.flatMap((now): readonly ChangedPool[] => {
    const same = known.get(workloadOf(now)) ?? [];
    const before = same.find(({ pool }) => pool.key === now.pool.key) ?? same.find(({ pool }) => !keys.has(pool.key));
    return before === undefined ? [] : [{ now, before }];
  });
}

/** What the Deployment, or the service, is called. */
export function workloadOf({ pool }: PoolPlan): string {
  return (pool.existing?.name ?? pool.name).plain;
}

/** Pools by what they have in common. */
export function poolsBy(
  pools: readonly PoolPlan[],
  common: (pool: PoolPlan) => string,
): ReadonlyMap<string, readonly PoolPlan[]> {
  const groups = new Map<string, PoolPlan[]>();
  for (const pool of pools) {
    const key = common(pool);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pool]);
    else group.push(pool);
  }
  return groups;
}

export interface KubernetesChange extends ChangedPool {
  readonly autoscaler: Autoscaler;
  readonly autoscalerBefore: Autoscaler;
}

/** Pools on Kubernetes then and now; in another namespace everything is new, and nothing changes in place. */
export function changedOnKubernetes(plan: Plan, base: Plan): readonly KubernetesChange[] {
  if (plan.system.targets.kubernetes?.namespace.plain !== base.system.targets.kubernetes?.namespace.plain) return [];
  return changedPools(plan, base).flatMap(({ now, before }): readonly KubernetesChange[] =>
    now.on.kubernetes === undefined || before.on.kubernetes === undefined
      ? []
      : [{ now, before, autoscaler: now.on.kubernetes.autoscaler, autoscalerBefore: before.on.kubernetes.autoscaler }],
  );
}

export interface EcsChange extends ChangedPool {
  readonly ecs: EcsPool;
  readonly ecsBefore: EcsPool;
}

/** Pools on ECS then and now, in the same cluster of the same region. */
export function changedOnEcs(plan: Plan, base: Plan): readonly EcsChange[] {
  if (plan.system.targets.ecs?.region.plain !== base.system.targets.ecs?.region.plain) return [];
  return changedPools(plan, base).flatMap(({ now, before }): readonly EcsChange[] =>
    now.on.ecs === undefined || before.on.ecs?.resourceId.plain !== now.on.ecs.resourceId.plain
      ? []
      : [{ now, before, ecs: now.on.ecs, ecsBefore: before.on.ecs }],
  );
}
