/** Steps that are taken, of which each moves at least one replica. */
export function stepsBetween(from: number, to: number, step: (count: number) => number): number {
  const sign = Math.sign(to - from);
  let steps = 0;
  for (let count = from; sign * (to - count) > 0; steps += 1) count += sign * Math.max(1, step(count));
  return steps;
}
