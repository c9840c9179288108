import type { LabelPair } from './label-pair.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { Seconds } from './units.ts';

export type MetricsRuntime = 'micrometer' | 'grpc-prometheus' | 'otel';

/** What the running system emits about itself. */
export interface MetricsConfig {
  readonly runtime: Sourced<MetricsRuntime>;
  /** Whether `_bucket` series exist: Micrometer emits them only with percentile histograms on. */
  readonly histograms: Sourced<boolean>;
  readonly scrapeInterval: Sourced<Seconds>;
}

/** Where a number is read, for each platform. */
export interface MetricSource {
  readonly at: Origin;
  readonly prometheus: PrometheusSource | undefined;
  readonly cloudwatch: CloudWatchSource | undefined;
}

/** `query` is taken as it is; of the others the compiler makes a query that is safe for its kind (semantics 26). */
export type PrometheusSource =
  | { readonly kind: 'query'; readonly query: Sourced<string> }
  | { readonly kind: 'gauge'; readonly series: Sourced<string> }
  | { readonly kind: 'counter'; readonly series: Sourced<string>; readonly job: Sourced<string> }
  | { readonly kind: 'histogram'; readonly series: Sourced<string> };

export interface CloudWatchSource extends CloudWatchMetric {
  readonly at: Origin;
  /** A metric of the same source that is always there; beside a sparse one it tells idle from unknown. */
  readonly heartbeat: CloudWatchMetric | undefined;
}

export interface CloudWatchMetric {
  readonly namespace: Sourced<string>;
  readonly metric: Sourced<string>;
  readonly dimensions: readonly LabelPair[];
  readonly statistic: Sourced<string>;
}
