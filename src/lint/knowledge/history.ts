import type { EcsPool } from '../../model/ecs-plan.ts';
import type { Autoscaler } from '../../model/kubernetes-plan.ts';
import type { Plan, PoolPlan, TargetPlan } from '../../model/plan.ts';
import type { TargetName } from '../../model/targets.ts';

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

/** Whether the same objects are changed, rather than new ones made elsewhere. */
const IN_PLACE: { readonly [T in TargetName]: (now: Plan, before: Plan) => boolean } = {
  kubernetes: ({ system: now }, { system: before }) =>
    now.targets.kubernetes?.namespace.plain === before.targets.kubernetes?.namespace.plain,
  ecs: ({ system: now }, { system: before }) =>
    now.targets.ecs?.region.plain === before.targets.ecs?.region.plain &&
    now.targets.ecs?.accountId?.plain === before.targets.ecs?.accountId?.plain,
};

/** A pool then and now on one target, where its objects change in place. */
export interface TargetChange<T extends TargetName> extends ChangedPool {
  readonly decided: TargetPlan[T];
  readonly decidedBefore: TargetPlan[T];
}

/**
 * Pools that run on the target then and now; where it is another place, everything is new, and nothing changes in
 * place.
 */
export function changedOn<T extends TargetName>(target: T, plan: Plan, base: Plan): readonly TargetChange<T>[] {
  if (!IN_PLACE[target](plan, base)) return [];
  return changedPools(plan, base).flatMap(({ now, before }): readonly TargetChange<T>[] => {
    const decided: TargetPlan[T] | undefined = now.on[target];
    const decidedBefore: TargetPlan[T] | undefined = before.on[target];
    return decided === undefined || decidedBefore === undefined ? [] : [{ now, before, decided, decidedBefore }];
  });
}

export interface KubernetesChange extends ChangedPool {
  readonly autoscaler: Autoscaler;
  readonly autoscalerBefore: Autoscaler;
}

/** Pools on Kubernetes then and now, in the same namespace. */
export function changedOnKubernetes(plan: Plan, base: Plan): readonly KubernetesChange[] {
  return changedOn('kubernetes', plan, base).map(({ now, before, decided, decidedBefore }) => ({
    now,
    before,
    autoscaler: decided.autoscaler,
    autoscalerBefore: decidedBefore.autoscaler,
  }));
}

export interface EcsChange extends ChangedPool {
  readonly ecs: EcsPool;
  readonly ecsBefore: EcsPool;
}

/** Pools on ECS then and now, in the same cluster of the same region. */
export function changedOnEcs(plan: Plan, base: Plan): readonly EcsChange[] {
  return changedOn('ecs', plan, base)
    .filter(({ decided, decidedBefore }) => decided.resourceId.plain === decidedBefore.resourceId.plain)
    .map(({ now, before, decided, decidedBefore }) => ({ now, before, ecs: decided, ecsBefore: decidedBefore }));
}
