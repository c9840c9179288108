/** A sample by its seconds before (below 0) the moment that is asked about. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/**
 * The line of least squares through samples, with its height at the moment that is asked about; undefined for fewer
 * than two samples.
 *
 * Source: promql/functions.go, `linearRegression`.
 */
export function lineThrough(
  samples: readonly Sample[],
): { readonly slope: number; readonly intercept: number } | undefined {
  if (samples.length < 2) return undefined;
  const count = samples.length;
  const middle = samples.reduce((sum, { at }) => sum + at, 0) / count;
  const mean = samples.reduce((sum, { value }) => sum + value, 0) / count;
  const over = samples.reduce((sum, { at, value }) => sum + (at - middle) * (value - mean), 0);
  const under = samples.reduce((sum, { at }) => sum + (at - middle) ** 2, 0);
  const slope = over / under;
  return { slope, intercept: mean - slope * middle };
}
