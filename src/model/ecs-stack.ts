import type { EcsPool } from './ecs-plan.ts';

/** Quota of CloudFormation: resources in one template. Its size, 1 MB, is reached long after that. */
export const MAX_STACK_RESOURCES = 500;

/** Function and schedule with a role each, the log group, and an alarm on errors; a test counts what is emitted. */
const WATCHER_RESOURCES = 6;

/** Resources of one stack for all of them, the dashboard among them. */
export function stackResources(pools: readonly EcsPool[]): number {
  const dashboard = pools.some(({ widgets }) => widgets.length > 0) ? 1 : 0;
  return pools.reduce((sum, pool) => sum + resourcesOf(pool), dashboard);
}

/** One stack holds an environment, unless that would be more than CloudFormation takes: then each pool has its own. */
export function stackPerPool(pools: readonly EcsPool[]): boolean {
  return stackResources(pools) > MAX_STACK_RESOURCES;
}

function resourcesOf({ service, scaling, alarms, watch, watcher }: EcsPool): number {
  const stepped = scaling?.policies.filter(policy => policy.kind === 'step').length ?? 0;
  return (
    (service === undefined ? 0 : 3) +
    // A target group and the rule that leads to it.
    (service?.route?.made === undefined ? 0 : 2) +
    (scaling === undefined ? 0 : 1 + scaling.policies.length + stepped) +
    alarms.length +
    // As many at most: one without a time is left out.
    watch.length +
    // While its schedule is on, its silence is an alarm too.
    (watcher === undefined ? 0 : WATCHER_RESOURCES + (watcher.enabled.plain ? 1 : 0))
  );
}
