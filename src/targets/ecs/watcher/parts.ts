import { mapped, text } from '../../../model/sourced.ts';
import type { Sourced } from '../../../model/sourced.ts';
import type { EcsTarget } from '../../../model/targets.ts';
import type { WatcherPlan } from '../../../model/watcher-plan.ts';

/**
 * Newest long-term release that Lambda has in every region, the SDK's version 3 in it (Lambda runtimes: until April
 * 2028).
 */
export const RUNTIME = 'nodejs24.x';
export const TIMEOUT_SECONDS = 30;
export const MEMORY_MEBIBYTES = 256;

export function logGroupOf(watcher: WatcherPlan): Sourced<string> {
  return text`/aws/lambda/${watcher.name}`;
}

export function trustOf(service: string): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
}

/** Exactly what the handler calls (semantics 45); GetMetricData takes no resource. */
export function permissionsOf({ partition, region, accountId }: EcsTarget, watcher: WatcherPlan): object {
  const logs = `arn:${partition.plain}:logs:${region.plain}:${accountId.plain}:log-group:${logGroupOf(watcher).plain}:*`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecs:DescribeServices', 'ecs:UpdateService'],
        Resource: watcher.serviceArn.plain,
        Condition: { ArnEquals: { 'ecs:cluster': watcher.clusterArn.plain } },
      },
      { Effect: 'Allow', Action: 'cloudwatch:GetMetricData', Resource: '*' },
      ...watcher.queues.map(({ arn }) => ({ Effect: 'Allow', Action: 'sqs:GetQueueAttributes', Resource: arn.plain })),
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

export function stateOf(watcher: WatcherPlan): Sourced<string> {
  return mapped(watcher.enabled, enabled => (enabled ? 'ENABLED' : 'DISABLED'));
}

export function invokePermission(target: EcsTarget, watcher: WatcherPlan): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn(target, watcher).plain }],
  };
}

/**
 * A watcher that fails leaves the pool as it is, asleep too: three bad minutes of five are told. CloudFormation names
 * the members as the API does.
 */
export function alarmOf({ alarmTopicArn }: EcsTarget, watcher: WatcherPlan): object {
  return {
    AlarmName: text`${watcher.name}-errors`,
    AlarmDescription: text`The watcher of ${watcher.service} fails, so the service neither wakes nor sleeps: look at its log group ${logGroupOf(watcher)}.`,
    ActionsEnabled: true,
    ...(alarmTopicArn === undefined ? {} : { AlarmActions: [alarmTopicArn] }),
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: watcher.name }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 5,
    DatapointsToAlarm: 3,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  };
}
