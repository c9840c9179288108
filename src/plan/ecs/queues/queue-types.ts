import type { EcsSeries } from '../../../model/cloudwatch.ts';
import type { QueueBacklogSignal } from '../../../model/signals.ts';
import type { EcsTarget } from '../../../model/targets.ts';
import type { WatcherQueue, WatcherSource } from '../../../model/watcher-plan.ts';

/** How a queue is read on ECS. */
export interface QueueOnEcs {
  /** Series of CloudWatch whose sum is the backlog; undefined where nothing publishes it. */
  readonly backlog: readonly EcsSeries[] | undefined;
  /** Where the watcher asks the queue itself, which then needs no metric to wake the service. */
  readonly asked: WatcherQueue | undefined;
  /** What the watcher reads in CloudWatch; `wakes` where the queue may wake the service. */
  readonly watched: (wakes: boolean) => readonly WatcherSource[];
}

/** What a queue on ECS is read with. */
export interface QueueContext {
  readonly signal: QueueBacklogSignal;
  readonly target: EcsTarget;
}
