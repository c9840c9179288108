import type { CloudWatchSource } from './metric-source.ts';
import { derive, text } from './sourced.ts';
import type { Sourced } from './sourced.ts';
import type { TriggerSignIn } from './trigger-authentication.ts';

/**
 * What is declared of each kind of queue that `queueBacklog` reads. A kind is a key here: TypeScript then names the
 * tables that have to know it, one on each target.
 */
export interface QueueTypes {
  readonly sqs: SqsQueue;
  readonly rabbitmq: RabbitmqQueue;
  readonly redis: RedisQueue;
}

export type QueueKind = keyof QueueTypes;

/** The queue that work waits in. */
export type Queue<K extends QueueKind = QueueKind> = { readonly [Q in K]: QueueTypes[Q] & { readonly kind: Q } }[K];

export interface SqsQueue {
  readonly url: Sourced<string>;
  /** Undefined for the identity of the workload. */
  readonly authentication: TriggerSignIn | undefined;
}

export interface RabbitmqQueue {
  /** Of the management API, without a trailing slash and without credentials. */
  readonly url: Sourced<string>;
  readonly vhost: Sourced<string>;
  readonly name: Sourced<string>;
  /** Kubernetes Secret with the keys `username` and `password`. */
  readonly secret: Sourced<string> | undefined;
  /** Instead of the Secret. */
  readonly authentication: TriggerSignIn | undefined;
  /** Name of the Amazon MQ broker, for the metrics in CloudWatch. */
  readonly broker: Sourced<string> | undefined;
}

/** A list that workers pop, or a stream that a consumer group reads. */
export interface RedisQueue {
  /** `host:port`; of a cluster and of Sentinel several, separated by commas. */
  readonly address: Sourced<string>;
  readonly mode: Sourced<RedisMode>;
  /** Name of the master that Sentinel watches. */
  readonly master: Sourced<string> | undefined;
  readonly holds: RedisKey;
  readonly database: Sourced<number> | undefined;
  readonly tls: Sourced<boolean>;
  readonly authentication: TriggerSignIn | undefined;
  /** What publishes its length for ECS, since AWS itself does not. */
  readonly cloudwatch: CloudWatchSource | undefined;
}

export type RedisMode = 'standalone' | 'cluster' | 'sentinel';

/** Without a consumer group a stream counts whole, with what was read and is still there. */
export type RedisKey =
  | { readonly kind: 'list'; readonly key: Sourced<string> }
  | { readonly kind: 'stream'; readonly key: Sourced<string>; readonly consumerGroup: Sourced<string> | undefined };

/** Whether a message still counts while a replica works on it: popped or delivered, it is gone from Redis' count. */
export function countsInFlight(queue: Queue): boolean {
  return queue.kind !== 'redis' || (queue.holds.kind === 'stream' && queue.holds.consumerGroup === undefined);
}

/** An entry for each kind of queue, called with what was declared of it. */
export type ByQueue<C, R> = { readonly [K in QueueKind]: (queue: Queue<K>, context: C) => R };

export function byQueue<K extends QueueKind, C, R>(table: ByQueue<C, R>, queue: Queue<K>, context: C): R {
  const kind: K = queue.kind;
  return table[kind](queue, context);
}

/** The address by which people know the queue. */
export function queueUrl(queue: Queue): Sourced<string> {
  return byQueue(URLS, queue, undefined);
}

const URLS: ByQueue<undefined, Sourced<string>> = {
  sqs: ({ url }) => url,
  redis: ({ address, holds }) => text`redis://${address}/${holds.key}`,
  rabbitmq: ({ url, vhost, name }) =>
    derive('page of the queue in the management UI', { url, vhost, name }, v =>
      [v.url, '#/queues', encodeURIComponent(v.vhost), encodeURIComponent(v.name)].join('/'),
    ),
};
