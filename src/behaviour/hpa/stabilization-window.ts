/** What the metrics asked for at a moment, before anything smoothed or limited it. */
export interface Recommendation {
  readonly replicas: number;
  /** Seconds. */
  readonly at: number;
}

export interface Stabilized {
  readonly replicas: number;
  /** With the newest one stored, in the place of one that no window reaches any more. */
  readonly recommendations: readonly Recommendation[];
}

/**
 * With `behavior`: current is raised to the lowest recommendation of the window for scaling up, then lowered to the
 * highest of the window for scaling down. A recommendation exactly as old as a window is outside it.
 *
 * Source: horizontal.go, `stabilizeRecommendationWithBehaviors`.
 */
export function stabilize(
  recommendations: readonly Recommendation[],
  { current, desired }: { readonly current: number; readonly desired: number },
  windows: { readonly up: number; readonly down: number },
  now: number,
): Stabilized {
  const upCutoff = now - windows.up;
  const downCutoff = now - windows.down;
  const lowest = Math.min(desired, ...replicasSince(recommendations, upCutoff));
  const highest = Math.max(desired, ...replicasSince(recommendations, downCutoff));
  return {
    replicas: Math.min(Math.max(current, lowest), highest),
    recommendations: stored(recommendations, Math.min(upCutoff, downCutoff), { replicas: desired, at: now }),
  };
}

/**
 * Without `behavior`: the highest recommendation of the window, one exactly as old as it included.
 *
 * Source: horizontal.go, `stabilizeRecommendation`.
 */
export function stabilizeDown(
  recommendations: readonly Recommendation[],
  desired: number,
  window: number,
  now: number,
): Stabilized {
  const cutoff = now - window;
  const recent = recommendations.filter(({ at }) => at >= cutoff).map(({ replicas }) => replicas);
  return {
    replicas: Math.max(desired, ...recent),
    recommendations: stored(recommendations, cutoff, { replicas: desired, at: now }),
  };
}

function replicasSince(recommendations: readonly Recommendation[], cutoff: number): readonly number[] {
  return recommendations.filter(({ at }) => at > cutoff).map(({ replicas }) => replicas);
}

function stored(
  recommendations: readonly Recommendation[],
  cutoff: number,
  newest: Recommendation,
): readonly Recommendation[] {
  const old = recommendations.findLastIndex(({ at }) => at < cutoff);
  return old < 0 ? [...recommendations, newest] : recommendations.with(old, newest);
}
