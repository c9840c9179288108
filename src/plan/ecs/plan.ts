import type { CountOwner } from '../../model/count-owner.ts';
import type { EcsPool, EcsScaling } from '../../model/ecs-plan.ts';
import { once } from '../../model/once.ts';
import type { WatcherPlan } from '../../model/watcher-plan.ts';
import type { NeutralPool } from '../../model/plan.ts';
import type { System } from '../../model/system.ts';
import type { EcsTarget } from '../../model/targets.ts';
import { peopleAlarms, poolWidgets } from './alarms.ts';
import { planCapacity } from './capacity.ts';
import { dynamicReferences } from './dynamic-references.ts';
import { identityOf } from './identity.ts';
import { shortfallsOn } from '../capabilities.ts';
import type { TargetPlanned } from '../capabilities.ts';
import { ECS_CAPABILITIES } from './capabilities.ts';
import { readSignals } from './readings.ts';
import { planRoutes, unknownAliases } from './route.ts';
import { planScaling } from './scaling.ts';
import { taskCountSeries } from './series.ts';
import { planService } from './service.ts';
import { planServiceRegistry } from './service-registry.ts';
import { planTask } from './task.ts';
import { watchAlarms } from './watch.ts';
import { planWatcher } from './watcher.ts';

const shortfalls = shortfallsOn('ecs', ECS_CAPABILITIES);

/** Every decision about a pool on ECS. */
export function planEcs(system: System, target: EcsTarget, neutral: NeutralPool): TargetPlanned<EcsPool> {
  const { pool } = neutral;
  const identity = identityOf(system, target, neutral);
  const taskCount = taskCountSeries(identity, target);

  const read = readSignals({ system, target, identity, pool }, neutral.acting);
  const watcher = planWatcher(system, target, neutral);
  const sleepsByClock = neutral.mayBeAtZero && watcher.value === undefined && pool.schedule !== undefined;
  const scaling = planScaling(identity, { ...neutral, sleepsByClock }, read.readings, taskCount);
  const owner = ownerOf(neutral, scaling, watcher.value);
  const heldCount = HELD.includes(owner) ? (neutral.hold ?? pool.replicas.fixed) : undefined;

  const capacity = planCapacity(pool);
  const task = pool.existing === undefined ? planTask(target, identity, pool, capacity.compute) : undefined;
  const routes = planRoutes(target, pool);
  const registry = planServiceRegistry(pool);
  const service =
    task === undefined
      ? undefined
      : planService(target, neutral, { capacity, task, heldCount, routes: routes.value, registry: registry.value });

  // Only an emitter, a proof that is printed and a policy or two ask for what people see.
  const watches = pool.stage.plain !== 'fixed';
  const alarms = once(() => (watches ? peopleAlarms(target, identity, neutral, read.readings, taskCount, owner) : []));
  const watch = once(() => watchAlarms(target, identity, neutral, watcher.value));
  const widgets = once(() => (watches ? poolWidgets(neutral, read.readings, taskCount) : []));
  const value: EcsPool = {
    at: pool.at,
    owner,
    cluster: identity.cluster,
    serviceName: identity.service,
    resourceId: identity.resourceId,
    service,
    scaling,
    get alarms() {
      return alarms();
    },
    get watch() {
      return watch();
    },
    get widgets() {
      return widgets();
    },
    watcher: watcher.value,
    tags: identity.tags,
  };
  return {
    value,
    shortfalls: shortfalls({
      system,
      target,
      neutral,
      read,
      service,
      scaling,
      unreadable: watcher.shortfalls,
    }),
    diagnostics: [
      ...watcher.diagnostics,
      ...routes.diagnostics,
      ...registry.diagnostics,
      ...(pool.existing === undefined ? unknownAliases(pool) : []),
      ...dynamicReferences(pool, value),
    ],
  };
}

function ownerOf({ pool }: NeutralPool, scaling: EcsScaling | undefined, watcher: WatcherPlan | undefined): CountOwner {
  if (scaling !== undefined) return scaling.policies.length > 0 ? 'autoscaler' : 'schedule';
  if (watcher?.enabled.plain === true) return 'watcher';
  return pool.existing === undefined ? 'git' : 'elsewhere';
}

/** Owners for whom the service states a count; any other would be undone by each deployment (semantics 44b). */
const HELD: readonly CountOwner[] = ['git', 'elsewhere'];
