import { isWithin } from '../hpa/tolerance.ts';
import type { Tolerance } from '../hpa/tolerance.ts';

/**
 * A metric as the HPA compares it. Targets and values are what the controller counts in: thousandths for `average-
 * value` (a total that replicas share) and `value` (compared as it is), whole percent for `utilization`.
 */
export interface ComparedMetric {
  readonly kind: 'average-value' | 'value' | 'utilization';
  readonly target: number;
}

/** Lowest value at which n replicas become more: the first that tolerance does not swallow. */
export function scalesOutFrom(metric: ComparedMetric, tolerance: Tolerance, n: number): number {
  const full = fullAt(metric, n);
  // One more than what tolerance still swallows; the comparison itself decides at the edge, as its floats fall.
  let value = Math.floor(full * (1 + tolerance.up)) - 1;
  while (value <= full || isWithin(tolerance, value / full)) value += 1;
  return value;
}

/**
 * Highest value at which n replicas become fewer; undefined where none does. A replica goes only where those that stay
 * carry the value, and the value is below what tolerance swallows.
 */
export function scalesInFrom(metric: ComparedMetric, tolerance: Tolerance, n: number): number | undefined {
  const full = fullAt(metric, n);
  let value = Math.min(Math.ceil(full * (1 - tolerance.down)) + 1, Math.floor((full * (n - 1)) / n) + 1);
  while (value >= 0 && !(wanted(metric, n, value) < n && !isWithin(tolerance, value / full))) value -= 1;
  return value < 0 ? undefined : value;
}

/** The value of which n replicas have exactly their target each. */
function fullAt({ kind, target }: ComparedMetric, n: number): number {
  return kind === 'average-value' ? target * n : target;
}

function wanted({ kind, target }: ComparedMetric, n: number, value: number): number {
  return kind === 'average-value' ? Math.ceil(value / target) : Math.ceil((value / target) * n);
}
