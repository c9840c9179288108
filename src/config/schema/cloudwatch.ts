import * as z from 'zod/mini';
import { DimensionValue, MetricName } from './scalars.ts';

/** Of a metric (CloudWatch API, Metric). */
const MOST_DIMENSIONS = 30;

const CloudWatchMetric = {
  namespace: MetricName,
  metric: MetricName,
  dimensions: z.optional(
    z
      .record(MetricName, DimensionValue)
      .check(
        z.refine(dimensions => Object.keys(dimensions).length <= MOST_DIMENSIONS, 'expected at most 30 dimensions'),
      ),
  ),
  statistic: z.optional(z.enum(['Average', 'Sum', 'Maximum', 'Minimum', 'SampleCount', 'p50', 'p90', 'p95', 'p99'])),
};

/** A metric, and one of the same source that is always there. */
export const CloudWatch = z.strictObject({
  ...CloudWatchMetric,
  heartbeat: z.optional(z.strictObject(CloudWatchMetric)),
});
