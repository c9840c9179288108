import type { QueueBacklogSignal } from '../../../model/signals.ts';
import type { TriggerContext } from '../built-triggers.ts';

/** What the trigger of a queue is made of. */
export interface QueueContext extends TriggerContext {
  readonly signal: QueueBacklogSignal;
}
