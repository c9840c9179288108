import type { PlannedSignal } from '../model/plan.ts';
import type { Sourced } from '../model/sourced.ts';
import { because, text } from '../model/sourced.ts';
import { SIGNAL_NAMES } from '../model/signals.ts';
import type { CloudWatchSource, MetricSource, MetricsRuntime, PrometheusSource } from '../model/metric-source.ts';
import type { Pool } from '../model/pool.ts';
import type { SignalName } from '../model/signals.ts';
import type { System } from '../model/system.ts';

/** Every declared signal with where each platform reads it; what the stack emits by itself needs no source. */
export function plannedSignals(system: System, pool: Pool): readonly PlannedSignal[] {
  return SIGNAL_NAMES.flatMap(name => planned(system, pool, name) ?? []);
}

function planned(system: System, pool: Pool, name: SignalName): PlannedSignal | undefined {
  const { cpu, memory, kafkaLag, queueBacklog, requestQueue, requests, latency } = pool.signals;
  switch (name) {
    case 'cpu':
      return cpu && { name, signal: cpu };
    case 'memory':
      return memory && { name, signal: memory };
    case 'kafkaLag':
      return kafkaLag && { name, signal: kafkaLag, ...read(kafkaLag.source, undefined) };
    case 'queueBacklog':
      return queueBacklog && { name, signal: queueBacklog };
    case 'requestQueue':
      return requestQueue && { name, signal: requestQueue, ...read(requestQueue.source, undefined) };
    case 'requests':
      return requests && { name, signal: requests, ...read(requests.source, servedRequests(system, pool)) };
    case 'latency':
      return latency && { name, signal: latency, ...read(latency.source, servingTime(system, pool)) };
  }
}

function read(
  source: MetricSource | undefined,
  otherwise: PrometheusSource | undefined,
): { prometheus: PrometheusSource | undefined; cloudwatch: CloudWatchSource | undefined } {
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
