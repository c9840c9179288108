import type { Policy } from '#policy';
import gpuMinZeroUnderLowCost from './bounds/gpu-min-zero-under-low-cost.ts';

/** Every policy, by group and then by name: the order of the index of the documentation. */
export const POLICIES: readonly Policy[] = [
  gpuMinZeroUnderLowCost,
];
