import type { Signal, Signals } from './load.ts';

/** Signals made of what a queue would show. */

/** Work that waits, or is being worked on. */
export const backlog: Signal = ({ backlog: waiting }) => waiting;

/** Work that comes, a second, as the rate of a counter over a range of seconds shows it. */
export function arrivalRate(range: number): Signal {
  return world => (world.arrived - world.earlier(range).arrived) / range;
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
    Object.entries<Signal | undefined>(signals).map(([purpose, signal]) => [
      purpose,
      signal && lostBetween(signal, from, until),
    ]),
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
    wake: arrivalRate(range),
  };
}
