import type { Signal, Signals, World } from './load.ts';

/** Signals made of what a queue would show. */

/** Work that waits, or is being worked on. */
export const backlog: Signal = ({ backlog: waiting }) => waiting;

/** Work that comes, a second, as the rate of a counter over a range of seconds shows it. */
export function arrivalRate(range: number): Signal {
  return world => (world.arrived - world.earlier(range).arrived) / range;
}

/** Slope of the backlog over a range of seconds, by least squares as `deriv` has it, and never below 0. */
export function growth(range: number): Signal {
  return world => {
    const samples = backlogsOf(world, range);
    const middle = (samples.length - 1) / 2;
    const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
    // Oldest last, so time runs against the index.
    const over = samples.reduce((sum, sample, index) => sum + (middle - index) * (sample - mean), 0);
    const under = samples.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
    return under === 0 ? 0 : Math.max(0, over / under / SAMPLE_SECONDS);
  };
}

/** Percent of the request that a replica uses: `full` where it is as busy as it can be. */
export function utilization(full = 100): Signal {
  return ({ busy, ready }) => (ready === 0 ? undefined : busy * full);
}

/** A value by the seconds from which it holds; undefined before the first. */
export function stepwise(...steps: readonly (readonly [from: number, value: number | undefined])[]): Signal {
  return ({ at }) => steps.findLast(([from]) => from <= at)?.[1];
}

/** The signal as it was at the last scrape. */
export function scraped(signal: Signal, interval: number): Signal {
  return world => signal(world.earlier(world.at % interval));
}

/** The source of the signal does not answer from one moment until another. */
export function lostBetween(signal: Signal, from: number, until: number): Signal {
  return world => (world.at >= from && world.at < until ? undefined : signal(world));
}

/** All signals of a load whose sources are lost together. */
export function allLostBetween(signals: Signals, from: number, until: number): Signals {
  return Object.fromEntries(
    Object.entries(signals).map(([purpose, signal]) => [purpose, lostBetween(signal, from, until)]),
  );
}

/** What a queue of work shows to every kind of source. */
export function queueSignals(range = 120): Signals {
  return {
    cpu: utilization(),
    memory: utilization(),
    kafkaLag: backlog,
    queueBacklog: backlog,
    requestQueue: backlog,
    requests: arrivalRate(range),
    growth: growth(300),
    wake: arrivalRate(range),
  };
}

/** Resolution at which ranges are read: that of scrapes. */
const SAMPLE_SECONDS = 15;

/** Newest first. */
function backlogsOf(world: World, range: number): readonly number[] {
  const samples: number[] = [];
  for (let age = 0; age <= range && age <= world.at; age += SAMPLE_SECONDS) samples.push(world.earlier(age).backlog);
  return samples;
}
