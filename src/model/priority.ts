import type { PoolKind, Priority } from './pool.ts';

/** Minimum of each kind of pool: the scaling document's table "Cost vs Latency tradeoff". */
export const PRIORITY_MINIMUM: Readonly<Record<Priority, Readonly<Record<PoolKind, number>>>> = {
  'low-cost': { 'always-on': 1, 'demand-driven': 1, 'scale-to-zero': 0 },
  balanced: { 'always-on': 2, 'demand-driven': 1, 'scale-to-zero': 0 },
  'low-latency': { 'always-on': 3, 'demand-driven': 2, 'scale-to-zero': 1 },
};
