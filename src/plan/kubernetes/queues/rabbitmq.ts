import { compilerProblem } from '../../../model/catalogue/compiler.ts';
import type { RabbitmqQueue } from '../../../model/queues.ts';
import { SIGNAL_FACTS } from '../../../model/signals.ts';
import { because, mapped, text } from '../../../model/sourced.ts';
import { activationOf } from '../activation.ts';
import { secretOf, signInOf } from '../authentication.ts';
import { built, notBuilt } from '../built-triggers.ts';
import type { BuiltTriggers } from '../built-triggers.ts';
import type { QueueContext } from './queue-types.ts';

/**
 * KEDA asks the management API, which alone counts messages that are being worked on (keda, `rabbitmq_scaler.go`). The
 * address ends in a slash, since KEDA takes what follows the last one for the virtual host.
 */
export function rabbitmqTrigger(queue: RabbitmqQueue, { signal, neutral }: QueueContext): BuiltTriggers {
  const { at, perReplica, inFlight } = signal;
  const { pool } = neutral;
  const { url, vhost, name, secret } = queue;
  if (secret === undefined && queue.authentication === undefined) {
    const path = ['pools', pool.key, 'signals', 'queueBacklog', 'rabbitmq'];
    return notBuilt(compilerProblem('queue-credentials-missing', 'secret', { at, path, data: { pool: pool.key } }));
  }
  const login = secret && secretOf(pool.name, 'rabbitmq', secret, ['username', 'password']);
  const { emitted, ...signIn } = signInOf(pool.name, 'rabbitmq', queue.authentication, login);
  return built(
    {
      scaler: 'rabbitmq',
      for: 'queueBacklog',
      type: because('the queue is on RabbitMQ', 'rabbitmq', at),
      name: because('called as the signal is', SIGNAL_FACTS.queueBacklog.slug, at),
      metricType: because('messages for each replica', 'AverageValue', at),
      metadata: {
        protocol: because('only the management API counts messages that are being worked on', 'http', at),
        host: text`${url}/`,
        vhostName: vhost,
        queueName: name,
        mode: because('messages that wait, and not how fast they come', 'QueueLength', at),
        value: mapped(perReplica, String),
        activationValue: activationOf(neutral, 'queueBacklog', signal.activation),
        excludeUnacknowledged: inFlight.plain ? undefined : mapped(inFlight, counted => String(!counted)),
      },
      ...signIn,
    },
    emitted,
  );
}
