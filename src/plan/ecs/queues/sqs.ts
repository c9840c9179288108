import type { EcsSeries } from '../../../model/cloudwatch.ts';
import type { SqsQueue } from '../../../model/queues.ts';
import { because, mapped } from '../../../model/sourced.ts';
import type { Sourced } from '../../../model/sourced.ts';
import { UNSTATED } from '../../../model/targets.ts';
import type { EcsTarget } from '../../../model/targets.ts';
import type { WatcherQueue, WatcherSource } from '../../../model/watcher-plan.ts';
import { awsSeries } from '../series.ts';
import type { QueueContext, QueueOnEcs } from './queue-types.ts';

/** CloudWatch knows only active queues, and late (semantics 41b), so the watcher asks the queue itself. */
export function sqsOnEcs(queue: SqsQueue, { signal, target }: QueueContext): QueueOnEcs {
  const visible = seriesOf(queue, 'ApproximateNumberOfMessagesVisible');
  const inFlight = seriesOf(queue, 'ApproximateNumberOfMessagesNotVisible');
  return {
    backlog: signal.inFlight.plain ? [visible, inFlight] : [visible],
    asked: { ...askedQueue(queue, signal.activation, target), series: [visible, inFlight] },
    watched: () => [history(queue, visible)],
  };
}

function seriesOf({ url }: SqsQueue, metric: string, statistic = ONE_VALUE): EcsSeries {
  return awsSeries('AWS/SQS', metric, statistic, [['QueueName', nameOf(url)]]);
}

const ONE_VALUE = because('one value a minute', 'Maximum');
const EVENTS = because('each point counts what happened in its minute', 'Sum');

function nameOf(url: Sourced<string>): Sourced<string> {
  return mapped(url, text => text.slice(text.lastIndexOf('/') + 1));
}

/** A queue itself tells only how it is now. Being asked every minute it is active, so CloudWatch has its past. */
function history(queue: SqsQueue, heartbeat: EcsSeries): WatcherSource {
  return {
    name: 'queueHistory',
    series: [seriesOf(queue, 'NumberOfMessagesSent', EVENTS), seriesOf(queue, 'NumberOfMessagesReceived', EVENTS)],
    heartbeat,
    above: because('any message that came or was taken', 0, queue.url.origin),
    wakes: false,
    counts: true,
  };
}

function askedQueue({ url }: SqsQueue, activation: Sourced<number>, target: EcsTarget): Omit<WatcherQueue, 'series'> {
  const named =
    /^https:\/\/(?:sqs\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\.amazonaws\.com(?:\.cn)?\/(\d{12})\/([^/]+)$/.exec(url.plain);
  const region = named?.[1] ?? named?.[2] ?? target.region.plain;
  const account = named?.[3] ?? (target.accountId ?? UNSTATED).plain;
  const name = named?.[4] ?? nameOf(url).plain;
  return {
    url,
    above: activation,
    arn: mapped(url, () => `arn:${target.partition.plain}:sqs:${region}:${account}:${name}`),
  };
}
