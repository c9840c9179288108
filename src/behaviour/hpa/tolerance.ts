/** Shares by which usage may differ from its target before the HPA acts: 0.1 is 10 %. */
export interface Tolerance {
  readonly down: number;
  readonly up: number;
}

/** `--horizontal-pod-autoscaler-tolerance` of kube-controller-manager. */
export const DEFAULT_TOLERANCE: Tolerance = { down: 0.1, up: 0.1 };

/** Inclusive at both ends. Source: replica_calculator.go, `Tolerances.isWithin`. */
export function isWithin({ down, up }: Tolerance, ratio: number): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}
