import type { EcsPolicy, EcsPool, EcsPredefinedMetric, EcsQuery, EcsScaling, EcsWidget } from '../../model/ecs-plan.ts';
import type { WatcherPlan } from '../../model/watcher-plan.ts';
import type { Controller, ControlScene } from '../run.ts';
import { ticks } from '../ticks.ts';
import { NO_MEMORY, scaleCapacity } from './application-auto-scaling.ts';
import type { PolicyPoints } from './application-auto-scaling.ts';
import { cloudWatchOf } from './cloudwatch-series.ts';
import type { CloudWatch } from './cloudwatch-series.ts';
import { queriesValue } from './metric-queries.ts';
import { forcedInto, scheduledBounds } from './scheduled-actions.ts';
import type { CapacityBounds } from './scheduled-actions.ts';
import { watch } from './watcher.ts';
import type { WatcherHandler } from './watcher.ts';

/** What scales one ECS service: its scheduled actions, its policies, and the watcher between 0 and 1. */
export function ecsControllers(ecs: EcsPool, handler: WatcherHandler): readonly Controller[] {
  const cloudwatch = cloudWatchOf(ecs);
  const record: Controller = scene => {
    cloudwatch.sample(scene);
    return undefined;
  };
  const { scaling, watcher } = ecs;
  const scales =
    scaling === undefined || scaling.suspended.scheduled.plain
      ? []
      : scalingControllers(scaling, ecs.widgets, cloudwatch);
  const watches = watcher?.enabled.plain === true ? [watcherController(watcher, handler, cloudwatch)] : [];
  return [...scales, ...watches, record];
}

function scalingControllers(
  scaling: EcsScaling,
  widgets: readonly EcsWidget[],
  { published }: CloudWatch,
): readonly Controller[] {
  let bounds: CapacityBounds = { min: scaling.min.plain, max: scaling.max.plain };
  let memory = NO_MEMORY;
  const valueOf = new Map(scaling.policies.map(policy => [policy, queriesValue(queriesOf(policy, widgets))]));
  const scheduleDue = ticks(60);
  const policyDue = ticks(60);

  const schedules: Controller = ({ set, world, clock }) => {
    if (!scheduleDue(world.at)) return undefined;
    const next = scheduledBounds(scaling.schedules, bounds, clock);
    if (next === bounds) return undefined;
    bounds = next;
    const { min, max } = next;
    const reason = `scheduled: ${String(min)} to ${String(max)}`;
    return { to: forcedInto(next, set.replicas.length), by: 'scheduled-action', reason };
  };

  const policies: Controller = ({ set, world, deploying }) => {
    if (!policyDue(world.at)) return undefined;
    const current = Math.floor(world.at / 60);
    const points: PolicyPoints = (policy, minutes) =>
      Array.from({ length: minutes }, (_, index) =>
        shownAs(policy, valueOf.get(policy)?.(current - minutes + index, published)),
      );
    const decision = scaleCapacity(scaling, bounds, memory, set.replicas.length, world.at, points, deploying);
    ({ memory } = decision);
    return { to: decision.desired, by: 'application-auto-scaling', reason: decision.reason };
  };
  return [schedules, policies];
}

/** Metrics that Application Auto Scaling knows by name, and the signals that they are. */
const PREDEFINED: Readonly<Record<EcsPredefinedMetric, EcsWidget['of']>> = {
  ECSServiceAverageCPUUtilization: 'cpu',
  ECSServiceAverageMemoryUtilization: 'memory',
  ALBRequestCountPerTarget: 'requests',
};

/** The dashboard shows requests a second, and a load balancer counts those of a minute. */
function shownAs(policy: EcsPolicy, value: number | undefined): number | undefined {
  const perMinute = policy.kind === 'tracking' && policy.predefined?.plain === 'ALBRequestCountPerTarget';
  return perMinute && value !== undefined ? value * 60 : value;
}

/** A predefined metric has no queries; the dashboard shows the same mean over the service. */
function queriesOf(policy: EcsPolicy, widgets: readonly EcsWidget[]): readonly EcsQuery[] {
  if (policy.kind === 'step') return policy.alarm.queries;
  if (policy.predefined === undefined) return policy.queries;
  const shown = PREDEFINED[policy.predefined.plain];
  return widgets.find(({ of }) => of === shown)?.queries ?? [];
}

function watcherController(watcher: WatcherPlan, handler: WatcherHandler, { published }: CloudWatch): Controller {
  const due = ticks(60);
  let changed = Number.NEGATIVE_INFINITY;
  let last: number | undefined;
  return ({ set, world, observe, deploying }: ControlScene) => {
    const desired = set.replicas.length;
    // Every change of the count, whoever makes it, updates the deployment.
    if (last !== undefined && last !== desired) changed = world.at;
    last = desired;
    if (!due(world.at)) return undefined;
    const queueLength = (): number | undefined => observe('queueBacklog');
    const { replicas, reason } = watch(
      watcher,
      handler,
      { desired, deploying, changed, published, queueLength },
      world.at,
    );
    return replicas === undefined ? undefined : { to: replicas, by: 'watcher', reason };
  };
}
