import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Kafka } from '../../model/kafka.ts';
import type { Pool } from '../../model/pool.ts';
import { writtenAt } from '../../model/sourced.ts';
import type { Origin } from '../../model/sourced.ts';

/** What a trigger is made of and is not there. */

export function prometheusMissing({ key }: Pool, signal: string, at: Origin): Diagnostic {
  return compilerProblem('prometheus-missing', 'address', { at, path: ['pools', key], data: { signal } });
}

export function brokersMissing({ key }: Pool, at: Origin): Diagnostic {
  return compilerProblem('kafka-missing', 'brokers', { at, path: ['pools', key] });
}

export function sourceMissing({ key }: Pool, signal: string, at: Origin): Diagnostic {
  return compilerProblem('metric-source-missing', 'prometheus', {
    at,
    path: ['pools', key],
    data: { signal, pool: key },
  });
}

export function growthSourceMissing({ key }: Pool, at: Origin, kafka: Kafka | undefined): Diagnostic {
  const publisher = writtenAt(kafka?.lagMetrics.origin)?.span;
  return compilerProblem('metric-source-missing', 'growth', {
    at,
    path: ['pools', key],
    related: publisher === undefined ? undefined : [{ message: 'what publishes the lag', span: publisher }],
  });
}
