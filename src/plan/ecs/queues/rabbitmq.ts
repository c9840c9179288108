import type { EcsSeries } from '../../../model/cloudwatch.ts';
import type { RabbitmqQueue } from '../../../model/queues.ts';
import { because } from '../../../model/sourced.ts';
import type { Sourced } from '../../../model/sourced.ts';
import type { WatcherSource } from '../../../model/watcher-plan.ts';
import { awsSeries } from '../series.ts';
import type { QueueContext, QueueOnEcs } from './queue-types.ts';

/**
 * Amazon MQ publishes what each queue of its brokers holds, once a minute and idle or not, for the first 500 queues of
 * a broker (Amazon MQ developer guide, "CloudWatch metrics for RabbitMQ brokers"). A broker elsewhere is not seen on
 * ECS.
 */
export function rabbitmqOnEcs(queue: RabbitmqQueue, { signal }: QueueContext): QueueOnEcs {
  const { broker } = queue;
  if (broker === undefined) return { backlog: undefined, asked: undefined, watched: () => [] };
  const backlog = [seriesOf(queue, broker, signal.inFlight.plain ? 'MessageCount' : 'MessageReadyCount')];
  // A message that is being worked on keeps the service awake, whether it is scaled by or not.
  const held = [seriesOf(queue, broker, 'MessageCount')];
  return {
    backlog,
    asked: undefined,
    watched: (wakes): readonly WatcherSource[] => [
      { name: 'queueBacklog', series: held, heartbeat: undefined, above: signal.activation, wakes, counts: false },
    ],
  };
}

function seriesOf({ vhost, name }: RabbitmqQueue, broker: Sourced<string>, metric: string): EcsSeries {
  return awsSeries('AWS/AmazonMQ', metric, because('one value a minute', 'Maximum'), [
    ['Broker', broker],
    ['VirtualHost', vhost],
    ['Queue', name],
  ]);
}
