import type { LoadBalancer } from '../../model/load-balancer.ts';
import type { CloudWatchSource } from '../../model/metric-source.ts';
import type { Pool } from '../../model/pool.ts';
import { because, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { UNSTATED } from '../../model/targets.ts';
import type { EcsTarget } from '../../model/targets.ts';
import { shortName } from './short-name.ts';

/** How AWS calls the target group of a pool. */
export interface GroupNames {
  /** `targetgroup/name/id`, as metrics and labels of a policy have it. */
  readonly fullName: Sourced<string>;
  readonly arn: Sourced<string>;
  /** What it is made under; undefined where it exists. */
  readonly name: Sourced<string> | undefined;
}

/**
 * Stands for the id that AWS gives a target group when it is made. The stack has the group itself there; the payloads
 * are sent by hand, and AWS refuses this one until it is replaced.
 */
const ID = 'returned-by-create-target-group';

/** Longest name of a target group. */
const LONGEST = 32;

export function groupNamesOf(target: EcsTarget, pool: Pool, { group }: LoadBalancer): GroupNames {
  if (group.kind === 'existing')
    return {
      fullName: mapped(group.arn, arn => arn.slice(arn.lastIndexOf('targetgroup/'))),
      arn: group.arn,
      name: undefined,
    };
  // A service that is deployed has an execution role, and so an account.
  const { cluster, region, accountId = UNSTATED, partition } = target;
  const name = shortName(
    'name of the cluster and the service',
    { cluster, service: pool.name },
    { whole: `${cluster.plain}-${pool.name.plain}`, longest: LONGEST, allowed: /[^A-Za-z0-9-]|^-+/g },
  );
  const fullName = text`targetgroup/${name}/${ID}`;
  return { fullName, arn: text`arn:${partition}:elasticloadbalancing:${region}:${accountId}:${fullName}`, name };
}

/**
 * `app/name/id` of the Application Load Balancer in front of a pool. A Network Load Balancer counts no requests;
 * undefined too where nothing says which load balancer it is.
 */
export function applicationBalancer({ group }: LoadBalancer): Sourced<string> | undefined {
  return group.balancer?.plain.startsWith('app/') === true ? group.balancer : undefined;
}

/** `app/name/id/targetgroup/name/id`: the resource label of ALBRequestCountPerTarget. */
export function resourceLabel(target: EcsTarget, pool: Pool): Sourced<string> | undefined {
  const { loadBalancer } = pool;
  const balancer = loadBalancer && applicationBalancer(loadBalancer);
  if (loadBalancer === undefined || balancer === undefined) return undefined;
  return text`${balancer}/${groupNamesOf(target, pool, loadBalancer).fullName}`;
}

/**
 * The requests that the load balancer passed on to the pool, in a minute. Both metrics are there as long as a target is
 * registered (Elastic Load Balancing, "CloudWatch metrics for your Application Load Balancer"); the page also says that
 * nothing is reported without requests, so the targets are the heartbeat.
 */
export function balancedRequests(target: EcsTarget, pool: Pool): CloudWatchSource | undefined {
  const { loadBalancer } = pool;
  const balancer = loadBalancer && applicationBalancer(loadBalancer);
  if (loadBalancer === undefined || balancer === undefined) return undefined;
  const constant = (value: string) => because('what the load balancer publishes', value, loadBalancer.at);
  const dimensions = [
    { key: constant('LoadBalancer'), value: balancer },
    { key: constant('TargetGroup'), value: groupNamesOf(target, pool, loadBalancer).fullName },
  ];
  const of = (metric: string, statistic: string) => ({
    namespace: constant('AWS/ApplicationELB'),
    metric: constant(metric),
    dimensions,
    statistic: constant(statistic),
  });
  return { at: loadBalancer.at, ...of('RequestCount', 'Sum'), heartbeat: of('HealthyHostCount', 'Maximum') };
}
