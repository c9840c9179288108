import type { MetricsRuntime } from '../model/metric-source.ts';

/** Names of metrics whose meaning is known, so that nothing is guessed from a name that is not. */

/**
 * What each runtime calls the same thing (pipestream.md, "Metrics"; go-grpc-middleware; OpenTelemetry semantic
 * conventions).
 */
const FAMILIES: readonly Readonly<Record<MetricsRuntime, readonly string[]>>[] = [
  {
    micrometer: ['grpc_server_processing_duration_seconds'],
    'grpc-prometheus': ['grpc_server_handling_seconds'],
    otel: ['rpc_server_duration_seconds', 'rpc_server_duration_milliseconds', 'rpc_server_call_duration_seconds'],
  },
  {
    micrometer: [
      'grpc_server_processing_duration_seconds_count',
      'grpc_server_requests_received_messages_total',
      'grpc_server_responses_sent_messages_total',
    ],
    'grpc-prometheus': [
      'grpc_server_started_total',
      'grpc_server_handled_total',
      'grpc_server_msg_received_total',
      'grpc_server_msg_sent_total',
    ],
    otel: ['rpc_server_duration_seconds_count', 'rpc_server_requests_per_rpc', 'rpc_server_responses_per_rpc'],
  },
  {
    micrometer: ['grpc_client_processing_duration_seconds'],
    'grpc-prometheus': ['grpc_client_handling_seconds'],
    otel: ['rpc_client_duration_seconds', 'rpc_client_duration_milliseconds', 'rpc_client_call_duration_seconds'],
  },
  {
    micrometer: [
      'grpc_client_processing_duration_seconds_count',
      'grpc_client_requests_sent_messages_total',
      'grpc_client_responses_received_messages_total',
    ],
    'grpc-prometheus': [
      'grpc_client_started_total',
      'grpc_client_handled_total',
      'grpc_client_msg_received_total',
      'grpc_client_msg_sent_total',
    ],
    otel: ['rpc_client_duration_seconds_count', 'rpc_client_requests_per_rpc', 'rpc_client_responses_per_rpc'],
  },
  {
    micrometer: ['http_server_requests_seconds'],
    'grpc-prometheus': [],
    otel: ['http_server_request_duration_seconds', 'http_server_duration_milliseconds', 'http_server_duration_seconds'],
  },
  {
    micrometer: ['http_client_requests_seconds'],
    'grpc-prometheus': [],
    otel: ['http_client_request_duration_seconds', 'http_client_duration_milliseconds', 'http_client_duration_seconds'],
  },
];

const SUFFIXES = ['', '_bucket', '_count', '_sum', '_max', '_created'] as const;

/**
 * The runtime that emits a metric of this name, and what each other one has in its place; undefined for a name of
 * nobody's.
 */
export function familyOf(
  metric: string,
): { readonly runtime: MetricsRuntime; readonly instead: (runtime: MetricsRuntime) => string | undefined } | undefined {
  for (const suffix of SUFFIXES) {
    if (!metric.endsWith(suffix)) continue;
    const name = metric.slice(0, metric.length - suffix.length);
    for (const family of FAMILIES) {
      for (const runtime of RUNTIMES) {
        if (!family[runtime].includes(name)) continue;
        return {
          runtime,
          instead: other => (family[other][0] === undefined ? undefined : `${family[other][0]}${suffix}`),
        };
      }
    }
  }
  return undefined;
}

/** Whether a text may hold a name of another runtime: cheaper than parsing it, and never false where one is there. */
export function mayNameAnother(text: string, runtime: MetricsRuntime): boolean {
  let names = OTHER_NAMES.get(runtime);
  if (names === undefined) {
    const others = RUNTIMES.filter(other => other !== runtime);
    names = new RegExp(FAMILIES.flatMap(family => others.flatMap(other => family[other])).join('|'));
    OTHER_NAMES.set(runtime, names);
  }
  return names.test(text);
}

const RUNTIMES = ['micrometer', 'grpc-prometheus', 'otel'] as const satisfies readonly MetricsRuntime[];

/** All names of the other runtimes in one pattern, which reads a text once. */
const OTHER_NAMES = new Map<MetricsRuntime, RegExp>();

/** What only a replica that serves can count: it is silent while there is none. */
const SERVER_SIDE = [
  'grpc_server_',
  'rpc_server_',
  'http_server_',
  'vertx_http_server_',
  'jvm_',
  'process_',
  'DCGM_FI_',
] as const;

/** Of these the series belong to whoever takes the work, even where no label says so. */
const WORKER_SIDE = ['kafka_consumer_', 'vllm:', 'nv_inference_'] as const;

export function sideOf(metric: string): 'server' | 'worker' | 'unknown' {
  if (WORKER_SIDE.some(prefix => metric.startsWith(prefix))) return 'worker';
  return metric === 'up' || SERVER_SIDE.some(prefix => metric.startsWith(prefix)) ? 'server' : 'unknown';
}

/** A count that only grows; of other names even `_total` may be a gauge, as Burrow's lag is. */
export function isCounter(metric: string): boolean {
  return (
    metric.endsWith('_bucket') ||
    (familyOf(metric) !== undefined && ['_total', '_count', '_sum'].some(suffix => metric.endsWith(suffix)))
  );
}

/** Of a counter a rate is never negative; of a gauge that may be below 0 it may be (Burrow's and KEDA's lag of -1). */
export function leastRate(metric: string): number {
  return COUNTED.some(suffix => metric.endsWith(suffix)) ? 0 : -Infinity;
}

const COUNTED = ['_total', '_count', '_sum', '_bucket'] as const;

/** Gauges that never come down to 0, whatever there is to do. */
export function isConstant(metric: string): boolean {
  return CONSTANT.has(metric) || ['_info', '_capacity', '_start_time_seconds'].some(suffix => metric.endsWith(suffix));
}

const CONSTANT: ReadonlySet<string> = new Set([
  'kube_deployment_spec_replicas',
  'kube_statefulset_replicas',
  'kube_horizontalpodautoscaler_spec_max_replicas',
  'hikaricp_connections_max',
]);
