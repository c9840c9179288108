import { because, mapped, text, unwrap } from '../../../model/sourced.ts';
import type { Origin, Sourced } from '../../../model/sourced.ts';
import type { EcsTarget } from '../../../model/targets.ts';
import type { WatcherPlan } from '../../../model/watcher-plan.ts';
import type { LaidOut } from '../../../template/template.ts';
import { payload } from '../aws-payloads.ts';
import type { Payload } from '../aws-payloads.ts';
import { handlerCode } from './index-js.ts';
import { layOut } from './templates.ts';
import type { PolicyDocument } from './templates.ts';

/** The function, its roles and its schedule: the stack is made of the very same. */
export interface WatcherPayloads {
  readonly watcher: WatcherPlan;
  readonly logGroup: Sourced<string>;
  readonly function: Payload<'CreateFunction'>;
  readonly role: RolePayloads;
  readonly scheduleRole: RolePayloads;
  readonly schedule: Payload<'CreateSchedule'>;
  readonly alarm: Payload<'PutMetricAlarm'>;
}

/** A role with its one policy. The API takes documents as text, and CloudFormation as they are. */
export interface RolePayloads {
  readonly name: Sourced<string>;
  readonly role: Payload<'CreateRole'>;
  readonly trust: Document;
  readonly policyName: string;
  readonly policy: Payload<'PutRolePolicy'>;
  readonly permissions: Document;
}

type Document = LaidOut<PolicyDocument>;

export function watcherPayloads(target: EcsTarget, watcher: WatcherPlan): WatcherPayloads {
  const { at } = watcher;
  const logGroup = text`/aws/lambda/${watcher.name}`;
  const functionArn = arn(target, 'lambda', text`function:${watcher.name}`);
  const roleArn = (name: Sourced<string>) => text`arn:${target.partition}:iam::${target.accountId}:role/${name}`;
  return {
    watcher,
    logGroup,
    function: payload(
      'CreateFunction',
      'function',
      layOut('lambda/function', { watcher, roleArn: roleArn(watcher.roleName), zip: handlerCode().zip }, at),
    ),
    role: rolePayloads({
      at,
      file: 'role',
      name: watcher.roleName,
      service: 'lambda.amazonaws.com',
      policyName: 'watch',
      // Exactly what the handler calls (semantics 45); GetMetricData takes no resource.
      permissions: layOut(
        'lambda/permissions',
        { watcher, logs: arn(target, 'logs', text`log-group:${logGroup}:*`) },
        at,
      ),
    }),
    scheduleRole: rolePayloads({
      at,
      file: 'schedule-role',
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
    alarm: payload('PutMetricAlarm', 'alarm', alarmOf(target, watcher, logGroup)),
  };
}

interface Role extends Pick<RolePayloads, 'name' | 'policyName' | 'permissions'> {
  readonly at: Origin;
  readonly file: string;
  /** Principal that may take the role. */
  readonly service: string;
}

function rolePayloads({ at, file, name, service, policyName, permissions }: Role): RolePayloads {
  const trust = layOut('lambda/trust', { service }, at);
  const printed = (document: Document) =>
    because('exactly what is called, on exactly what it is called on', JSON.stringify(unwrap(document)), at);
  return {
    name,
    role: payload('CreateRole', file, layOut('lambda/role', { name, trust: printed(trust) }, at)),
    trust,
    policyName,
    policy: payload(
      'PutRolePolicy',
      `${file}-policy`,
      layOut('lambda/role-policy', { role: name, name: policyName, document: printed(permissions) }, at),
    ),
    permissions,
  };
}

/** A watcher that fails leaves the pool as it is, asleep too: three bad minutes of five are told. */
function alarmOf(
  { alarmTopicArn }: EcsTarget,
  watcher: WatcherPlan,
  logGroup: Sourced<string>,
): Payload<'PutMetricAlarm'>['tree'] {
  const description = text`The watcher of ${watcher.service} fails, so the service neither wakes nor sleeps: look at its log group ${logGroup}.`;
  return layOut(
    'lambda/alarm',
    { watcher, name: text`${watcher.name}-errors`, description, topic: alarmTopicArn },
    watcher.at,
  );
}

function arn({ partition, region, accountId }: EcsTarget, service: string, resource: Sourced<string>): Sourced<string> {
  return text`arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}
