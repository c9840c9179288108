import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Authentication, Trigger } from '../../model/kubernetes-plan.ts';
import type { NeutralPool, PlannedSignal } from '../../model/plan.ts';
import { because, derive, mapped, text, writtenAt } from '../../model/sourced.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import type { KafkaLagSignal } from '../../model/signals.ts';
import type { System } from '../../model/system.ts';
import { seconds } from '../../model/units.ts';
import { cronTriggers } from './cron.ts';
import { kafkaTrigger } from './kafka-trigger.ts';
import { lagGauge } from './lag-gauge.ts';
import { growthOf, quantileOf, steady, totalOf } from './safe-queries.ts';
import { wholePercent } from '../rounding.ts';

export interface Triggers {
  readonly triggers: readonly Trigger[];
  readonly authentications: readonly Authentication[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Every trigger of a pool, in the order of SIGNAL_NAMES, then what wakes it, then the schedule. */
export function triggersOf(system: System, neutral: NeutralPool): Triggers {
  const { pool, acting, hold } = neutral;
  const building = new TriggerList(system, neutral);
  for (const planned of acting) building.add(planned);
  if (pool.replicas.min.plain === 0 || acting.length === 0) building.addWake();
  // A window would wake a pool that is held at zero; but KEDA refuses an object without triggers.
  const cron =
    pool.schedule === undefined || (hold?.plain === 0 && building.triggers.length > 0)
      ? []
      : cronTriggers(pool.schedule);
  return {
    triggers: [...building.triggers, ...cron],
    authentications: authenticationsOf(system, neutral, building),
    diagnostics: building.diagnostics,
  };
}

/** Of all that is declared, so that a rung adds no object and takes none away. */
function authenticationsOf(system: System, neutral: NeutralPool, acting: TriggerList): readonly Authentication[] {
  const complete =
    neutral.acting.length === neutral.signals.length &&
    (neutral.pool.wake?.source === undefined || neutral.pool.replicas.min.plain === 0);
  if (complete) return [...acting.authentications.values()];
  const declared = new TriggerList(system, neutral);
  for (const planned of neutral.signals) declared.add(planned);
  declared.addWake();
  return [...declared.authentications.values()];
}

/** No count of work reaches this, so a trigger that is no wake source never counts as active (semantics 26). */
const UNREACHABLE = '1000000000';

class TriggerList {
  readonly triggers: Trigger[] = [];
  readonly authentications = new Map<string, Authentication>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #system: System;
  readonly #neutral: NeutralPool;

  constructor(system: System, neutral: NeutralPool) {
    this.#system = system;
    this.#neutral = neutral;
  }

  add(planned: PlannedSignal): void {
    const { signal } = planned;
    const { pool } = this.#neutral;
    const scrape = this.#system.metrics.scrapeInterval;
    switch (planned.name) {
      case 'cpu':
      case 'memory':
        this.triggers.push({
          type: because('a resource signal', planned.name, signal.at),
          name: because('called as the signal is', planned.name, signal.at),
          metricType: because('of the request', 'Utilization', signal.at),
          metadata: {
            value: mapped(planned.signal.target, target => String(wholePercent(target))),
            ...(pool.containers.length > 1 || pool.existing !== undefined
              ? { containerName: planned.signal.container }
              : {}),
          },
          authentication: undefined,
        });
        return;
      case 'kafkaLag':
        if (planned.prometheus === undefined) this.#kafka(planned.signal);
        else
          this.#prometheus(
            'kafka-lag',
            planned.signal.at,
            totalOf(planned.prometheus, rangeOfFourScrapes(scrape)),
            mapped(planned.signal.perReplica, String),
            'AverageValue',
            this.#activation('kafkaLag', planned.signal.activation),
          );
        this.#growth(planned.signal, planned.prometheus?.kind === 'gauge' ? planned.prometheus.series : undefined);
        return;
      case 'queueBacklog':
        this.triggers.push({
          type: because('the queue is on SQS', 'aws-sqs-queue', signal.at),
          name: because('called as the signal is', 'queue-backlog', signal.at),
          metricType: because('messages for each replica', 'AverageValue', signal.at),
          metadata: {
            queueURL: planned.signal.url,
            queueLength: mapped(planned.signal.perReplica, String),
            // The oldest endpoint names no region: it is that of us-east-1.
            awsRegion: mapped(
              planned.signal.url,
              url =>
                /\/\/[^/]*?\b([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(url)?.[1] ??
                this.#system.targets.ecs?.region.plain ??
                'us-east-1',
            ),
            scaleOnInFlight: mapped(planned.signal.inFlight, String),
            activationQueueLength: this.#activation('queueBacklog', planned.signal.activation),
          },
          authentication: this.#podIdentity(),
        });
        return;
      case 'requestQueue':
      case 'requests': {
        const { source, over, perReplica, activation } = planned.signal;
        const own =
          source === undefined ? { maySleep: pool.replicas.min.plain === 0, namespace: this.#watchedNamespace() } : {};
        if (planned.prometheus === undefined) this.#missing(planned.name, signal.at);
        else
          this.#prometheus(
            planned.name === 'requests' ? 'requests' : 'request-queue',
            signal.at,
            totalOf(planned.prometheus, steady(over, scrape), own),
            inThousandths(perReplica),
            'AverageValue',
            this.#activation(planned.name, activation),
          );
        return;
      }
      case 'latency':
        if (planned.prometheus === undefined) this.#missing('latency', signal.at);
        else
          this.#prometheus(
            'latency',
            signal.at,
            quantileOf(planned.prometheus, planned.signal.quantile, steady(planned.signal.over, scrape)),
            inThousandths(planned.signal.target),
            'Value',
            this.#activation('latency', undefined),
          );
        return;
    }
  }

  /** A wake source of its own is one trigger more; its threshold adds no replica beyond the first. */
  addWake(): void {
    const scrape = this.#system.metrics.scrapeInterval;
    for (const { from, at, source, activation } of this.#neutral.wakeSources) {
      if (from !== 'wake') continue;
      if (source?.prometheus === undefined) this.#missing('wake', at);
      else
        this.#prometheus(
          'wake',
          at,
          totalOf(source.prometheus, rangeOfFourScrapes(scrape)),
          because('it wakes the pool; the other signals size it', UNREACHABLE, at),
          'AverageValue',
          this.#activation('wake', activation),
        );
    }
  }

  /**
   * The same on every rung, so that a step changes bounds and behaviour only. From 1 replica on KEDA ignores it
   * (semantics 17).
   */
  #activation(from: string, declared: Sourced<number> | undefined): Sourced<string> | undefined {
    const { pool, hold, wakeSources } = this.#neutral;
    if (hold?.plain === 0)
      return because('the rung holds no replica, and nothing wakes the pool', UNREACHABLE, hold.origin);
    if (pool.replicas.min.plain > 0) return undefined;
    if (declared !== undefined && wakeSources.some(source => source.from === from)) return mapped(declared, String);
    return because('no wake source, so it never counts as active and the pool returns to zero', UNREACHABLE);
  }

  #kafka(signal: KafkaLagSignal): void {
    const { kafka } = this.#system;
    if (kafka === undefined) {
      this.#report(
        'kafka-missing',
        'kafkaLag needs the brokers to read it from',
        signal.at,
        'Describe kafka at the top of the file',
      );
      return;
    }
    const activation = this.#activation('kafkaLag', signal.activation);
    const gauge =
      signal.topics.kind === 'listed' && signal.topics.names.length > 1 ? lagGauge(kafka, signal) : undefined;
    if (gauge !== undefined) {
      this.#prometheus(
        'kafka-lag',
        signal.at,
        text`sum(${gauge} >= 0)`,
        mapped(signal.perReplica, String),
        'AverageValue',
        activation,
      );
      return;
    }
    const { type, metadata, signsIn } = kafkaTrigger(kafka, signal, activation);
    this.triggers.push({
      type,
      name: because('called as the signal is', 'kafka-lag', signal.at),
      metricType: because('lag for each replica', 'AverageValue', signal.at),
      metadata,
      authentication:
        signsIn === undefined
          ? undefined
          : signsIn.with === 'pod-identity'
            ? this.#podIdentity()
            : this.#secret('kafka', signsIn.secret, signsIn.keys),
    });
  }

  #growth(signal: KafkaLagSignal, gauge: Sourced<string> | undefined): void {
    const { kafka, metrics } = this.#system;
    if (signal.growth === undefined) return;
    const series = gauge ?? (kafka === undefined ? undefined : lagGauge(kafka, signal));
    if (series === undefined)
      this.#report(
        'metric-source-missing',
        'the growth of the lag has no gauge in Prometheus to be taken of',
        signal.growth.at,
        'Write source.prometheus: {gauge: …}',
        kafka === undefined ? undefined : { message: 'what publishes the lag', at: kafka.lagMetrics.origin },
      );
    else
      this.#prometheus(
        'kafka-lag-growth',
        signal.growth.at,
        growthOf(series, signal.growth.over, metrics.scrapeInterval),
        inThousandths(signal.growth.perReplica),
        'AverageValue',
        this.#activation('growth', undefined),
      );
  }

  #prometheus(
    name: string,
    at: Origin,
    query: Sourced<string>,
    threshold: Sourced<string>,
    metricType: 'AverageValue' | 'Value',
    activationThreshold: Sourced<string> | undefined,
  ): void {
    const prometheus = this.#system.targets.kubernetes?.prometheus;
    if (prometheus === undefined) {
      this.#report(
        'prometheus-missing',
        `${name} is read from Prometheus, whose address is not known`,
        at,
        'Write targets.kubernetes.prometheus',
      );
      return;
    }
    const { auth, unsafeSsl } = prometheus;
    this.triggers.push({
      type: because('a query of Prometheus', 'prometheus', at),
      name: because('called as the signal is', name, at),
      metricType: because(
        metricType === 'Value'
          ? 'a ratio or a time does not shrink with replicas'
          : 'a total is shared by the replicas',
        metricType,
        at,
      ),
      metadata: {
        serverAddress: prometheus.url,
        query,
        threshold,
        activationThreshold,
        ignoreNullValues: because('a lost target must not read as zero (semantics 26)', 'false', at),
        authModes: auth?.mode,
        unsafeSsl: unsafeSsl.plain ? mapped(unsafeSsl, String) : undefined,
      },
      authentication:
        auth === undefined
          ? undefined
          : this.#secret(
              'prometheus',
              auth.secret,
              auth.mode.plain === 'bearer' ? ['bearerToken'] : ['username', 'password'],
            ),
    });
  }

  /** The label that the operator gives to every target. */
  #watchedNamespace(): Sourced<string> | undefined {
    const {
      targets: { kubernetes },
    } = this.#system;
    return kubernetes?.monitoring.plain === 'prometheus-operator' ? kubernetes.namespace : undefined;
  }

  #secret(of: string, secret: Sourced<string>, keys: readonly string[]): Sourced<string> {
    const name = text`${this.#neutral.pool.name}-${of}`;
    this.authentications.set(name.plain, { name, from: { kind: 'secret', secret, keys } });
    return name;
  }

  #podIdentity(): Sourced<string> {
    const name = text`${this.#neutral.pool.name}-aws`;
    this.authentications.set(name.plain, { name, from: { kind: 'pod-identity', provider: 'aws' } });
    return name;
  }

  #missing(signal: string, at: Origin): void {
    this.#report(
      'metric-source-missing',
      `nothing in the stack emits ${signal} of pool "${this.#neutral.pool.key}" to Prometheus`,
      at,
      'Write source.prometheus',
    );
  }

  #report(
    id: string,
    message: string,
    at: Origin,
    help: string,
    beside?: { readonly message: string; readonly at: Origin },
  ): void {
    const written = writtenAt(at);
    const other = writtenAt(beside?.at)?.span;
    this.diagnostics.push({
      id,
      severity: 'error',
      message,
      help,
      path: ['pools', this.#neutral.pool.key],
      ...(written === undefined ? {} : { span: written.span }),
      ...(beside === undefined || other === undefined ? {} : { related: [{ message: beside.message, span: other }] }),
    });
  }
}

/** KEDA hands a target to the HPA in thousandths; what is smaller than one would be 0, which the HPA refuses. */
function inThousandths(threshold: Sourced<number>): Sourced<string> {
  return mapped(threshold, value => String(Math.max(0.001, Math.round(value * 1000) / 1000)));
}

function rangeOfFourScrapes(scrapeInterval: System['metrics']['scrapeInterval']): System['metrics']['scrapeInterval'] {
  return derive(
    'range = four scrapes, which make a rate steady; the idle time is counted by the cooldown',
    { scrapeInterval },
    v => seconds(4 * v.scrapeInterval),
  );
}
