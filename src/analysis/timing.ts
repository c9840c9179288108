/** Milliseconds that a phase or a policy took, for `--stats`. */
export type Timing = (phaseOrPolicy: string, milliseconds: number) => void;

/** Runs a phase, and tells how long it took where somebody asks. */
export function timed<T>(what: string, timing: Timing | undefined, phase: () => T): T {
  if (timing === undefined) return phase();
  const start = performance.now();
  const value = phase();
  timing(what, performance.now() - start);
  return value;
}
