import type * as z from 'zod/mini';
import type { CloudWatchMetric, CloudWatchSource } from '../../model/metric-source.ts';
import { because } from '../../model/sourced.ts';
import type { CloudWatch } from '../schema/cloudwatch.ts';
import type { Section } from '../zip.ts';
import { pairsOf } from './containers.ts';

type CloudWatchSection = Section<z.output<typeof CloudWatch>>;

export function cloudwatchOf(written: CloudWatchSection): CloudWatchSource {
  return {
    at: written.$key ?? written.$at,
    ...metricOf(written),
    heartbeat: written.heartbeat === undefined ? undefined : metricOf(written.heartbeat),
  };
}

function metricOf(written: CloudWatchSection | NonNullable<CloudWatchSection['heartbeat']>): CloudWatchMetric {
  return {
    namespace: written.namespace,
    metric: written.metric,
    dimensions: pairsOf(written.dimensions),
    statistic:
      written.statistic ?? because('a gauge that several publish is read at its highest', 'Maximum', written.$at),
  };
}
