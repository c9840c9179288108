import type { PoolPlan } from '../model/plan.ts';
import type { ReachLimit } from '../model/proof.ts';
import type { UtilisationSignal } from '../model/signals.ts';

/** A utilisation that never gets above its target asks for nothing. */
export function utilisationLimit(
  { pool }: PoolPlan,
  name: 'cpu' | 'memory',
  signal: UtilisationSignal,
  highest: number,
  detail: string,
): ReachLimit {
  return {
    kind: 'utilisation',
    asks: 0,
    detail,
    at: signal.target.origin,
    path: ['pools', pool.key, 'signals', name],
    utilisation: { target: signal.target, highest },
  };
}

/** `62.5%` */
export function percent(value: number): string {
  return `${String(Math.round(value * 10) / 10)}%`;
}
