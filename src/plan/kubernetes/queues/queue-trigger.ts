import type { PlannedSignal } from '../../../model/plan.ts';
import { byQueue } from '../../../model/queues.ts';
import type { ByQueue } from '../../../model/queues.ts';
import type { BuiltTriggers, TriggerContext } from '../built-triggers.ts';
import type { QueueContext } from './queue-types.ts';
import { rabbitmqTrigger } from './rabbitmq.ts';
import { redisTrigger } from './redis.ts';
import { sqsTrigger } from './sqs.ts';

const TRIGGERS: ByQueue<QueueContext, BuiltTriggers> = {
  sqs: sqsTrigger,
  rabbitmq: rabbitmqTrigger,
  redis: redisTrigger,
};

/** The trigger by which KEDA reads the backlog of a queue. */
export function queueTrigger({ signal }: PlannedSignal<'queueBacklog'>, context: TriggerContext): BuiltTriggers {
  return byQueue(TRIGGERS, signal.queue, { ...context, signal });
}
