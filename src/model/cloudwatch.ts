import type { LabelPair } from './label-pair.ts';
import type { Sourced } from './sourced.ts';

/** One series of CloudWatch, read by the minute. */
export interface EcsSeries {
  readonly namespace: Sourced<string>;
  readonly metric: Sourced<string>;
  readonly statistic: Sourced<string>;
  readonly dimensions: readonly LabelPair[];
}

/** Namespaces of AWS in which a metric has no data while nothing happens, rather than zero. */
export const SPARSE_NAMESPACES: ReadonlySet<string> = new Set([
  'AWS/ApplicationELB',
  'AWS/ApiGateway',
  'AWS/Lambda',
  'AWS/SNS',
]);
