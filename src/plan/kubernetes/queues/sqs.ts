import type { SqsQueue } from '../../../model/queues.ts';
import { SIGNAL_FACTS } from '../../../model/signals.ts';
import { because, mapped } from '../../../model/sourced.ts';
import { activationOf } from '../activation.ts';
import { podIdentity, signInOf } from '../authentication.ts';
import { built } from '../built-triggers.ts';
import type { BuiltTriggers } from '../built-triggers.ts';
import type { QueueContext } from './queue-types.ts';

/** KEDA asks the queue itself, signed in as the workload is unless it is said. */
export function sqsTrigger(
  { url, authentication }: SqsQueue,
  { signal, system, neutral }: QueueContext,
): BuiltTriggers {
  const { at } = signal;
  const { name } = neutral.pool;
  const { emitted, ...signIn } = signInOf(name, 'sqs', authentication, podIdentity(name));
  return built(
    {
      scaler: 'sqs',
      for: 'queueBacklog',
      type: because('the queue is on SQS', 'aws-sqs-queue', at),
      name: because('called as the signal is', SIGNAL_FACTS.queueBacklog.slug, at),
      metricType: because('messages for each replica', 'AverageValue', at),
      metadata: {
        queueURL: url,
        queueLength: mapped(signal.perReplica, String),
        // The oldest endpoint names no region: it is that of us-east-1.
        awsRegion: mapped(
          url,
          text =>
            /\/\/[^/]*?\b([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(text)?.[1] ??
            system.targets.ecs?.region.plain ??
            'us-east-1',
        ),
        scaleOnInFlight: mapped(signal.inFlight, String),
        activationQueueLength: activationOf(neutral, 'queueBacklog', signal.activation),
      },
      ...signIn,
    },
    emitted,
  );
}
