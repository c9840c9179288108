import type { PlannedSignal } from '../model/plan.ts';
import type { Sourced } from '../model/sourced.ts';
import { because, text } from '../model/sourced.ts';
import { SIGNAL_NAMES } from '../model/signals.ts';
import type { MetricSource, MetricsRuntime, PrometheusSource } from '../model/metric-source.ts';
import type { Pool } from '../model/pool.ts';
import type { SignalName, SignalTypes } from '../model/signals.ts';
import type { System } from '../model/system.ts';

/** Every declared signal with where each platform reads it; what the stack emits by itself needs no source. */
export function plannedSignals(system: System, pool: Pool): readonly PlannedSignal[] {
  return SIGNAL_NAMES.flatMap(name => planned(name, system, pool) ?? []);
}

function planned<N extends SignalName>(name: N, system: System, pool: Pool): PlannedSignal<N> | undefined {
  const signal: SignalTypes[N] | undefined = pool.signals[name];
  return signal && { name, signal, ...SOURCES[name](signal, system, pool) };
}

type Sources = Pick<PlannedSignal, 'prometheus' | 'cloudwatch'>;

/** Where a signal is read: its own source, or else what the stack emits by itself. */
const SOURCES: { readonly [N in SignalName]: (signal: SignalTypes[N], system: System, pool: Pool) => Sources } = {
  cpu: notRead,
  memory: notRead,
  kafkaLag: ({ source }) => read(source, undefined),
  queueBacklog: notRead,
  requestQueue: ({ source }) => read(source, undefined),
  requests: ({ source }, system, pool) => read(source, servedRequests(system, pool)),
  latency: ({ source }, system, pool) => read(source, servingTime(system, pool)),
};

/** The platform measures it, or the queue itself is asked. */
function notRead(): Sources {
  return { prometheus: undefined, cloudwatch: undefined };
}

function read(source: MetricSource | undefined, otherwise: PrometheusSource | undefined): Sources {
  return { prometheus: source?.prometheus ?? otherwise, cloudwatch: source?.cloudwatch };
}

/** Names that each runtime gives to what its gRPC server does (pipestream.md, "Metrics"). */
const SERVER_SERIES: Readonly<Record<MetricsRuntime, { readonly time: string; readonly count: string }>> = {
  micrometer: {
    time: 'grpc_server_processing_duration_seconds',
    count: 'grpc_server_processing_duration_seconds_count',
  },
  'grpc-prometheus': { time: 'grpc_server_handling_seconds', count: 'grpc_server_started_total' },
  otel: { time: 'rpc_server_duration_seconds', count: 'rpc_server_duration_seconds_count' },
};

function servingTime(system: System, pool: Pool): PrometheusSource {
  return { kind: 'histogram', series: ownSeries(system, 'time', pool) };
}

function servedRequests(system: System, pool: Pool): PrometheusSource {
  return { kind: 'counter', series: ownSeries(system, 'count', pool), job: pool.name };
}

/** The operator gives every target its namespace, by which two environments in one cluster are told apart. */
function ownSeries(
  { metrics: { runtime }, targets: { kubernetes } }: System,
  what: 'time' | 'count',
  pool: Pool,
): Sourced<string> {
  const metric = because(`what ${runtime.plain} calls it`, SERVER_SERIES[runtime.plain][what], runtime.origin);
  return kubernetes?.monitoring.plain === 'prometheus-operator'
    ? text`${metric}{namespace="${kubernetes.namespace}",job="${pool.name}"}`
    : text`${metric}{job="${pool.name}"}`;
}
