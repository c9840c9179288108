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

/** The second load balancer of a pool and those after it have their place in their names. */
export function suffixOf(index: number): string {
  return index === 0 ? '' : `-${String(index + 1)}`;
}

export function groupNamesOf(target: EcsTarget, pool: Pool, balancer: LoadBalancer): GroupNames {
  const { group } = balancer;
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
    // A dot, which no name of a target group has, so that the second of `web` is not the first of a pool `web-2`.
    {
      whole: `${cluster.plain}-${pool.name.plain}${suffixOf(pool.loadBalancers.indexOf(balancer)).replace('-', '.')}`,
      longest: LONGEST,
      allowed: /[^A-Za-z0-9-]|^-+/g,
    },
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

/**
 * The load balancers whose count `requests` may follow: the one that says so, or else all that could. Where there are
 * several, that is a finding, and the first is taken.
 */
export function countingRequests({ loadBalancers }: Pool): readonly LoadBalancer[] {
  const able = loadBalancers.filter(
    balancer => applicationBalancer(balancer) !== undefined && balancer.countsRequests?.plain !== false,
  );
  const named = able.filter(({ countsRequests }) => countsRequests?.plain === true);
  return named.length > 0 ? named : able;
}

/** `app/name/id/targetgroup/name/id`: the resource label of ALBRequestCountPerTarget. */
export function resourceLabel(target: EcsTarget, pool: Pool): Sourced<string> | undefined {
  const [counting] = countingRequests(pool);
  const balancer = counting && applicationBalancer(counting);
  if (counting === undefined || balancer === undefined) return undefined;
  return text`${balancer}/${groupNamesOf(target, pool, counting).fullName}`;
}

/**
 * The requests that the load balancer passed on to the pool, in a minute. Both metrics are there as long as a target is
 * registered (Elastic Load Balancing, "CloudWatch metrics for your Application Load Balancer"); the page also says that
 * nothing is reported without requests, so the targets are the heartbeat.
 */
export function balancedRequests(target: EcsTarget, pool: Pool): CloudWatchSource | undefined {
  const [counting] = countingRequests(pool);
  const balancer = counting && applicationBalancer(counting);
  if (counting === undefined || balancer === undefined) return undefined;
  const constant = (value: string) => because('what the load balancer publishes', value, counting.at);
  const dimensions = [
    { key: constant('LoadBalancer'), value: balancer },
    { key: constant('TargetGroup'), value: groupNamesOf(target, pool, counting).fullName },
  ];
  const of = (metric: string, statistic: string) => ({
    namespace: constant('AWS/ApplicationELB'),
    metric: constant(metric),
    dimensions,
    statistic: constant(statistic),
  });
  return { at: counting.at, ...of('RequestCount', 'Sum'), heartbeat: of('HealthyHostCount', 'Maximum') };
}
