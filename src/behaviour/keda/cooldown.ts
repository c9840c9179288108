/** Seconds. */
export interface Cooldown {
  readonly cooldownPeriod: number;
  readonly initialCooldownPeriod: number;
}

/**
 * Strictly later than the last activity and the cooldown, or, where nothing was ever active, than the creation and the
 * initial cooldown. Nothing asks whether a replica is ready yet (semantics 26c).
 *
 * Source: pkg/scaling/executor/scale_scaledobjects.go, `scaleToZeroOrIdle`.
 */
export function hasCooledDown(
  { cooldownPeriod, initialCooldownPeriod }: Cooldown,
  lastActive: number | undefined,
  created: number,
  now: number,
): boolean {
  return lastActive === undefined ? created + initialCooldownPeriod < now : lastActive + cooldownPeriod < now;
}
