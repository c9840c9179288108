import type { ScalerType } from './keda-scalers.ts';

/** How much older than KEDA's poll a number may be, at the longest, because what KEDA asks shows it late. */
export interface LateMetric {
  /** Seconds, whatever the trigger says. */
  readonly published: number;
  /** Metadata that adds to it, in seconds or as `h:m:s`, with KEDA's default. */
  readonly asked: Readonly<Record<string, number>>;
  /** As the reason of the time. */
  readonly why: string;
  readonly source: string;
}

const CLOUD_MONITORING = 'https://cloud.google.com/monitoring/api/v3/latency-n-retention';
const DATADOG_ON_CLOUDS = 'https://docs.datadoghq.com/integrations/guide/cloud-metric-delay/';

/** Scalers that ask a store of metrics, and not the queue itself. */
export const LATE_METRICS: { readonly [T in ScalerType]?: LateMetric } = {
  'gcp-pubsub': {
    published: 180,
    asked: {},
    why: 'Cloud Monitoring samples a subscription every 60 s, and shows it up to 120 s later',
    source: 'https://github.com/kedacore/keda/issues/6193',
  },
  'gcp-cloudtasks': {
    published: 300,
    asked: {},
    why: 'Cloud Monitoring samples a metric every 60 s, and shows it up to 240 s later',
    source: CLOUD_MONITORING,
  },
  'gcp-stackdriver': {
    published: 300,
    asked: {},
    why: 'Cloud Monitoring samples a metric every 60 s, and shows it up to 240 s later',
    source: CLOUD_MONITORING,
  },
  'aws-cloudwatch': {
    published: 120,
    asked: { metricStatPeriod: 300, metricEndTimeOffset: 0 },
    why: 'KEDA asks for whole periods that have ended, and CloudWatch shows a point up to 120 s later',
    source: `KEDA aws_cloudwatch_scaler.go, computeQueryWindow; ${DATADOG_ON_CLOUDS}`,
  },
  'azure-monitor': {
    published: 180,
    asked: { metricAggregationInterval: 300 },
    why: 'Azure Monitor shows a point up to 180 s later, and KEDA asks for the mean of an interval',
    source: DATADOG_ON_CLOUDS,
  },
  datadog: {
    published: 0,
    asked: { age: 90, timeWindowOffset: 0 },
    why: 'KEDA takes a point that may be as old as the window',
    source: 'https://keda.sh/docs/latest/scalers/datadog/',
  },
};

/** Seconds of a duration in metadata: `300`, or `0:5:0`. */
export function metadataSeconds(text: string): number | undefined {
  const parts = text.split(':').map(Number);
  if (parts.some(part => !Number.isFinite(part) || part < 0)) return undefined;
  return parts.reduce((sum, part) => 60 * sum + part, 0);
}
