import { isFailure } from './replica-calculator.ts';
import type { Calculated } from './replica-calculator.ts';

/** What one metric of the HPA says, under the name of its metric. */
export interface NamedProposal {
  readonly metric: string;
  readonly calculated: Calculated;
}

export type Largest =
  | { readonly kind: 'proposed'; readonly replicas: number; readonly metric: string }
  /** All metrics failed, or some did and the others would scale down. */
  | { readonly kind: 'hold'; readonly why: string };

/**
 * The largest proposal of all metrics. A metric in error stops scaling down and not scaling up.
 *
 * Source: horizontal.go, `computeReplicasForMetrics`.
 */
export function largestProposal(proposals: readonly NamedProposal[], specReplicas: number): Largest {
  let replicas = 0;
  let largest = '';
  const failed: string[] = [];
  for (const { metric, calculated } of proposals) {
    if (isFailure(calculated)) failed.push(`${metric}: ${calculated.error}`);
    else if (replicas === 0 || calculated.replicas > replicas) {
      replicas = calculated.replicas;
      largest = metric;
    }
  }
  const [first] = failed;
  if (failed.length >= proposals.length || (first !== undefined && replicas < specReplicas))
    return { kind: 'hold', why: first ?? 'no metric' };
  return { kind: 'proposed', replicas, metric: largest };
}
