import type { OutputFile } from '../../../model/output-file.ts';
import type { PoolPlan } from '../../../model/plan.ts';
import { because } from '../../../model/sourced.ts';
import type { AwsService } from '../../../model/output-file.ts';
import type { System } from '../../../model/system.ts';
import type { WatcherPlan } from '../../../model/watcher-plan.ts';
import {
  alarmOf,
  functionArn,
  invokePermission,
  MEMORY_MEBIBYTES,
  permissionsOf,
  roleArn,
  RUNTIME,
  stateOf,
  TIMEOUT_SECONDS,
  trustOf,
} from './parts.ts';
import { INDEX } from './index-js.ts';
import { zipOf } from './zip.ts';

/** The function, its roles and its schedule, as `aws … --cli-input-json` takes them, and the handler to read. */
export function emitWatcher(system: System, { pool }: PoolPlan, watcher: WatcherPlan): readonly OutputFile[] {
  const target = system.targets.ecs;
  if (target === undefined) return [];
  const folder = `lambda/${pool.name.plain}-scaler`;
  const file = (name: string, service: AwsService, operation: string, tree: object): OutputFile => ({
    form: 'json',
    path: `${folder}/${name}.json`,
    pool: pool.key,
    tree: because('the watcher takes the service from zero and back', tree, pool.at),
    schema: { of: 'aws', service, operation },
  });
  const json = (policy: object) =>
    because('exactly what is called, on exactly what it is called on', JSON.stringify(policy), pool.at);
  const scheduleRole = watcher.scheduleRoleName;
  return [
    file('function', 'lambda', 'CreateFunction', {
      FunctionName: watcher.name,
      Runtime: RUNTIME,
      Architectures: ['arm64'],
      Role: roleArn(target, watcher.roleName),
      Handler: 'index.handler',
      Code: { ZipFile: zipOf('index.js', INDEX).toString('base64') },
      Timeout: TIMEOUT_SECONDS,
      MemorySize: MEMORY_MEBIBYTES,
      Environment: { Variables: { SCALER: watcher.configuration } },
    }),
    file('role', 'iam', 'CreateRole', {
      RoleName: watcher.roleName,
      AssumeRolePolicyDocument: json(trustOf('lambda.amazonaws.com')),
    }),
    file('role-policy', 'iam', 'PutRolePolicy', {
      RoleName: watcher.roleName,
      PolicyName: 'watch',
      PolicyDocument: json(permissionsOf(target, watcher)),
    }),
    file('schedule-role', 'iam', 'CreateRole', {
      RoleName: scheduleRole,
      AssumeRolePolicyDocument: json(trustOf('scheduler.amazonaws.com')),
    }),
    file('schedule-role-policy', 'iam', 'PutRolePolicy', {
      RoleName: scheduleRole,
      PolicyName: 'invoke',
      PolicyDocument: json(invokePermission(target, watcher)),
    }),
    file('schedule', 'scheduler', 'CreateSchedule', {
      Name: watcher.name,
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: stateOf(watcher),
      // The next minute asks again, so a call that failed is not repeated.
      Target: {
        Arn: functionArn(target, watcher),
        RoleArn: roleArn(target, scheduleRole),
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      },
    }),
    file('alarm', 'cloudwatch', 'PutMetricAlarm', alarmOf(target, watcher)),
    { form: 'text', path: `${folder}/index.js`, pool: pool.key, text: INDEX },
  ];
}
