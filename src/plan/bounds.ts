import type { NeutralPool } from '../model/plan.ts';
import { because } from '../model/sourced.ts';
import type { Pool } from '../model/pool.ts';
import type { SignalName } from '../model/signals.ts';

type Bounds = Pick<NeutralPool, 'hold' | 'still' | 'bounds'>;

/** What the stage of "start simple" does to the bounds: the table of stages. */
export function boundsOf(pool: Pool, declared: readonly SignalName[]): Bounds {
  const { min, max, fixed } = pool.replicas;
  const held = because(`the stage ${pool.stage.plain} holds ${String(fixed.plain)}`, fixed.plain, fixed.origin);
  const highest =
    max.plain >= fixed.plain ? max : because('the bounds enclose what is held', fixed.plain, fixed.origin);
  const still = isStill(pool, declared);
  const unheld = { hold: undefined, still, bounds: still ? { min: fixed, max: fixed } : { min, max } };
  switch (pool.stage.plain) {
    case 'fixed':
      return { hold: held, still: false, bounds: { min: held, max: held } };
    case 'observe':
      return { hold: held, still: false, bounds: { min: held, max: highest } };
    case 'cpu':
      // Nothing acts on this stage without a cpu signal, unless the pool sleeps: that keeps its wake source.
      return declared.includes('cpu') || declared.length === 0 || min.plain === 0
        ? unheld
        : { hold: held, still: false, bounds: { min: held, max: highest } };
    case 'full':
      return unheld;
  }
}

/** Nothing changes the count of the pool, so that the manifests state it. */
function isStill(pool: Pool, declared: readonly SignalName[]): boolean {
  return declared.length === 0 && pool.schedule === undefined && pool.wake === undefined && pool.replicas.min.plain > 0;
}
