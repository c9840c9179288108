import type { Load } from '../../src/behaviour/load.ts';
import { simulateEcs, simulateKubernetes } from '../../src/behaviour/simulate.ts';
import type { Trace } from '../../src/behaviour/trace.ts';
import { emittedHandler } from '../unit/behaviour/handler.ts';
import type { PlannedPool } from './pools.ts';

const handler = emittedHandler();

/** Every tick of a controller is a multiple of it. */
export const STEP = 15;

/** What the pool does under a load, from a count that is ready. */
export function simulated({ plan, pool, on }: PlannedPool, load: Load, start: number): Trace {
  const options = { start, coldStart: pool.pool.coldStart.plain, step: STEP, every: STEP };
  if (on.target === 'ecs') return simulateEcs(on.planned, load, { ...options, handler });
  const keda = plan.system.targets.kubernetes?.keda.plain;
  return simulateKubernetes(on.planned, load, { ...options, ...(keda === undefined ? {} : { keda }) });
}

/** Replicas beyond which a simulation takes too long, and shows nothing more. */
export const MOST = 60;
