import type { PoolPlan } from '../../../model/plan.ts';
import { because } from '../../../model/sourced.ts';
import type { System } from '../../../model/system.ts';
import type { WatcherPlan } from '../../../model/watcher-plan.ts';
import { getAtt } from '../cloudformation.ts';
import { INDEX } from './index-js.ts';
import {
  alarmOf,
  invokePermission,
  logGroupOf,
  MEMORY_MEBIBYTES,
  permissionsOf,
  RUNTIME,
  stateOf,
  TIMEOUT_SECONDS,
  trustOf,
} from './parts.ts';

/**
 * The same as the payloads, as resources of the stack; the handler stands inline, since Git sync uploads nothing
 * (semantics 41c).
 */
export function watcherResources(
  system: System,
  { pool }: PoolPlan,
  watcher: WatcherPlan,
  prefix: string,
): Readonly<Record<string, unknown>> {
  const target = system.targets.ecs;
  if (target === undefined) return {};
  const role = (name: unknown, service: string, policy: string, document: object) => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: name,
      AssumeRolePolicyDocument: trustOf(service),
      Policies: [{ PolicyName: policy, PolicyDocument: document }],
    },
  });
  return {
    [`${prefix}ScalerLogGroup`]: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: logGroupOf(watcher), RetentionInDays: target.logRetentionDays },
    },
    [`${prefix}ScalerRole`]: role(watcher.roleName, 'lambda.amazonaws.com', 'watch', permissionsOf(target, watcher)),
    [`${prefix}ScalerFunction`]: {
      Type: 'AWS::Lambda::Function',
      DependsOn: [`${prefix}ScalerLogGroup`],
      Properties: {
        FunctionName: watcher.name,
        Runtime: RUNTIME,
        Architectures: ['arm64'],
        Role: getAtt(`${prefix}ScalerRole`, 'Arn'),
        Handler: 'index.handler',
        Code: { ZipFile: because('small enough to stand inline', INDEX, pool.at) },
        Timeout: TIMEOUT_SECONDS,
        MemorySize: MEMORY_MEBIBYTES,
        Environment: { Variables: { SCALER: watcher.configuration } },
      },
    },
    [`${prefix}ScalerAlarm`]: { Type: 'AWS::CloudWatch::Alarm', Properties: alarmOf(target, watcher) },
    [`${prefix}ScalerScheduleRole`]: role(
      watcher.scheduleRoleName,
      'scheduler.amazonaws.com',
      'invoke',
      invokePermission(target, watcher),
    ),
    [`${prefix}ScalerSchedule`]: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        Name: watcher.name,
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        State: stateOf(watcher),
        Target: {
          Arn: getAtt(`${prefix}ScalerFunction`, 'Arn'),
          RoleArn: getAtt(`${prefix}ScalerScheduleRole`, 'Arn'),
          RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
        },
      },
    },
  };
}
