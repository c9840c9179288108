import type { EcsAlarm, EcsMadeGroup, EcsPool, EcsScaling, EcsSchedule, EcsService } from '../../model/ecs-plan.ts';
import type { EcsStepPolicy, EcsTask, EcsTrackingPolicy } from '../../model/ecs-plan.ts';
import type { LabelPair } from '../../model/label-pair.ts';
import type { Sourced } from '../../model/sourced.ts';
import { templatesOf } from '../../template/template.ts';
import type { Template } from '../../template/template.ts';
import type { AwsPayloads } from './aws-payloads.ts';

/** The templates of templates/ecs: what each is given, and what it lays out. */
export interface Templates {
  readonly 'ecs/task-definition': Template<Service & Tagged, AwsPayloads['RegisterTaskDefinition']>;
  readonly 'ecs/service-create': Template<Service & Tagged, AwsPayloads['CreateService']>;
  readonly 'ecs/service-update': Template<Service, AwsPayloads['UpdateService']>;
  readonly 'ecs/target-group': Template<Balanced & Tagged, AwsPayloads['CreateTargetGroup']>;
  readonly 'ecs/target-group-attributes': Template<Balanced, AwsPayloads['ModifyTargetGroupAttributes']>;
  readonly 'ecs/listener-rule': Template<Balanced & Tagged, AwsPayloads['CreateRule']>;
  readonly 'ecs/log-group': Template<Logs, AwsPayloads['CreateLogGroup']>;
  readonly 'ecs/log-retention': Template<Logs, AwsPayloads['PutRetentionPolicy']>;
  readonly 'ecs/scalable-target': Template<Resource & { scaling: EcsScaling }, AwsPayloads['RegisterScalableTarget']>;
  readonly 'ecs/policy-step': Template<Resource & { policy: EcsStepPolicy }, AwsPayloads['PutScalingPolicy']>;
  readonly 'ecs/policy-tracking': Template<Resource & { policy: EcsTrackingPolicy }, AwsPayloads['PutScalingPolicy']>;
  readonly 'ecs/alarm': Template<Tagged & { alarm: EcsAlarm }, AwsPayloads['PutMetricAlarm']>;
  readonly 'ecs/schedule': Template<Resource & { schedule: EcsSchedule }, AwsPayloads['PutScheduledAction']>;
  readonly 'ecs/stack-deployment': Template<Tagged & { templatePath: Sourced<string> }, StackDeployment>;
}

export const { layOut } = templatesOf<Templates>();

type Service = Pick<EcsPool, 'cluster' | 'serviceName'> & { readonly service: EcsService };
type Balanced = { readonly group: EcsMadeGroup };
type Logs = Pick<EcsTask, 'logGroup' | 'logRetentionDays'>;
type Resource = Pick<EcsPool, 'resourceId'>;
interface Tagged {
  readonly tags: readonly LabelPair[];
}

/** The file by which CloudFormation's Git sync finds a template (CloudFormation User Guide, "Git sync"). */
interface StackDeployment {
  readonly 'template-file-path': string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}
