import type { RedisMode, RedisQueue } from '../../../model/queues.ts';
import { SIGNAL_FACTS } from '../../../model/signals.ts';
import { because, mapped } from '../../../model/sourced.ts';
import { activationOf } from '../activation.ts';
import { signInOf } from '../authentication.ts';
import { built } from '../built-triggers.ts';
import type { BuiltTriggers } from '../built-triggers.ts';
import type { QueueContext } from './queue-types.ts';

/** KEDA asks Redis itself: the length of a list, the lag of a consumer group, or the length of a stream. */
export function redisTrigger(queue: RedisQueue, { signal, neutral }: QueueContext): BuiltTriggers {
  const { at, perReplica } = signal;
  const { address, mode, master, holds, database, tls } = queue;
  const { emitted, ...signIn } = signInOf(neutral.pool.name, 'redis', queue.authentication);
  const target = mapped(perReplica, String);
  const activation = activationOf(neutral, 'queueBacklog', signal.activation);
  const asked =
    holds.kind === 'list'
      ? { listName: holds.key, listLength: target, activationListLength: activation }
      : holds.consumerGroup === undefined
        ? { stream: holds.key, streamLength: target }
        : {
            stream: holds.key,
            consumerGroup: holds.consumerGroup,
            lagCount: target,
            activationLagCount: activation,
          };
  return built(
    {
      scaler: 'custom',
      for: 'queueBacklog',
      type: mapped(mode, plain => TYPES[plain][holds.kind]),
      name: because('called as the signal is', SIGNAL_FACTS.queueBacklog.slug, at),
      metricType: because('messages for each replica', 'AverageValue', at),
      metadata: {
        ...(mode.plain === 'standalone' ? { address } : { addresses: address }),
        sentinelMaster: master,
        ...asked,
        databaseIndex: database && mapped(database, String),
        enableTLS: tls.plain ? mapped(tls, String) : undefined,
      },
      ...signIn,
    },
    emitted,
  );
}

/** Scalers of KEDA. */
const TYPES = {
  standalone: { list: 'redis', stream: 'redis-streams' },
  cluster: { list: 'redis-cluster', stream: 'redis-cluster-streams' },
  sentinel: { list: 'redis-sentinel', stream: 'redis-sentinel-streams' },
} as const satisfies Readonly<Record<RedisMode, unknown>>;
