import type { EcsPool } from './ecs-plan.ts';

/** Quota of CloudFormation: resources in one template. Its size, 1 MB, is reached long after that. */
export const MAX_STACK_RESOURCES = 500;

/** Function and schedule with a role each, and the log group. */
const WATCHER_RESOURCES = 5;

/** One stack holds an environment, unless that would be more than CloudFormation takes: then each pool has its own. */
export function stackPerPool(pools: readonly EcsPool[]): boolean {
  return pools.reduce((sum, pool) => sum + resourcesOf(pool), 1) > MAX_STACK_RESOURCES;
}

function resourcesOf({ service, scaling, alarms, watcher }: EcsPool): number {
  const stepped = scaling?.policies.filter(policy => policy.kind === 'step').length ?? 0;
  return (
    (service === undefined ? 0 : 3) +
    (scaling === undefined ? 0 : 1 + scaling.policies.length + stepped) +
    alarms.length +
    (watcher === undefined ? 0 : WATCHER_RESOURCES)
  );
}
