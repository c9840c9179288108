import type { LabelPair } from './label-pair.ts';
import type { Sourced } from './sourced.ts';

/** One series of CloudWatch, read by the minute. */
export interface EcsSeries {
  readonly namespace: Sourced<string>;
  readonly metric: Sourced<string>;
  readonly statistic: Sourced<string>;
  readonly dimensions: readonly LabelPair[];
}
