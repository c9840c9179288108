import { shownIdle } from './levels.ts';
import type { Property } from './property.ts';
import { proofOf } from './proven-times.ts';
import { windowEnd } from './quiet-hours.ts';
import { MOST, simulated, STEP } from './simulated.ts';
import { signalsOf } from './signals-of.ts';

/** Seconds of the window that are watched. */
const BEFORE = 1800;
const LONGEST = 6 * 3600;

/** When a window of a schedule ends without work, the pool is back at its minimum within the time proven. */
export const WINDOW_ENDS: Property = {
  name: 'a window ends, and the pool is back at its minimum within the time of the proof',
  saidBy: ['never-returns-to-zero', 'min-unreachable', 'scale-in-needs-heartbeat', 'latency-alone', 'scaling-disabled'],
  broken: planned => {
    const { bounds, mayBeAtZero, pool } = planned.pool;
    const { schedule } = proofOf(planned);
    if (schedule === undefined || pool.schedule === undefined || bounds.max.plain > MOST) return undefined;
    const rest = mayBeAtZero ? 0 : bounds.min.plain;
    if (schedule.after === undefined)
      return schedule.ends === 'never' ? ['nothing takes its replicas away'] : undefined;
    const after = schedule.after.plain;
    const end = windowEnd(pool.schedule, after + 4 * STEP);
    if (after > LONGEST || end === undefined || end.min <= rest || end.min > bounds.max.plain) return undefined;
    const signals = Object.fromEntries(signalsOf(planned).map(signal => [signal.purpose, shownIdle(planned, signal)]));
    const load = {
      seconds: BEFORE + after + 4 * STEP,
      startsAt: end.at - BEFORE,
      arrivals: () => 0,
      perReplica: 1,
      signals,
    };
    const { points } = simulated(planned, load, end.min);
    const last = points.findLast(({ wanted }) => wanted !== rest);
    const took = (last?.at ?? BEFORE) + STEP - BEFORE;
    return took > after + STEP
      ? [`${String(last?.wanted)} of ${String(end.min)} are left after ${String(after)} s`]
      : [];
  },
};
