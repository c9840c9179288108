import type { Sourced } from '../../../model/sourced.ts';
import type { RoleSettings } from '../../../model/targets.ts';
import type { WatcherPlan } from '../../../model/watcher-plan.ts';
import { templatesOf } from '../../../template/template.ts';
import type { Template } from '../../../template/template.ts';
import type { AwsPayloads } from '../aws-payloads.ts';

/** The templates of templates/lambda: what each is given, and what it lays out. */
export interface Templates {
  readonly 'lambda/function': Template<
    Watched & { readonly roleArn: Sourced<string>; readonly zip: string },
    AwsPayloads['CreateFunction']
  >;
  readonly 'lambda/role': Template<
    { readonly name: Sourced<string>; readonly roles: RoleSettings; readonly trust: Sourced<string> },
    AwsPayloads['CreateRole']
  >;
  readonly 'lambda/role-policy': Template<
    { readonly role: Sourced<string>; readonly name: string; readonly document: Sourced<string> },
    AwsPayloads['PutRolePolicy']
  >;
  readonly 'lambda/schedule': Template<
    Watched & {
      readonly state: Sourced<'ENABLED' | 'DISABLED'>;
      readonly functionArn: Sourced<string>;
      readonly roleArn: Sourced<string>;
    },
    AwsPayloads['CreateSchedule']
  >;
  readonly 'lambda/alarm': Template<
    Watched & {
      readonly name: Sourced<string>;
      readonly description: Sourced<string>;
      readonly metric: 'Errors' | 'Invocations';
      readonly datapoints: number;
      readonly comparison: 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
      readonly missing: 'breaching' | 'notBreaching';
      readonly topic: Sourced<string> | undefined;
    },
    AwsPayloads['PutMetricAlarm']
  >;
  readonly 'lambda/trust': Template<{ readonly service: string }, PolicyDocument>;
  readonly 'lambda/permissions': Template<
    Watched & { readonly logs: Sourced<string>; readonly groups: readonly LogGroup[] },
    PolicyDocument
  >;
  readonly 'lambda/invoke': Template<{ readonly functionArn: Sourced<string> }, PolicyDocument>;
  /** What Lambda runs. */
  readonly 'lambda/index.js': Template<{ readonly handler: string }, string>;
}

export const { layOut, print } = templatesOf<Templates>();

/** A log group that is made by who writes to it. */
interface LogGroup {
  readonly arn: Sourced<string>;
  readonly streams: Sourced<string>;
}

interface Watched {
  readonly watcher: WatcherPlan;
}

/** The part of IAM's policy language that is emitted (IAM User Guide, "IAM JSON policy element reference"). */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Principal?: { readonly Service: string };
    readonly Action: string | readonly string[];
    readonly Resource?: string | readonly string[];
    readonly Condition?: { readonly ArnEquals: Readonly<Record<string, string>> };
  }[];
}
