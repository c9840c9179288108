import type { Authentication, Trigger, TriggerPurpose } from '../../../model/kubernetes-plan.ts';
import type { Pool } from '../../../model/pool.ts';
import { because, mapped } from '../../../model/sourced.ts';
import type { Origin, Sourced } from '../../../model/sourced.ts';
import type { Prometheus } from '../../../model/targets.ts';
import { activationOf } from '../activation.ts';
import { secretOf, signInOf } from '../authentication.ts';
import { built, notBuilt } from '../built-triggers.ts';
import type { BuiltTriggers, TriggerContext } from '../built-triggers.ts';
import { prometheusMissing } from '../missing-sources.ts';

/** What is asked of Prometheus, and what it means. */
export interface PrometheusQuestion {
  readonly for: TriggerPurpose;
  /** Name of the trigger. */
  readonly name: string;
  readonly at: Origin;
  readonly query: Sourced<string>;
  readonly threshold: Sourced<string>;
  readonly metricType: 'AverageValue' | 'Value';
  /** Where the signal may wake the pool. */
  readonly activation: Sourced<number> | undefined;
}

/** A query as a trigger; a lost target must not read as zero, so no result is an error (semantics 26). */
export function prometheusTrigger(question: PrometheusQuestion, { target, neutral }: TriggerContext): BuiltTriggers {
  const { prometheus } = target;
  const { name, at, metricType } = question;
  if (prometheus === undefined) return notBuilt(prometheusMissing(neutral.pool, name, at));
  const { unsafeSsl } = prometheus;
  const { emitted, ...signIn } = signInOf(
    neutral.pool.name,
    'prometheus',
    prometheus.authentication,
    authenticationOf(neutral.pool, prometheus),
  );
  const trigger: Trigger<'prometheus'> = {
    scaler: 'prometheus',
    for: question.for,
    type: because('a query of Prometheus', 'prometheus', at),
    name: because('called as the signal is', name, at),
    metricType: because(
      metricType === 'Value' ? 'a ratio or a time does not shrink with replicas' : 'a total is shared by the replicas',
      metricType,
      at,
    ),
    metadata: {
      serverAddress: prometheus.url,
      query: question.query,
      threshold: question.threshold,
      activationThreshold: activationOf(neutral, question.for, question.activation),
      ignoreNullValues: because('a lost target must not read as zero (semantics 26)', 'false', at),
      authModes: prometheus.auth?.mode ?? prometheus.authModes,
      unsafeSsl: unsafeSsl.plain ? mapped(unsafeSsl, String) : undefined,
      awsRegion: prometheus.awsRegion,
      customHeaders: prometheus.headers,
      queryParameters: prometheus.queryParameters,
      namespace: prometheus.namespace,
    },
    ...signIn,
  };
  return built(trigger, emitted);
}

function authenticationOf({ name }: Pool, { auth }: Prometheus): Authentication | undefined {
  if (auth === undefined) return undefined;
  return secretOf(
    name,
    'prometheus',
    auth.secret,
    auth.mode.plain === 'bearer' ? ['bearerToken'] : ['username', 'password'],
  );
}

/** KEDA hands a target to the HPA in thousandths; what is smaller than one would be 0, which the HPA refuses. */
export function inThousandths(threshold: Sourced<number>): Sourced<string> {
  return mapped(threshold, value => String(Math.max(0.001, Math.round(value * 1000) / 1000)));
}
