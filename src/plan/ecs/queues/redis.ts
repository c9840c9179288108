import type { RedisQueue } from '../../../model/queues.ts';
import type { WatcherSource } from '../../../model/watcher-plan.ts';
import { declaredSeries, isCount } from '../series.ts';
import type { QueueContext, QueueOnEcs } from './queue-types.ts';

/** ElastiCache publishes nothing of single keys, so the length is read where something else publishes it. */
export function redisOnEcs({ cloudwatch }: RedisQueue, { signal }: QueueContext): QueueOnEcs {
  if (cloudwatch === undefined) return { backlog: undefined, asked: undefined, watched: () => [] };
  const backlog = [declaredSeries(cloudwatch)];
  const heartbeat = cloudwatch.heartbeat === undefined ? undefined : declaredSeries(cloudwatch.heartbeat);
  return {
    backlog,
    asked: undefined,
    watched: (wakes): readonly WatcherSource[] => [
      {
        name: 'queueBacklog',
        series: backlog,
        heartbeat,
        above: signal.activation,
        wakes,
        counts: isCount(cloudwatch),
      },
    ],
  };
}
