import { because, mapped, text, unwrap } from '../../../model/sourced.ts';
import type { Origin, Sourced } from '../../../model/sourced.ts';
import { UNSTATED } from '../../../model/targets.ts';
import type { EcsTarget, RoleSettings } from '../../../model/targets.ts';
import type { WatcherPlan } from '../../../model/watcher-plan.ts';
import type { LaidOut } from '../../../template/template.ts';
import { payload } from '../aws-payloads.ts';
import type { Payload } from '../aws-payloads.ts';
import { logPayloads } from '../log-payloads.ts';
import type { LogPayloads } from '../log-payloads.ts';
import { handlerCode } from './index-js.ts';
import { layOut } from './templates.ts';
import type { PolicyDocument } from './templates.ts';

/** The function, its roles and its schedule: the stack is made of the very same. */
export interface WatcherPayloads {
  readonly watcher: WatcherPlan;
  readonly logGroup: Sourced<string>;
  readonly logs: LogPayloads;
  readonly function: Payload<'CreateFunction'>;
  readonly role: RolePayloads;
  readonly scheduleRole: RolePayloads;
  readonly schedule: Payload<'CreateSchedule'>;
  readonly alarm: Payload<'PutMetricAlarm'>;
  /** While the schedule is on. */
  readonly silenceAlarm: Payload<'PutMetricAlarm'> | undefined;
}

/** A role with its one policy. The API takes documents as text, and CloudFormation as they are. */
export interface RolePayloads {
  readonly name: Sourced<string>;
  readonly roles: RoleSettings;
  readonly role: Payload<'CreateRole'>;
  readonly trust: Document;
  readonly policyName: string;
  readonly policy: Payload<'PutRolePolicy'>;
  /** In the stack, where the log group is a resource. */
  readonly permissions: Document;
}

type Document = LaidOut<PolicyDocument>;

export function watcherPayloads(target: EcsTarget, watcher: WatcherPlan): WatcherPayloads {
  const { at } = watcher;
  const logGroup = text`/aws/lambda/${watcher.name}`;
  const functionArn = arn(target, 'lambda', text`function:${watcher.name}`);
  const group = arn(target, 'logs', text`log-group:${logGroup}`);
  // Exactly what the handler calls (semantics 45); GetMetricData takes no resource.
  const logs = text`${group}:*`;
  const permissions = (makesGroup: boolean) =>
    layOut('lambda/permissions', { watcher, logs, groups: makesGroup ? [{ arn: group, streams: logs }] : [] }, at);
  const { roles } = target;
  const roleArn = (name: Sourced<string>) =>
    text`arn:${target.partition}:iam::${target.accountId ?? UNSTATED}:role${roles.path ?? ROOT}${name}`;
  return {
    watcher,
    logGroup,
    logs: logPayloads({ logGroup, logRetentionDays: target.logRetentionDays }, at),
    function: payload(
      'CreateFunction',
      'function',
      layOut('lambda/function', { watcher, roleArn: roleArn(watcher.roleName), zip: handlerCode().zip }, at),
    ),
    role: rolePayloads({
      at,
      file: 'role',
      roles,
      name: watcher.roleName,
      service: 'lambda.amazonaws.com',
      policyName: 'watch',
      permissions: permissions(false),
      // Outside the stack nobody else makes the log group, and without it every line would be lost.
      alone: permissions(true),
    }),
    scheduleRole: rolePayloads({
      at,
      file: 'schedule-role',
      roles,
      name: watcher.scheduleRoleName,
      service: 'scheduler.amazonaws.com',
      policyName: 'invoke',
      permissions: layOut('lambda/invoke', { functionArn }, at),
    }),
    schedule: payload(
      'CreateSchedule',
      'schedule',
      layOut(
        'lambda/schedule',
        {
          watcher,
          state: mapped(watcher.enabled, enabled => (enabled ? 'ENABLED' : 'DISABLED')),
          functionArn,
          roleArn: roleArn(watcher.scheduleRoleName),
        },
        at,
      ),
    ),
    alarm: payload('PutMetricAlarm', 'alarm', errorAlarm(target, watcher, logGroup)),
    silenceAlarm: watcher.enabled.plain
      ? payload('PutMetricAlarm', 'alarm-silent', silenceAlarm(target, watcher))
      : undefined,
  };
}

const ROOT = because('the path that every role has', '/');

interface Role extends Pick<RolePayloads, 'name' | 'roles' | 'policyName' | 'permissions'> {
  readonly at: Origin;
  readonly file: string;
  /** Principal that may take the role. */
  readonly service: string;
  /** Permissions that the payload has instead of those of the stack. */
  readonly alone?: Document;
}

function rolePayloads(given: Role): RolePayloads {
  const { at, file, name, roles, service, policyName, permissions, alone = permissions } = given;
  const trust = layOut('lambda/trust', { service }, at);
  const printed = (document: Document) =>
    because('exactly what is called, on exactly what it is called on', JSON.stringify(unwrap(document)), at);
  return {
    name,
    roles,
    role: payload('CreateRole', file, layOut('lambda/role', { name, roles, trust: printed(trust) }, at)),
    trust,
    policyName,
    policy: payload(
      'PutRolePolicy',
      `${file}-policy`,
      layOut('lambda/role-policy', { role: name, name: policyName, document: printed(alone) }, at),
    ),
    permissions,
  };
}

/** A watcher that fails leaves the pool as it is, asleep too: three bad minutes of five are told. */
function errorAlarm({ alarmTopicArn: topic }: EcsTarget, watcher: WatcherPlan, logGroup: Sourced<string>): Alarm {
  const name = text`${watcher.name}-errors`;
  const description = text`The watcher of ${watcher.service} fails, so the service neither wakes nor sleeps: look at its log group ${logGroup}.`;
  const rule = { comparison: 'GreaterThanOrEqualToThreshold', datapoints: 3, missing: 'notBreaching' } as const;
  return layOut('lambda/alarm', { watcher, name, description, topic, metric: 'Errors', ...rule }, watcher.at);
}

/**
 * A watcher that is not run at all has no errors and no log: its schedule is off or gone, its role broken, or the
 * function throttled (semantics 44d). It is run once a minute, so five minutes without a run are told.
 */
function silenceAlarm({ alarmTopicArn: topic }: EcsTarget, watcher: WatcherPlan): Alarm {
  const name = text`${watcher.name}-silent`;
  const description = text`The watcher of ${watcher.service} has not run for 5 minutes, so the service neither wakes nor sleeps: check its schedule ${watcher.name}, the role ${watcher.scheduleRoleName}, and throttling of the function.`;
  const rule = { comparison: 'LessThanThreshold', datapoints: 5, missing: 'breaching' } as const;
  return layOut('lambda/alarm', { watcher, name, description, topic, metric: 'Invocations', ...rule }, watcher.at);
}

type Alarm = Payload<'PutMetricAlarm'>['tree'];

function arn({ partition, region, accountId }: EcsTarget, service: string, resource: Sourced<string>): Sourced<string> {
  return text`arn:${partition}:${service}:${region}:${accountId ?? UNSTATED}:${resource}`;
}
