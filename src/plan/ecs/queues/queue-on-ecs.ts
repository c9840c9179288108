import { byQueue } from '../../../model/queues.ts';
import type { ByQueue } from '../../../model/queues.ts';
import type { QueueBacklogSignal } from '../../../model/signals.ts';
import type { EcsTarget } from '../../../model/targets.ts';
import type { QueueContext, QueueOnEcs } from './queue-types.ts';
import { rabbitmqOnEcs } from './rabbitmq.ts';
import { redisOnEcs } from './redis.ts';
import { sqsOnEcs } from './sqs.ts';

const QUEUES: ByQueue<QueueContext, QueueOnEcs> = { sqs: sqsOnEcs, rabbitmq: rabbitmqOnEcs, redis: redisOnEcs };

export function queueOnEcs(signal: QueueBacklogSignal, target: EcsTarget): QueueOnEcs {
  return byQueue(QUEUES, signal.queue, { signal, target });
}
