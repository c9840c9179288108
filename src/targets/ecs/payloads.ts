import type { EcsPool } from '../../model/ecs-plan.ts';
import type { AwsService, OutputFile } from '../../model/output-file.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { PoolPlan } from '../../model/plan.ts';
import { renderTemplate } from '../template.ts';
import type { TemplateName } from '../template.ts';

/** What `aws … --cli-input-json` takes for each operation, as a tree, by the path of its file. */
export interface Payload {
  readonly path: string;
  readonly service: AwsService;
  readonly operation: string;
  readonly tree: Sourced<unknown>;
}

/** A pool that runs on ECS, with the payloads that are laid out for it. */
export interface EcsPoolFiles {
  readonly plan: PoolPlan;
  readonly ecs: EcsPool;
  readonly payloads: readonly Payload[];
}

export function payloadsOf(ecs: EcsPool): readonly Payload[] {
  const payload = (
    path: string,
    service: AwsService,
    operation: string,
    template: TemplateName,
    context: Readonly<Record<string, unknown>> = {},
  ): Payload => ({
    path,
    service,
    operation,
    tree: renderTemplate(template, { ...ecs, ...context }),
  });
  const policies = ecs.scaling?.policies ?? [];
  const alarms = [...policies.flatMap(policy => (policy.kind === 'step' ? [policy.alarm] : [])), ...ecs.alarms];
  return [
    ...(ecs.service === undefined
      ? []
      : [
          payload('task-definition.json', 'ecs', 'RegisterTaskDefinition', 'ecs/task-definition'),
          payload('service.create.json', 'ecs', 'CreateService', 'ecs/service.create'),
          payload('service.update.json', 'ecs', 'UpdateService', 'ecs/service.update'),
        ]),
    ...(ecs.scaling === undefined
      ? []
      : [payload('scalable-target.json', 'application-auto-scaling', 'RegisterScalableTarget', 'ecs/scalable-target')]),
    ...policies.map(policy =>
      payload(
        `policies/${policy.key}.json`,
        'application-auto-scaling',
        'PutScalingPolicy',
        `ecs/policy.${policy.kind}`,
        { policy },
      ),
    ),
    ...alarms.map(alarm => payload(`alarms/${alarm.key}.json`, 'cloudwatch', 'PutMetricAlarm', 'ecs/alarm', { alarm })),
    ...(ecs.scaling?.schedules ?? []).map(schedule =>
      payload(`schedules/${schedule.key}.json`, 'application-auto-scaling', 'PutScheduledAction', 'ecs/schedule', {
        schedule,
      }),
    ),
  ];
}

export function payloadFiles({ pool }: PoolPlan, payloads: readonly Payload[]): readonly OutputFile[] {
  return payloads.map(({ path, service, operation, tree }) => ({
    form: 'json',
    path: `ecs/${pool.name.plain}/${path}`,
    pool: pool.key,
    tree,
    schema: { of: 'aws', service, operation },
  }));
}
