import type { Rules } from '../../model/kubernetes-plan.ts';
import { DEFAULT_TOLERANCE } from './tolerance.ts';
import type { Tolerance } from './tolerance.ts';

/** `behavior.scaleUp` or `behavior.scaleDown`, as plain numbers; seconds and replicas or percent. */
export interface ScalingRules {
  readonly stabilizationWindowSeconds: number;
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly ScalingPolicy[];
}

export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodSeconds: number;
}

export interface ScalingBehavior {
  readonly scaleUp: ScalingRules;
  readonly scaleDown: ScalingRules;
}

/** What the API server fills in. Source: pkg/apis/autoscaling/v2/defaults.go. */
export const DEFAULT_BEHAVIOR: ScalingBehavior = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    stabilizationWindowSeconds: 300,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  },
};

/** The rules that are emitted. */
export function scalingRules(rules: Rules): ScalingRules {
  return {
    stabilizationWindowSeconds: rules.stabilizationWindowSeconds.plain,
    selectPolicy: rules.selectPolicy.plain,
    policies: rules.policies.map(({ type, value, periodSeconds }) => ({
      type,
      value: value.plain,
      periodSeconds: periodSeconds.plain,
    })),
  };
}

/** The tolerances that are emitted, each the cluster's own where it is not. */
export function toleranceOf(behavior: { readonly scaleUp: Rules; readonly scaleDown: Rules }): Tolerance {
  return {
    up: share(behavior.scaleUp.tolerance?.plain) ?? DEFAULT_TOLERANCE.up,
    down: share(behavior.scaleDown.tolerance?.plain) ?? DEFAULT_TOLERANCE.down,
  };
}

const SUFFIXES: readonly (readonly [suffix: string, size: number])[] = [
  ['m', 1e-3],
  ['u', 1e-6],
];

/** `50m` is 0.05: the quantities that are emitted for shares. */
function share(quantity: string | undefined): number | undefined {
  if (quantity === undefined) return undefined;
  const [suffix, size] = SUFFIXES.find(([end]) => quantity.endsWith(end)) ?? ['', 1];
  return Number(quantity.slice(0, quantity.length - suffix.length)) * size;
}
