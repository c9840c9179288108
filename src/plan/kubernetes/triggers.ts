import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Authentication, Trigger } from '../../model/kubernetes-plan.ts';
import type { NeutralPool, PlannedSignal } from '../../model/plan.ts';
import { because, mapped, text, writtenAt } from '../../model/sourced.ts';
import type { Origin , Sourced} from '../../model/sourced.ts';
import type { KafkaLagSignal, System } from '../../model/system.ts';
import { cronTriggers } from './cron.ts';
import { growthOf, lagGauge, quantileOf, totalOf } from './promql.ts';

export interface Triggers {
  readonly triggers: readonly Trigger[];
  readonly authentications: readonly Authentication[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Every trigger of a pool, in the order of SIGNAL_NAMES, then what wakes it, then the schedule. */
export function triggersOf(system: System, neutral: NeutralPool): Triggers {
  const building = new TriggerList(system, neutral);
  for (const planned of neutral.acting) building.add(planned);
  building.addWake();
  const schedule = neutral.pool.schedule;
  const onlyCpu = neutral.pool.stage.plain === 'cpu';
  const cron = schedule === undefined || onlyCpu || neutral.hold !== undefined && neutral.signals.length > 0 ? [] : cronTriggers(schedule);
  return { triggers: [...building.triggers, ...cron], authentications: [...building.authentications.values()], diagnostics: building.diagnostics };
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
    switch (planned.name) {
      case 'cpu':
      case 'memory':
        this.triggers.push({
          type: because('a resource signal', planned.name, signal.at),
          name: because('called as the signal is', planned.name, signal.at),
          metricType: because('of the request', 'Utilization', signal.at),
          metadata: {
            value: mapped(planned.signal.target, target => String(Math.round(target))),
            ...(this.#neutral.pool.containers.length > 1 || this.#neutral.pool.existing !== undefined ? { containerName: planned.signal.container } : {}),
          },
          authentication: undefined,
        });
        return;
      case 'kafkaLag':
        if (planned.prometheus !== undefined) this.#prometheus('kafka-lag', planned.signal.at, totalOf(planned.prometheus, because('a lag is a gauge', this.#system.metrics.scrapeInterval.plain)), mapped(planned.signal.perReplica, String), 'AverageValue', this.#activation('kafkaLag', planned.signal.activation));
        else this.#kafka(planned.signal);
        this.#growth(planned.signal, planned.prometheus === undefined ? undefined : planned.prometheus.kind === 'gauge' ? planned.prometheus.series : undefined);
        return;
      case 'queueBacklog':
        this.triggers.push({
          type: because('the queue is on SQS', 'aws-sqs-queue', signal.at),
          name: because('called as the signal is', 'queue-backlog', signal.at),
          metricType: because('messages for each replica', 'AverageValue', signal.at),
          metadata: {
            queueURL: planned.signal.url,
            queueLength: mapped(planned.signal.perReplica, String),
            awsRegion: mapped(planned.signal.url, url => /sqs\.([a-z0-9-]+)\./.exec(url)?.[1] ?? this.#system.ecs?.region.plain ?? 'us-east-1'),
            scaleOnInFlight: mapped(planned.signal.inFlight, String),
            activationQueueLength: this.#activation('queueBacklog', planned.signal.activation),
          },
          authentication: this.#podIdentity(),
        });
        return;
      case 'requestQueue':
      case 'requests':
        if (planned.prometheus === undefined) this.#missing(planned.name, signal.at);
        else this.#prometheus(planned.name === 'requests' ? 'requests' : 'request-queue', signal.at, totalOf(planned.prometheus, planned.signal.over), mapped<number, string>(planned.signal.perReplica, String), 'AverageValue', this.#activation(planned.name, planned.signal.activation));
        return;
      case 'latency':
        if (planned.prometheus === undefined) this.#missing('latency', signal.at);
        else this.#prometheus('latency', signal.at, quantileOf(planned.prometheus, planned.signal.quantile, planned.signal.over), mapped<number, string>(planned.signal.target, String), 'Value', this.#activation('latency', undefined));
        return;
    }
  }

  /** A wake source of its own is one trigger more; its threshold adds no replica beyond the first few. */
  addWake(): void {
    if (!this.#neutral.mayBeAtZero) return;
    for (const { from, at, source, activation } of this.#neutral.wakeSources) {
      if (from !== 'wake') continue;
      if (source?.prometheus === undefined) this.#missing('wake', at);
      else {
        const over = because('four scrapes of 30 s make a rate steady, and the idle time is counted by the cooldown', this.#system.metrics.scrapeInterval.plain);
        const range = mapped(over, scrape => (scrape * 4) as typeof scrape);
        this.#prometheus('wake', at, totalOf(source.prometheus, range), because('it wakes the pool; the other signals size it', UNREACHABLE, at), 'AverageValue', mapped(activation, String));
      }
    }
  }

  #activation(from: string, declared: Sourced<number> | undefined): Sourced<string> | undefined {
    if (!this.#neutral.mayBeAtZero) return undefined;
    if (declared !== undefined && this.#neutral.wakeSources.some(source => source.from === from)) return mapped(declared, String);
    return because('no wake source, so it never counts as active and the pool returns to zero', UNREACHABLE);
  }

  #kafka(signal: KafkaLagSignal): void {
    const { kafka } = this.#system;
    if (kafka === undefined) {
      this.#report('kafka-missing', 'kafkaLag needs the brokers to read it from', signal.at, 'Describe kafka at the top of the file');
      return;
    }
    if (signal.topics.kind === 'listed' && signal.topics.names.length > 1) {
      if (kafka.lagMetrics.plain === 'msk') this.#report('metric-source-missing', 'the sum over several topics of MSK has no source in Prometheus', signal.at, 'Write source.prometheus, or topics: all');
      else this.#prometheus('kafka-lag', signal.at, text`sum(${lagGauge(kafka.lagMetrics.plain, signal)} >= 0)`, mapped(signal.perReplica, String), 'AverageValue', this.#activation('kafkaLag', signal.activation));
      return;
    }
    const iam = kafka.auth?.sasl.plain === 'aws_msk_iam';
    const one = signal.topics.kind === 'listed' ? signal.topics.names[0] : undefined;
    this.triggers.push({
      type: because(iam ? 'MSK IAM is spoken by the apache-kafka scaler' : 'the Kafka scaler reads lag from the brokers', iam ? 'apache-kafka' : 'kafka', signal.at),
      name: because('called as the signal is', 'kafka-lag', signal.at),
      metricType: because('lag for each replica', 'AverageValue', signal.at),
      metadata: {
        bootstrapServers: kafka.bootstrapServers,
        consumerGroup: signal.consumerGroup,
        topic: one,
        lagThreshold: mapped(signal.perReplica, String),
        activationLagThreshold: this.#neutral.mayBeAtZero ? mapped(signal.activation, String) : undefined,
        offsetResetPolicy: signal.offsetReset,
        allowIdleConsumers: signal.leases === undefined ? undefined : because('topics are leased whole, so the cap by partitions is wrong (semantics 54)', 'true', signal.leases.at),
        sasl: kafka.auth === undefined || kafka.auth.sasl.plain === 'none' ? undefined : kafka.auth.sasl,
        tls: kafka.auth === undefined ? undefined : mapped(kafka.auth.tls, tls => (tls ? 'enable' : 'disable')),
        awsRegion: kafka.auth?.awsRegion,
      },
      authentication: iam ? this.#podIdentity() : kafka.auth?.secret === undefined ? undefined : this.#secret('kafka', kafka.auth.secret, ['username', 'password']),
    });
  }

  #growth(signal: KafkaLagSignal, gauge: Sourced<string> | undefined): void {
    const { kafka } = this.#system;
    if (signal.growth === undefined) return;
    const series = gauge ?? (kafka === undefined || kafka.lagMetrics.plain === 'msk' ? undefined : lagGauge(kafka.lagMetrics.plain, signal));
    if (series === undefined) this.#report('metric-source-missing', 'the growth of the lag has no gauge in Prometheus to be taken of', signal.growth.at, 'Write source.prometheus: {gauge: …}');
    else this.#prometheus('kafka-lag-growth', signal.growth.at, growthOf(series, signal.growth.over), mapped<number, string>(signal.growth.perReplica, String), 'AverageValue', this.#activation('growth', undefined));
  }

  #prometheus(name: string, at: Origin, query: Sourced<string>, threshold: Sourced<string>, metricType: 'AverageValue' | 'Value', activationThreshold: Sourced<string> | undefined): void {
    const prometheus = this.#system.kubernetes?.prometheus;
    if (prometheus === undefined) {
      this.#report('prometheus-missing', `${name} is read from Prometheus, whose address is not known`, at, 'Write targets.kubernetes.prometheus');
      return;
    }
    const { auth, unsafeSsl } = prometheus;
    this.triggers.push({
      type: because('a query of Prometheus', 'prometheus', at),
      name: because('called as the signal is', name, at),
      metricType: because(metricType === 'Value' ? 'a ratio or a time does not shrink with replicas' : 'a total is shared by the replicas', metricType, at),
      metadata: {
        serverAddress: prometheus.url,
        query,
        threshold,
        activationThreshold,
        ignoreNullValues: because('a lost target must not read as zero (semantics 26)', 'false', at),
        authModes: auth?.mode,
        unsafeSsl: unsafeSsl.plain ? mapped(unsafeSsl, String) : undefined,
      },
      authentication: auth === undefined ? undefined : this.#secret('prometheus', auth.secret, auth.mode.plain === 'bearer' ? ['bearerToken'] : ['username', 'password']),
    });
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
    this.#report('metric-source-missing', `nothing in the stack emits ${signal} of pool "${this.#neutral.pool.key}" to Prometheus`, at, 'Write source.prometheus');
  }

  #report(id: string, message: string, at: Origin, help: string): void {
    const written = writtenAt(at);
    this.diagnostics.push({ id, severity: 'error', message, help, path: ['pools', this.#neutral.pool.key], ...(written === undefined ? {} : { span: written.span }) });
  }
}
