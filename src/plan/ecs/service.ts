import type { EcsCompute, EcsRoute, EcsService, EcsServiceRegistry, EcsTask } from '../../model/ecs-plan.ts';
import type { NeutralPool } from '../../model/plan.ts';
import type { Pool } from '../../model/pool.ts';
import { because, derive, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { EcsTarget } from '../../model/targets.ts';
import { replicas } from '../../model/units.ts';
import type { Replicas } from '../../model/units.ts';
import type { PlannedCapacity } from './capacity.ts';
import { healthCheckGrace } from './route.ts';
import { planServiceConnect } from './service-connect.ts';

/** What else is decided of a service. */
interface ServiceParts {
  readonly capacity: PlannedCapacity;
  readonly task: EcsTask;
  readonly heldCount: Sourced<Replicas> | undefined;
  readonly routes: readonly EcsRoute[];
  readonly registry: EcsServiceRegistry | undefined;
}

export function planService(
  target: EcsTarget,
  neutral: NeutralPool,
  { capacity, task, heldCount, routes, registry }: ServiceParts,
): EcsService {
  const { pool } = neutral;
  const compute = capacity.compute.plain;
  return {
    compute,
    task,
    createCount: createCountOf(neutral, heldCount),
    heldCount,
    strategy: capacity.strategy,
    subnets: target.subnets,
    securityGroups: target.securityGroups,
    assignPublicIp: publicIpOf(target, compute),
    ...rollout(neutral),
    zoneRebalancing: zoneRebalancingOf(neutral, task),
    routes,
    healthCheckGrace: healthCheckGrace(pool),
    connect: planServiceConnect(target, pool),
    registry,
    executeCommand: pool.executeCommand,
    retained: pool.kind.plain === 'always-on',
  };
}

function createCountOf(
  { hold, bounds, mayBeAtZero, pool }: NeutralPool,
  held: Sourced<Replicas> | undefined,
): Sourced<Replicas> {
  if (held !== undefined) return held;
  if (hold !== undefined) return hold;
  if (mayBeAtZero)
    return because('the pool sleeps until its watcher sees work, or its window opens', replicas(0), pool.kind.origin);
  return derive('the minimum, and one task at least', { min: bounds.min }, ({ min }) => replicas(Math.max(1, min)));
}

function publicIpOf(target: EcsTarget, compute: EcsCompute): Sourced<'ENABLED' | 'DISABLED'> {
  if (compute !== 'FARGATE') return because('only Fargate gives a task a public address', 'DISABLED');
  return derive('assignPublicIp', { assignPublicIp: target.assignPublicIp }, plain =>
    plain.assignPublicIp ? 'ENABLED' : 'DISABLED',
  );
}

/**
 * Stated, since services from before September 2025 and later ones have another default. It starts a task in another
 * zone and stops one, so it needs room for one more, and it is off where a task must not be stopped at will.
 */
function zoneRebalancingOf(neutral: NeutralPool, task: EcsTask): EcsService['zoneRebalancing'] {
  const { pool } = neutral;
  const { longestWork, signals } = pool;
  const leases = signals.kafkaLag?.leases;
  const stop = task.containers[0]?.stopTimeout.plain ?? 0;
  if (rollout(neutral).maximumPercent.plain <= 100)
    return because('ECS rebalances only where a deployment may start one task more', 'DISABLED', pool.hardware?.at);
  if (leases !== undefined)
    return because('each task that is stopped hands over its leases', 'DISABLED', signals.kafkaLag?.at);
  if (longestWork !== undefined && longestWork.plain > stop)
    return because('a task may work longer than ECS waits before it kills it', 'DISABLED', longestWork.origin);
  return because('tasks may be moved to even out the zones', 'ENABLED');
}

/** Percentages of the tasks that are wanted. */
function rollout({ pool }: NeutralPool): Pick<EcsService, 'minimumHealthyPercent' | 'maximumPercent'> {
  const { rolloutFirst, replicas, rollout: settings, deploymentPercent } = pool;
  const stopping = settings.strategy.plain === 'Recreate' ? 0 : stoppingFirst(replicas);
  const [minimum, maximum] = rolloutFirst.plain === 'start' ? [100, 200] : [stopping, 100];
  return {
    minimumHealthyPercent: deploymentPercent.minimumHealthy ?? mapped(rolloutFirst, () => minimum),
    maximumPercent: deploymentPercent.maximum ?? mapped(rolloutFirst, () => maximum),
  };
}

/** How many tasks of the maximum a deployment that stops first takes away together. */
export function stoppedAtOnce(replicas: Pool['replicas']): number {
  const most = replicas.max.plain;
  return most - Math.ceil((stoppingFirst(replicas) / 100) * most);
}

/** ECS rounds up the tasks that must stay, so the percentage follows from the smallest count, or none ever stops. */
function stoppingFirst({ min, fixed }: Pool['replicas']): number {
  const fewest = Math.min(min.plain, fixed.plain);
  return fewest <= 1 ? 0 : Math.floor((100 * (fewest - 1)) / fewest);
}
