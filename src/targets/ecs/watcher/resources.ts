import type { Pool } from '../../../model/pool.ts';
import { because } from '../../../model/sourced.ts';
import type { Sourced } from '../../../model/sourced.ts';
import { stackIdsOf } from '../../../model/stack-ids.ts';
import type { NamedOnce } from '../../named-once.ts';
import { getAtt, membersOf } from '../cloudformation.ts';
import { handlerCode } from './index-js.ts';
import type { RolePayloads, WatcherPayloads } from './payloads.ts';

/**
 * The same as the payloads, as resources of the stack. The handler is inline, since Git sync uploads nothing
 * (semantics 41c).
 */
export function addWatcherResources(
  pool: Pool,
  logRetentionDays: Sourced<number>,
  payloads: WatcherPayloads,
  resources: NamedOnce<unknown>,
): void {
  const ids = stackIdsOf(pool.name.plain);
  const add = (id: string, resource: unknown) => {
    resources.add(id, resource, `the watcher of pool "${pool.key}"`);
  };
  const target = membersOf(membersOf(payloads.schedule.tree)['Target']);
  add(ids.scalerLogs, {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: payloads.logGroup, RetentionInDays: logRetentionDays },
  });
  add(ids.scalerRole, role(payloads.role));
  add(ids.scalerFunction, {
    Type: 'AWS::Lambda::Function',
    DependsOn: [ids.scalerLogs],
    Properties: {
      ...membersOf(payloads.function.tree),
      Role: getAtt(ids.scalerRole, 'Arn'),
      Code: { ZipFile: because('small enough to stand inline', handlerCode().text, pool.at) },
    },
  });
  add(ids.scalerAlarm, { Type: 'AWS::CloudWatch::Alarm', Properties: payloads.alarm.tree });
  if (payloads.silenceAlarm !== undefined)
    add(ids.scalerSilentAlarm, { Type: 'AWS::CloudWatch::Alarm', Properties: payloads.silenceAlarm.tree });
  add(ids.scalerScheduleRole, role(payloads.scheduleRole));
  add(ids.scalerSchedule, {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ...membersOf(payloads.schedule.tree),
      Target: {
        ...target,
        Arn: getAtt(ids.scalerFunction, 'Arn'),
        RoleArn: getAtt(ids.scalerScheduleRole, 'Arn'),
      },
    },
  });
}

function role({ name, roles, trust, policyName, permissions }: RolePayloads): unknown {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: name,
      Path: roles.path,
      PermissionsBoundary: roles.permissionsBoundary,
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: policyName, PolicyDocument: permissions }],
    },
  };
}
