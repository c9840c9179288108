import type { PoolPlan } from '../../model/plan.ts';
import type { UtilisationSignal } from '../../model/signals.ts';
import type { Origin, Path, Sourced } from '../../model/sourced.ts';

/** Something that asks for replicas, and never for more than `asks` of them. */
export interface ReachLimit {
  readonly kind: 'utilisation' | 'query' | 'wake' | 'schedule';
  readonly asks: number;
  readonly detail: string;
  readonly at: Origin;
  readonly path: Path;
  /** A utilisation that never gets above its target, and the highest one, in whole percent, that it does get above. */
  readonly utilisation?: { readonly target: Sourced<number>; readonly highest: number };
}

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
