import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Kafka } from '../../model/kafka.ts';
import type { Pool } from '../../model/pool.ts';
import { writtenAt } from '../../model/sourced.ts';
import type { Origin } from '../../model/sourced.ts';

/** What a trigger is made of and is not there. */

export function prometheusMissing(pool: Pool, name: string, at: Origin): Diagnostic {
  return missing(
    'prometheus-missing',
    `${name} is read from Prometheus, whose address is not known`,
    pool,
    at,
    'Write targets.kubernetes.prometheus',
  );
}

export function brokersMissing(pool: Pool, at: Origin): Diagnostic {
  return missing(
    'kafka-missing',
    'kafkaLag needs the brokers to read it from',
    pool,
    at,
    'Describe kafka at the top of the file',
  );
}

export function sourceMissing(pool: Pool, signal: string, at: Origin): Diagnostic {
  return missing(
    'metric-source-missing',
    `nothing in the stack emits ${signal} of pool "${pool.key}" to Prometheus`,
    pool,
    at,
    'Write source.prometheus',
  );
}

export function growthSourceMissing(pool: Pool, at: Origin, kafka: Kafka | undefined): Diagnostic {
  const publisher = writtenAt(kafka?.lagMetrics.origin)?.span;
  return {
    ...missing(
      'metric-source-missing',
      'the growth of the lag has no gauge in Prometheus to be taken of',
      pool,
      at,
      'Write source.prometheus: {gauge: …}',
    ),
    ...(publisher === undefined ? {} : { related: [{ message: 'what publishes the lag', span: publisher }] }),
  };
}

function missing(id: string, message: string, { key }: Pool, at: Origin, help: string): Diagnostic {
  const span = writtenAt(at)?.span;
  return { id, severity: 'error', message, help, path: ['pools', key], ...(span === undefined ? {} : { span }) };
}
