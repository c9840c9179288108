import type { PlannedSignal } from '../model/plan.ts';
import type { Sourced } from '../model/sourced.ts';
import { because, text } from '../model/sourced.ts';
import type { CustomSignal } from '../model/custom-signals.ts';
import { customFacts, customName, SIGNAL_FACTS, SIGNAL_NAMES } from '../model/signals.ts';
import type { CloudWatchSource, MetricSource, MetricsRuntime, PrometheusSource } from '../model/metric-source.ts';
import type { Pool } from '../model/pool.ts';
import { protocolOf } from '../model/protocol.ts';
import type { Protocol } from '../model/protocol.ts';
import { countsInFlight } from '../model/queues.ts';
import type { NameOf, SignalFacts, SignalTypes, TypedSignal, TypedSignals } from '../model/signals.ts';
import type { System } from '../model/system.ts';
import { balancedRequests } from './ecs/target-group.ts';
import { ownTargetLabels } from './own-labels.ts';

/** Every declared signal with where each platform reads it; what the stack emits by itself needs no source. */
export function plannedSignals(system: System, pool: Pool): readonly PlannedSignal[] {
  return [
    ...SIGNAL_NAMES.flatMap(name => planned(name, system, pool) ?? []),
    ...(pool.signals.custom ?? []).map(custom),
  ];
}

function planned<N extends TypedSignal>(kind: N, system: System, pool: Pool): PlannedSignal<N> | undefined {
  const signals: TypedSignals = pool.signals;
  const signal: SignalTypes[N] | undefined = signals[kind];
  return (
    signal && {
      kind,
      name: NAMES[kind],
      signal,
      facts: factsOf(kind, pool),
      ...SOURCES[kind](signal, system, pool),
    }
  );
}

/** A queue says whether what a replica works on still counts. */
function factsOf(kind: TypedSignal, { signals: { queueBacklog } }: Pool): SignalFacts {
  const facts = SIGNAL_FACTS[kind];
  return kind === 'queueBacklog' && queueBacklog !== undefined
    ? { ...facts, inFlight: countsInFlight(queueBacklog.queue) }
    : facts;
}

/** A signal of which there is one is called as its kind; a conditional type cannot show that for every kind at once. */
const NAMES: { readonly [N in TypedSignal]: NameOf<N> } = {
  cpu: 'cpu',
  memory: 'memory',
  kafkaLag: 'kafkaLag',
  queueBacklog: 'queueBacklog',
  requestQueue: 'requestQueue',
  requests: 'requests',
  latency: 'latency',
};

function custom(signal: CustomSignal): PlannedSignal<'custom'> {
  const { key, cloudwatch } = signal;
  return {
    kind: 'custom',
    name: customName(key),
    signal,
    facts: customFacts(signal),
    prometheus: undefined,
    cloudwatch,
  };
}

type Sources = Pick<PlannedSignal, 'prometheus' | 'cloudwatch'>;

/** Where a signal is read: its own source, or else what the stack emits by itself. */
const SOURCES: { readonly [N in TypedSignal]: (signal: SignalTypes[N], system: System, pool: Pool) => Sources } = {
  cpu: notRead,
  memory: notRead,
  kafkaLag: ({ source }) => read(source, undefined),
  queueBacklog: notRead,
  requestQueue: ({ source }) => read(source, undefined),
  requests: ({ source }, system, pool) => read(source, servedRequests(system, pool), requestsOfBalancer(system, pool)),
  latency: ({ source }, system, pool) => read(source, servingTime(system, pool)),
};

/** The platform measures it, or the queue itself is asked. */
function notRead(): Sources {
  return { prometheus: undefined, cloudwatch: undefined };
}

function read(
  source: MetricSource | undefined,
  otherwise: PrometheusSource | undefined,
  published?: CloudWatchSource,
): Sources {
  return { prometheus: source?.prometheus ?? otherwise, cloudwatch: source?.cloudwatch ?? published };
}

/** A pool behind a load balancer on ECS need not say where its requests are counted. */
function requestsOfBalancer({ targets: { ecs } }: System, pool: Pool): CloudWatchSource | undefined {
  const runsThere = pool.targets.some(({ plain }) => plain === 'ecs');
  return ecs === undefined || !runsThere ? undefined : balancedRequests(ecs, pool);
}

/** A histogram of how long the server took, and what counts its requests. */
interface ServerSeries {
  readonly time: string;
  readonly count: string;
}

/**
 * Names that each runtime gives to what its server does: pipestream.md, "Metrics"; Micrometer, `http.server.requests`;
 * OpenTelemetry, "Semantic conventions for HTTP metrics". Undefined where the runtime does not count the protocol.
 */
const SERVER_SERIES: Readonly<Record<MetricsRuntime, Readonly<Record<Protocol, ServerSeries | undefined>>>> = {
  micrometer: {
    grpc: {
      time: 'grpc_server_processing_duration_seconds',
      count: 'grpc_server_processing_duration_seconds_count',
    },
    http: { time: 'http_server_requests_seconds', count: 'http_server_requests_seconds_count' },
  },
  'grpc-prometheus': {
    grpc: { time: 'grpc_server_handling_seconds', count: 'grpc_server_started_total' },
    http: undefined,
  },
  otel: {
    grpc: { time: 'rpc_server_duration_seconds', count: 'rpc_server_duration_seconds_count' },
    http: { time: 'http_server_request_duration_seconds', count: 'http_server_request_duration_seconds_count' },
  },
};

function servingTime(system: System, pool: Pool): PrometheusSource | undefined {
  const series = ownSeries(system, 'time', pool);
  return series && { kind: 'histogram', series };
}

function servedRequests(system: System, pool: Pool): PrometheusSource | undefined {
  const series = ownSeries(system, 'count', pool);
  return series && { kind: 'counter', series, job: pool.name };
}

/** The operator gives every target its namespace, by which two environments in one cluster are told apart; of several
 * clusters in one store, the store's labels tell. */
function ownSeries(
  { metrics: { runtime }, targets: { kubernetes } }: System,
  what: 'time' | 'count',
  pool: Pool,
): Sourced<string> | undefined {
  // Ports that say neither are a finding, and gRPC is what Pipestream speaks.
  const named = SERVER_SERIES[runtime.plain][protocolOf(pool) ?? 'grpc'];
  if (named === undefined) return undefined;
  const metric = because(`what ${runtime.plain} calls it`, named[what], runtime.origin);
  const within = kubernetes && ownTargetLabels(kubernetes);
  return within === undefined ? text`${metric}{job="${pool.name}"}` : text`${metric}{${within},job="${pool.name}"}`;
}
