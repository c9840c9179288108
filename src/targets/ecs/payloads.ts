import type { EcsAlarm, EcsMadeGroup, EcsPolicy, EcsPool, EcsScaling, EcsService } from '../../model/ecs-plan.ts';
import type { OutputFile } from '../../model/output-file.ts';
import { runbookOf } from '../../model/pages.ts';
import type { PoolPlan } from '../../model/plan.ts';
import { text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { EcsTarget } from '../../model/targets.ts';
import { payload, payloadFile } from './aws-payloads.ts';
import type { AwsOperation, Payload } from './aws-payloads.ts';
import { logPayloads } from './log-payloads.ts';
import type { LogPayloads } from './log-payloads.ts';
import { layOut } from './templates.ts';
import type { WatcherPayloads } from './watcher/payloads.ts';

/** The payloads of a pool, each beside what it was decided from: the stack is made of the very same. */
export interface PoolPayloads {
  readonly service: ServicePayloads | undefined;
  readonly scaling: ScalingPayloads | undefined;
  /** Alarms for people. */
  readonly alarms: readonly AlarmPayload[];
}

export interface ServicePayloads {
  readonly service: EcsService;
  readonly logs: LogPayloads;
  readonly groups: readonly GroupPayloads[];
  readonly task: Payload<'RegisterTaskDefinition'>;
  readonly create: Payload<'CreateService'>;
  readonly update: Payload<'UpdateService'>;
}

/** A target group and the rule that leads to it. */
export interface GroupPayloads {
  readonly made: EcsMadeGroup;
  readonly create: Payload<'CreateTargetGroup'>;
  readonly attributes: Payload<'ModifyTargetGroupAttributes'>;
  readonly rule: Payload<'CreateRule'>;
}

export interface ScalingPayloads {
  readonly target: Payload<'RegisterScalableTarget'>;
  readonly policies: readonly PolicyPayload[];
  readonly schedules: readonly Payload<'PutScheduledAction'>[];
}

export interface PolicyPayload {
  readonly key: string;
  readonly policy: Payload<'PutScalingPolicy'>;
  /** What sets a step policy off. */
  readonly alarm: AlarmPayload | undefined;
}

export interface AlarmPayload {
  readonly key: string;
  readonly alarm: Payload<'PutMetricAlarm'>;
}

/** A pool that runs on ECS, with the payloads that are laid out for it. */
export interface EcsPoolFiles {
  readonly plan: PoolPlan;
  readonly target: EcsTarget;
  readonly ecs: EcsPool;
  /** A line of its proof, for the title of its graph. */
  readonly promised: string | undefined;
  readonly payloads: PoolPayloads;
  readonly watcher: WatcherPayloads | undefined;
}

/** `watched` are the alarms that hold the pool to the times of its proof. */
export function payloadsOf({ runbooks }: EcsTarget, ecs: EcsPool, watched: readonly EcsAlarm[]): PoolPayloads {
  return {
    service: ecs.service && servicePayloads(ecs, ecs.service),
    scaling: ecs.scaling && scalingPayloads(ecs, ecs.scaling),
    alarms: [...ecs.alarms, ...watched].map(alarm => alarmPayload(ecs, alarm, runbooks)),
  };
}

/** In the order in which they are sent. */
export function payloadFiles({ pool }: PoolPlan, { service, scaling, alarms }: PoolPayloads): readonly OutputFile[] {
  const policies = scaling?.policies ?? [];
  return [
    ...(service === undefined
      ? []
      : [...service.logs, ...service.groups.flatMap(groupFiles), service.task, service.create, service.update]),
    ...(scaling === undefined ? [] : [scaling.target]),
    ...policies.map(({ policy }) => policy),
    ...[...policies.flatMap(({ alarm }) => alarm ?? []), ...alarms].map(({ alarm }) => alarm),
    ...(scaling?.schedules ?? []),
  ].map(each => payloadFile(`ecs/${pool.name.plain}`, pool.key, each));
}

function groupFiles({ create, attributes, rule }: GroupPayloads): readonly Payload<AwsOperation>[] {
  return [create, attributes, rule];
}

function groupPayloads({ tags, at }: EcsPool, made: EcsMadeGroup): GroupPayloads {
  const context = { group: made, tags };
  return {
    made,
    create: payload('CreateTargetGroup', `target-group${made.suffix}`, layOut('ecs/target-group', context, at)),
    attributes: payload(
      'ModifyTargetGroupAttributes',
      `target-group-attributes${made.suffix}`,
      layOut('ecs/target-group-attributes', context, at),
    ),
    rule: payload('CreateRule', `listener-rule${made.suffix}`, layOut('ecs/listener-rule', context, at)),
  };
}

function servicePayloads(ecs: EcsPool, service: EcsService): ServicePayloads {
  const context = { ...ecs, service };
  return {
    service,
    logs: logPayloads(service.task, ecs.at),
    groups: service.routes.flatMap(({ made }) => (made === undefined ? [] : [groupPayloads(ecs, made)])),
    task: payload('RegisterTaskDefinition', 'task-definition', layOut('ecs/task-definition', context, ecs.at)),
    create: payload('CreateService', 'service.create', layOut('ecs/service-create', context, ecs.at)),
    update: payload('UpdateService', 'service.update', layOut('ecs/service-update', context, ecs.at)),
  };
}

function scalingPayloads(ecs: EcsPool, scaling: EcsScaling): ScalingPayloads {
  return {
    target: payload(
      'RegisterScalableTarget',
      'scalable-target',
      layOut('ecs/scalable-target', { ...ecs, scaling }, ecs.at),
    ),
    policies: scaling.policies.map(policy => ({
      key: policy.key,
      policy: policyPayload(ecs, policy),
      alarm: policy.kind === 'step' ? alarmPayload(ecs, policy.alarm) : undefined,
    })),
    schedules: scaling.schedules.map(schedule =>
      payload('PutScheduledAction', `schedules/${schedule.key}`, layOut('ecs/schedule', { ...ecs, schedule }, ecs.at)),
    ),
  };
}

function policyPayload(ecs: EcsPool, policy: EcsPolicy): Payload<'PutScalingPolicy'> {
  const tree =
    policy.kind === 'step'
      ? layOut('ecs/policy-step', { ...ecs, policy }, ecs.at)
      : layOut('ecs/policy-tracking', { ...ecs, policy }, ecs.at);
  return payload('PutScalingPolicy', `policies/${policy.key}`, tree);
}

/** `runbooks` only where people are told. */
function alarmPayload(ecs: EcsPool, decided: EcsAlarm, runbooks?: Sourced<string>): AlarmPayload {
  const { key, description, page } = decided;
  // CloudWatch has no field for a runbook.
  const alarm =
    page === undefined
      ? decided
      : { ...decided, description: text`${description} Runbook: ${runbookOf(page, runbooks)}` };
  return {
    key,
    alarm: payload('PutMetricAlarm', `alarms/${key}`, layOut('ecs/alarm', { ...ecs, alarm }, ecs.at)),
  };
}
