import { because, derive, mapped, Sourced } from '../../model/sourced.ts';
import type { MetricSource, PrometheusSource } from '../../model/metric-source.ts';
import type { Container } from '../../model/container.ts';
import type { Kafka } from '../../model/kafka.ts';
import type { Queue } from '../../model/queues.ts';
import { SIGNAL_NAMES } from '../../model/signals.ts';
import type {
  KafkaLagSignal,
  LatencySignal,
  PerReplicaSignal,
  QueueBacklogSignal,
  SignalTypes,
  Signals,
  Topics,
  TypedSignal,
  TypedSignals,
  UtilisationSignal,
} from '../../model/signals.ts';
import type { Wake } from '../../model/pool.ts';
import { perSecond, seconds } from '../../model/units.ts';
import type { PerSecond } from '../../model/units.ts';
import type { Config } from '../schema/root.ts';
import type { Section } from '../zip.ts';
import { WHY } from './defaults.ts';
import { signInOf } from './authentication.ts';
import { cloudwatchOf } from './cloudwatch.ts';
import { pairsOf } from './containers.ts';
import { customSignalsOf } from './custom-signals.ts';

type PoolSection = Section<Config['pools'][string]>;
type Written = NonNullable<PoolSection['signals']>;
type SourceSection = NonNullable<NonNullable<PoolSection['wake']>['source']>;

/** What a signal is resolved with. */
interface SignalContext {
  /** What the pool is called. */
  readonly name: Sourced<string>;
  /** The container that serves. */
  readonly serving: Sourced<string>;
  readonly activation: (given: Sourced<number> | undefined) => Sourced<number>;
}

export function signalsOf(pool: PoolSection, name: Sourced<string>, containers: readonly Container[]): Signals {
  const written = pool.signals;
  if (written === undefined) return {};
  const context: SignalContext = {
    name,
    serving: containers[0]?.name ?? name,
    activation: given => given ?? because(WHY.noActivation, 0, written.$at),
  };
  const signals: { -readonly [N in keyof TypedSignals]: TypedSignals[N] } = {};
  for (const signal of SIGNAL_NAMES) resolveInto(signals, signal, written, context);
  const custom = customSignalsOf(written.custom);
  return custom.length === 0 ? signals : { ...signals, custom };
}

type Sections = { readonly [N in TypedSignal]: NonNullable<Written[N]> };

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it types the body
function resolveInto<N extends TypedSignal>(
  signals: { -readonly [K in TypedSignal]?: SignalTypes[K] },
  name: N,
  written: { readonly [K in TypedSignal]?: Sections[K] | undefined },
  context: SignalContext,
): void {
  const section: Sections[N] | undefined = written[name];
  if (section !== undefined) signals[name] = RESOLVERS[name](section, context);
}

const RESOLVERS: {
  readonly [N in TypedSignal]: (section: Sections[N], context: SignalContext) => SignalTypes[N];
} = {
  cpu: utilisation,
  memory: utilisation,
  kafkaLag: kafkaLagOf,
  queueBacklog: queueBacklogOf,
  requestQueue: requestQueueOf,
  requests: requestsOf,
  latency: latencyOf,
};

const placeOf = (section: { readonly $at: Section<object>['$at']; readonly $key?: Section<object>['$at'] }) =>
  section.$key ?? section.$at;

function requestQueueOf(
  written: NonNullable<Written['requestQueue']>,
  context: SignalContext,
): PerReplicaSignal<number> {
  return {
    at: placeOf(written),
    perReplica: written.perReplica,
    over: because('a queue is a gauge', seconds(60), written.$at),
    ...optional(written, context),
  };
}

function requestsOf(written: NonNullable<Written['requests']>, context: SignalContext): PerReplicaSignal<PerSecond> {
  return {
    at: placeOf(written),
    perReplica: written.perReplica,
    over: written.over ?? because('four scrapes of 30 s make a rate steady', seconds(120), written.$at),
    ...optional(written, context),
  };
}

function optional(
  section: NonNullable<Written['requestQueue'] | Written['requests']>,
  { activation }: SignalContext,
): Pick<PerReplicaSignal<number>, 'activation' | 'source'> {
  return {
    activation: activation(section.activation),
    source: sourceOf(section.source),
  };
}

function utilisation(written: NonNullable<Written['cpu']>, { serving }: SignalContext): UtilisationSignal {
  return {
    at: placeOf(written),
    target: written.target,
    container:
      written.container ?? because('the first container is the one that serves', serving.plain, serving.origin),
    for: written.for,
  };
}

function kafkaLagOf(written: NonNullable<Written['kafkaLag']>, { name, activation }: SignalContext): KafkaLagSignal {
  const { growth, leases } = written;
  const perReplica = written.perReplica ?? because('growth alone was declared', 1, written.$at);
  return {
    at: placeOf(written),
    perReplica,
    absolute: written.perReplica !== undefined,
    consumerGroup: written.consumerGroup ?? because('the group is called as the pool is', name.plain, name.origin),
    topics: topicsOf(written),
    partitions: written.partitions,
    offsetReset: written.offsetReset,
    leases:
      leases === undefined
        ? undefined
        : {
            at: placeOf(leases),
            perReplica: leases.perReplica,
            handBack:
              leases.handBack ?? because('a consumer keeps its leases unless it says otherwise', false, leases.$at),
          },
    growth:
      growth === undefined
        ? undefined
        : {
            at: placeOf(growth),
            over: growth.over,
            perReplica:
              growth.perReplica ??
              derive('growth for one replica = lag per replica / range', { perReplica, over: growth.over }, v =>
                perSecond(v.perReplica / v.over),
              ),
          },
    activation: activation(written.activation),
    source: sourceOf(written.source),
  };
}

function topicsOf(written: NonNullable<Written['kafkaLag']>): Topics {
  const { topics } = written;
  if (topics === undefined) return { kind: 'all', at: written.$at };
  const { plain, origin } = topics;
  if (plain === 'all') return { kind: 'all', at: origin };
  if (typeof plain === 'number') return { kind: 'count', at: origin, count: new Sourced(plain, origin) };
  return { kind: 'listed', at: origin, names: plain };
}

function queueBacklogOf(
  written: NonNullable<Written['queueBacklog']>,
  { activation }: SignalContext,
): QueueBacklogSignal {
  const { acceptableLatency, workTime } = written;
  const derived =
    acceptableLatency !== undefined && workTime !== undefined
      ? derive('backlog per replica = acceptable latency / work time', { acceptableLatency, workTime }, v =>
          Math.max(1, Math.floor(v.acceptableLatency / v.workTime)),
        )
      : because('one message for each replica', 1, written.$at);
  return {
    at: placeOf(written),
    queue: queueOf(written),
    perReplica: written.perReplica ?? derived,
    acceptableLatency,
    inFlight: written.inFlight ?? because('a message that is being worked on is work', true, written.$at),
    activation: activation(written.activation),
  };
}

function redisOf(written: NonNullable<NonNullable<Written['queueBacklog']>['redis']>): Queue<'redis'> {
  const { address, mode, master, list, stream, consumerGroup, database, tls, authentication, cloudwatch, $at } =
    written;
  return {
    kind: 'redis',
    address,
    mode: mode ?? because('one server unless it is said', 'standalone', $at),
    master,
    holds:
      stream === undefined
        ? { kind: 'list', key: list ?? because('no key was written', '', $at) }
        : { kind: 'stream', key: stream, consumerGroup },
    database,
    tls: tls ?? because('no TLS unless it is asked for', false, $at),
    authentication: signInOf(authentication),
    cloudwatch: cloudwatch === undefined ? undefined : cloudwatchOf(cloudwatch),
  };
}

function queueOf({ sqs, rabbitmq, redis, $at }: NonNullable<Written['queueBacklog']>): Queue {
  if (redis !== undefined) return redisOf(redis);
  if (rabbitmq === undefined)
    return {
      kind: 'sqs',
      url: sqs?.url ?? because('no queue was written', '', $at),
      authentication: signInOf(sqs?.authentication),
    };
  const { url, vhost, queue, secret, broker } = rabbitmq;
  const authentication = signInOf(rabbitmq.authentication);
  const root = because('the virtual host that every broker has', '/', rabbitmq.$at);
  return { kind: 'rabbitmq', url, vhost: vhost ?? root, name: queue, secret, authentication, broker };
}

const QUANTILES = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

function latencyOf(written: NonNullable<Written['latency']>): LatencySignal {
  const [name, quantile] = QUANTILES.find(([key]) => written[key] !== undefined) ?? QUANTILES[3];
  const target = written[name] ?? because('no quantile was written', seconds(1), written.$at);
  return {
    at: placeOf(written),
    quantile: mapped(target, () => quantile),
    target,
    over: written.over ?? because('a quantile needs five minutes of samples', seconds(300), written.$at),
    source: sourceOf(written.source),
  };
}

export function sourceOf(written: SourceSection | undefined): MetricSource | undefined {
  if (written === undefined) return undefined;
  return {
    at: placeOf(written),
    prometheus: prometheusOf(written.prometheus),
    cloudwatch: written.cloudwatch === undefined ? undefined : cloudwatchOf(written.cloudwatch),
  };
}

function prometheusOf(written: SourceSection['prometheus']): PrometheusSource | undefined {
  if (written === undefined) return undefined;
  if (written.query !== undefined) return { kind: 'query', query: written.query };
  if (!('gauge' in written || 'counter' in written || 'histogram' in written)) return undefined;
  if (written.gauge !== undefined) return { kind: 'gauge', series: written.gauge };
  if (written.histogram !== undefined) return { kind: 'histogram', series: written.histogram };
  if (written.counter !== undefined && written.job !== undefined)
    return { kind: 'counter', series: written.counter, job: written.job };
  return undefined;
}

export function wakeOf(written: PoolSection['wake']): Wake | undefined {
  if (written === undefined) return undefined;
  return {
    at: placeOf(written),
    signal: written.signal,
    source: sourceOf(written.source),
    activation: written.activation ?? because(WHY.noActivation, 0, written.$at),
    holdsRequests:
      written.holdsRequests ?? because('no proxy holds requests unless the pool says so', false, written.$at),
  };
}

export function kafkaOf(written: Section<Config>['kafka']): Kafka | undefined {
  if (written === undefined) return undefined;
  const { auth, cloudwatch } = written;
  return {
    at: placeOf(written),
    bootstrapServers: written.bootstrapServers,
    lagMetrics: written.lagMetrics ?? because('kafka-exporter is the usual one', 'kafka-exporter', written.$at),
    lagLabels: pairsOf(written.lagLabels),
    mskCluster: written.msk?.cluster,
    cloudwatch:
      cloudwatch === undefined
        ? undefined
        : {
            namespace: cloudwatch.namespace,
            metric: cloudwatch.metric,
            groupDimension:
              cloudwatch.groupDimension ??
              because('the dimension of the scaling document', 'ConsumerGroup', cloudwatch.$at),
            statistic:
              cloudwatch.statistic ??
              because('a gauge that several publish is read at its highest', 'Maximum', cloudwatch.$at),
          },
    auth:
      auth === undefined
        ? undefined
        : {
            at: placeOf(auth),
            sasl: auth.sasl ?? because('no SASL unless it is asked for', 'none', auth.$at),
            tls: auth.tls ?? because('no TLS unless it is asked for', false, auth.$at),
            secret: auth.secret,
            authentication: signInOf(auth.authentication),
            awsRegion: auth.awsRegion,
          },
  };
}
