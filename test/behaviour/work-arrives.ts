import type { Signals } from '../../src/behaviour/load.ts';
import { idle } from './levels.ts';
import type { PlannedPool } from './pools.ts';
import type { Property } from './property.ts';
import { pathsOf, proofOf } from './proven-times.ts';
import type { ProvenPath } from './proven-times.ts';
import { quietFrom } from './quiet-hours.ts';
import { simulated, STEP } from './simulated.ts';
import { arriving, readTogether, signalsOf } from './signals-of.ts';

/** Seconds of sleep before, longer than what a watcher looks back at at first. */
const ASLEEP = 1500;
const MOST_TO_LOAD = 3600;
/** Work that is enough, where nobody knows its unit. */
const ENOUGH = 1000;

/** A pool at zero has a replica that takes work within the time proven, by each way proven, and stays until then. */
export const WORK_ARRIVES: Property = {
  name: 'work arrives, and a replica takes it within the time of the proof',
  saidBy: [
    'never-wakes',
    'self-signal-from-zero',
    'cpu-tracking-from-zero',
    'cpu-only-scale-to-zero',
    'dangerous-loss',
  ],
  broken: planned => {
    const proof = proofOf(planned);
    if (proof.wake === undefined) return undefined;
    const paths = pathsOf(proof);
    const asked = planned.pool.wakeSources.map(({ from }) => from);
    const without = asked.filter(from => !paths.some(path => path.from === from)).map(from => `${from} wakes nothing`);
    const nothing = asked.length === 0 && proof.wake.scheduled === undefined ? ['nothing wakes it'] : [];
    return [...nothing, ...without, ...paths.flatMap(path => late(planned, path))];
  },
};

/** Just before a scrape or a poll, and just after it. */
const PHASES = [0, STEP];

function late(planned: PlannedPool, path: ProvenPath): readonly string[] {
  const coldStart = planned.pool.pool.coldStart.plain;
  const reaction = path.longest - coldStart;
  return PHASES.flatMap(phase => {
    const first = ASLEEP + phase;
    const seconds = first + reaction + Math.min(coldStart, MOST_TO_LOAD) + 4 * STEP;
    const startsAt = quietFrom(planned.pool.pool.schedule, seconds);
    if (startsAt === undefined) return [];
    const units = path.smallest ?? ENOUGH;
    const all = signalsOf(planned);
    const from = all.filter(({ purpose }) => purpose === path.from).flatMap(signal => readTogether(planned, signal));
    const shown = new Set(from.map(({ purpose }) => purpose));
    const signals: Signals = Object.fromEntries(
      all.map(signal => [signal.purpose, shown.has(signal.purpose) ? arriving(planned, signal) : idle]),
    );
    const arrivals = (at: number) => (at === first ? units / STEP : 0);
    // So slow that the work is still there when the first replica is.
    const load = { seconds, startsAt, arrivals, perReplica: units / 36_000, signals };
    const { events } = simulated(planned, load, 0);
    const woken = events.find(({ to }) => to > 0);
    if (woken === undefined) return [`${path.from} of ${String(units)} does not wake it`];
    const took = woken.at - first;
    const gone = events.find(({ at, to }) => at > woken.at && to === 0);
    return [
      ...(took < 0 ? [`${path.from}: awake without work`] : []),
      ...(took > reaction
        ? [
            `${path.from} of ${String(units)} wakes it after ${String(took)} s, and the proof says ${String(reaction)} s`,
          ]
        : []),
      ...(gone !== undefined && gone.at < woken.at + coldStart
        ? [`${path.from} wakes it, and it is at zero again after ${String(gone.at - woken.at)} s, before it is ready`]
        : []),
    ];
  });
}
