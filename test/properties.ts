import fc from 'fast-check';

const { FUZZ_SEED: seed, FUZZ_TIMES: times = '1' } = process.env;

/**
 * The gate tries the same cases in every run. `npm run fuzz` tries new ones, more of them, and prints their seed; what
 * it finds becomes a case of its own.
 */
fc.configureGlobal({ seed: seed === undefined ? 20_260 : Number(seed), numRuns: runs(100) });

/** How many cases a property tries: in the gate the given number, when fuzzing a multiple of it. */
export function runs(usual: number): number {
  return usual * Number(times);
}

export { fc };
