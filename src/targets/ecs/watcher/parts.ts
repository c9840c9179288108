import type { EcsSeries } from '../../../model/ecs-plan.ts';
import type { Sourced} from '../../../model/sourced.ts';
import { derive, mapped, text } from '../../../model/sourced.ts';
import type { EcsTarget } from '../../../model/system.ts';
import type { WatcherPlan } from '../../../model/watcher-plan.ts';

/** Newest Node.js of Lambda that carries the SDK's version 3. */
export const RUNTIME = 'nodejs22.x';
export const TIMEOUT_SECONDS = 30;
export const MEMORY_MEBIBYTES = 128;

/** The handler's environment: one JSON value, no secret in it. */
export function configurationOf(watcher: WatcherPlan): Sourced<string> {
  const { cluster, service, wakeCount, activation, window } = watcher;
  return derive('configuration of the handler', { cluster, service, wakeCount, activation, window }, v => JSON.stringify({
    cluster: v.cluster,
    service: v.service,
    wake: v.wakeCount,
    activation: v.activation,
    window: v.window,
    queries: [...watcher.work.map((series, index) => query(`work${String(index)}`, series)), ...(watcher.heartbeat === undefined ? [] : [query('heartbeat', watcher.heartbeat)])],
    queue: watcher.queue?.url.plain,
  }));
}

function query(id: string, { namespace, metric, statistic, dimensions }: EcsSeries) {
  return {
    Id: id,
    MetricStat: {
      Metric: { Namespace: namespace.plain, MetricName: metric.plain, Dimensions: dimensions.map(({ key, value }) => ({ Name: key.plain, Value: value.plain })) },
      Period: 60,
      Stat: statistic.plain,
    },
  };
}

export function logGroupOf(watcher: WatcherPlan): Sourced<string> {
  return text`/aws/lambda/${watcher.name}`;
}

export function trustOf(service: string): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] };
}

/** Exactly what the handler calls (semantics 45); GetMetricData takes no resource. */
export function permissionsOf({ partition, region, accountId }: EcsTarget, watcher: WatcherPlan): object {
  const logs = `arn:${partition.plain}:logs:${region.plain}:${accountId.plain}:log-group:${logGroupOf(watcher).plain}:*`;
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['ecs:DescribeServices', 'ecs:UpdateService'], Resource: watcher.serviceArn.plain },
      { Effect: 'Allow', Action: 'cloudwatch:GetMetricData', Resource: '*' },
      ...(watcher.queue === undefined ? [] : [{ Effect: 'Allow', Action: 'sqs:GetQueueAttributes', Resource: watcher.queue.arn.plain }]),
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logs },
    ],
  };
}

export function functionArn({ partition, region, accountId }: EcsTarget, watcher: WatcherPlan): Sourced<string> {
  return text`arn:${partition}:lambda:${region}:${accountId}:function:${watcher.name}`;
}

export function roleArn({ partition, accountId }: EcsTarget, name: Sourced<string>): Sourced<string> {
  return text`arn:${partition}:iam::${accountId}:role/${name}`;
}

export function schedulerRoleName(watcher: WatcherPlan): Sourced<string> {
  return text`${watcher.name}-schedule`;
}

export function stateOf(watcher: WatcherPlan): Sourced<string> {
  return mapped(watcher.enabled, enabled => (enabled ? 'ENABLED' : 'DISABLED'));
}

export function invokePermission(target: EcsTarget, watcher: WatcherPlan): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn(target, watcher).plain }] };
}
