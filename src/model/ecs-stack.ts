import type { EcsPool } from './ecs-plan.ts';

/** Quota of CloudFormation: resources in one template. Its size, 1 MB, is reached long after that. */
export const MAX_STACK_RESOURCES = 500;

/** Function and schedule with a role each, the log group, and an alarm on errors; a test counts what is emitted. */
const WATCHER_RESOURCES = 6;

/** Resources of one stack for all of them, the dashboard among them; counted no further than above `most`. */
export function stackResources(pools: readonly EcsPool[], most = Infinity): number {
  let sum = pools.some(({ widgets }) => widgets.length > 0) ? 1 : 0;
  for (const pool of pools) {
    if (sum > most) break;
    sum += resourcesOf(pool);
  }
  return sum;
}

/** One stack holds an environment, unless that would be more than CloudFormation takes: then each pool has its own. */
export function stackPerPool(pools: readonly EcsPool[]): boolean {
  // To be counted, alarms have to be made.
  return stackResources(pools, MAX_STACK_RESOURCES) > MAX_STACK_RESOURCES;
}

function resourcesOf({ service, scaling, alarms, watch, watcher }: EcsPool): number {
  const stepped = scaling?.policies.filter(policy => policy.kind === 'step').length ?? 0;
  return (
    (service === undefined ? 0 : 3) +
    // A target group and the rule that leads to it, each.
    2 * (service?.routes.filter(({ made }) => made !== undefined).length ?? 0) +
    (scaling === undefined ? 0 : 1 + scaling.policies.length + stepped) +
    alarms.length +
    // As many at most: one without a time is left out.
    watch.length +
    // While its schedule is on, its silence is an alarm too.
    (watcher === undefined ? 0 : WATCHER_RESOURCES + (watcher.enabled.plain ? 1 : 0))
  );
}
