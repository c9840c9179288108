/** How long a pool takes between its bounds when the load asks for all at once, in seconds. */
export interface Pace {
  readonly up: number;
  readonly down: number;
  /** What of scaleDown makes it slower than up; undefined where no value of it does. */
  readonly slower: { readonly key: 'stabilizationWindow' | 'cooldown'; readonly seconds: number } | undefined;
}

/** Steps that are taken, of which each moves at least one replica. */
export function stepsBetween(from: number, to: number, step: (count: number) => number): number {
  const sign = Math.sign(to - from);
  let steps = 0;
  for (let count = from; sign * (to - count) > 0; steps += 1) count += sign * Math.max(1, step(count));
  return steps;
}

/** Whole minutes, and one at least. */
export function decidedMinutes(duration: number): number {
  return Math.max(60, Math.ceil(duration / 60) * 60);
}
