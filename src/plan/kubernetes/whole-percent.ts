/** An HPA takes whole percents, from 1. */
export function wholePercent(share: number): number {
  return Math.max(1, Math.round(share));
}
