import type { EcsTask } from '../../model/ecs-plan.ts';
import type { Origin } from '../../model/sourced.ts';
import { payload } from './aws-payloads.ts';
import type { Payload } from './aws-payloads.ts';
import { layOut } from './templates.ts';

/**
 * A log group and how long it keeps its lines, for whoever applies the payloads without the stack: a group that ECS or
 * Lambda makes by itself keeps them forever.
 */
export type LogPayloads = readonly [Payload<'CreateLogGroup'>, Payload<'PutRetentionPolicy'>];

export function logPayloads(logs: Pick<EcsTask, 'logGroup' | 'logRetentionDays'>, at: Origin): LogPayloads {
  return [
    payload('CreateLogGroup', 'log-group', layOut('ecs/log-group', logs, at)),
    payload('PutRetentionPolicy', 'log-retention', layOut('ecs/log-retention', logs, at)),
  ];
}
