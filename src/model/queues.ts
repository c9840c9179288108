import { derive } from './sourced.ts';
import type { Sourced } from './sourced.ts';
import type { TriggerSignIn } from './trigger-authentication.ts';

/**
 * What is declared of each kind of queue that `queueBacklog` reads. A kind is a key here: TypeScript then names the
 * tables that have to know it, one on each target.
 */
export interface QueueTypes {
  readonly sqs: SqsQueue;
  readonly rabbitmq: RabbitmqQueue;
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
  rabbitmq: ({ url, vhost, name }) =>
    derive('page of the queue in the management UI', { url, vhost, name }, v =>
      [v.url, '#/queues', encodeURIComponent(v.vhost), encodeURIComponent(v.name)].join('/'),
    ),
};
