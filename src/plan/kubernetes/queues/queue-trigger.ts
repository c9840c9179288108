import type { PlannedSignal } from '../../../model/plan.ts';
import { byQueue } from '../../../model/queues.ts';
import type { ByQueue } from '../../../model/queues.ts';
import type { QueueBacklogSignal } from '../../../model/signals.ts';
import type { BuiltTriggers, TriggerContext } from '../built-triggers.ts';
import { sqsTrigger } from './sqs.ts';

/** What the trigger of a queue is made of. */
export interface QueueContext extends TriggerContext {
  readonly signal: QueueBacklogSignal;
}

const TRIGGERS: ByQueue<QueueContext, BuiltTriggers> = { sqs: sqsTrigger };

/** The trigger by which KEDA reads the backlog of a queue. */
export function queueTrigger({ signal }: PlannedSignal<'queueBacklog'>, context: TriggerContext): BuiltTriggers {
  return byQueue(TRIGGERS, signal.queue, { ...context, signal });
}
