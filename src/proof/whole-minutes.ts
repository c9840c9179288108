/** Whole minutes, and one at least; in seconds. */
export function wholeMinutes(seconds: number): number {
  return Math.max(60, Math.ceil(seconds / 60) * 60);
}
