import type { NeutralPool } from '../model/plan.ts';
import type { Pool } from '../model/pool.ts';
import type { System } from '../model/system.ts';
import { boundsOf } from './bounds.ts';
import { plannedSignals } from './signals.ts';
import { countsWaitingWork, wakeSourcesOf } from './wake.ts';

/** Decisions that hold whatever the pool runs on. */
export function neutralPool(system: System, pool: Pool): NeutralPool {
  const signals = plannedSignals(system, pool);
  const { hold, still, bounds } = boundsOf(
    pool,
    signals.map(({ name }) => name),
  );
  const mayBeAtZero = hold === undefined && pool.replicas.min.plain === 0;
  const wakeSources = wakeSourcesOf(pool, signals);
  const woken = new Set(mayBeAtZero ? wakeSources.map(({ from }) => from) : []);
  const onCpuRung = pool.stage.plain === 'cpu' && hold === undefined;
  return {
    pool,
    hold,
    still,
    bounds,
    signals,
    acting: onCpuRung ? signals.filter(({ name }) => name === 'cpu' || woken.has(name)) : signals,
    mayBeAtZero,
    wakeSources,
    waiting: signals.filter(countsWaitingWork),
  };
}
