import type { Signal, Signals } from '../../src/behaviour/load.ts';
import { endsAt } from '../../src/proof/ecs/back.ts';
import { holding, shownIdle } from './levels.ts';
import type { PlannedPool } from './pools.ts';
import type { Property } from './property.ts';
import { proofOf } from './proven-times.ts';
import { quietFrom } from './quiet-hours.ts';
import { MOST, simulated, STEP } from './simulated.ts';
import { delayOf, signalsOf } from './signals-of.ts';

/** Seconds of work before it ends: longer than what alarms and windows look back at, as they are usually. */
const WORK = 1800;
/** Seconds beyond which a return is not waited for. */
const LONGEST = 6 * 3600;

/** When work ends the pool is back at its minimum within the time proven. */
export const WORK_ENDS: Property = {
  name: 'work ends, and the pool is back at its minimum within the time of the proof',
  saidBy: [
    'never-returns-to-zero',
    'never-wakes',
    'min-unreachable',
    'scale-in-needs-heartbeat',
    'latency-alone',
    'scaling-disabled',
  ],
  broken: planned => {
    const { hold, bounds, mayBeAtZero, pool } = planned.pool;
    const signals = signalsOf(planned);
    const { min, max } = bounds;
    if (hold !== undefined || min.plain >= max.plain || max.plain > MOST || signals.length === 0) return undefined;
    const { back } = proofOf(planned);
    if (back === undefined) return undefined;
    if (back.after === undefined) return [`it never returns: ${back.blocked.map(({ detail }) => detail).join('; ')}`];
    const after = back.after.plain;
    if (after > LONGEST) return undefined;
    const seconds = WORK + after + 4 * STEP;
    const startsAt = quietFrom(pool.schedule, seconds);
    if (startsAt === undefined) return undefined;
    const most = mostOf(planned);
    const to = mayBeAtZero ? 0 : min.plain;
    // Outside its windows it has no more: the action at the end of the last one took them away.
    if (planned.on.target === 'ecs' && endsAt(planned.on.planned.scaling, to)) return undefined;
    const load = {
      seconds,
      startsAt,
      arrivals: () => 0,
      perReplica: 1,
      signals: signalsUntilIdle(planned, most),
    };
    const { points } = simulated(planned, load, most);
    const last = points.findLast(({ wanted }) => wanted !== to);
    const took = (last?.at ?? WORK) + STEP - WORK;
    return took > after + STEP ? [`${String(last?.wanted)} of ${String(most)} are left after ${String(after)} s`] : [];
  },
};

/** Some more than the minimum, if anything adds them. */
function mostOf({ pool: { bounds }, on }: PlannedPool): number {
  const { min, max } = bounds;
  if (on.planned.owner === 'watcher' && on.target === 'ecs') return on.planned.watcher?.wakeCount.plain ?? 1;
  return Math.min(max.plain, Math.max(1, min.plain) + 4);
}

function signalsUntilIdle(planned: PlannedPool, count: number): Signals {
  return Object.fromEntries(
    signalsOf(planned).map((signal): [string, Signal] => {
      const held = holding(signal, count);
      const idle = shownIdle(planned, signal);
      const end = WORK + delayOf(planned, signal.purpose);
      return [signal.purpose, world => (world.at < end ? held(world) : idle(world))];
    }),
  );
}
