import type { Behavior, Rules } from '../../model/kubernetes-plan.ts';
import type { Emit } from '../../model/sourced.ts';
import type { ScalingBehavior, ScalingPolicy, ScalingRules } from './emitted-objects.ts';

export function behaviorTree({ scaleUp, scaleDown }: Behavior): Emit<ScalingBehavior> {
  return { scaleUp: rulesTree(scaleUp), scaleDown: rulesTree(scaleDown) };
}

function rulesTree({ stabilizationWindowSeconds, selectPolicy, policies, tolerance }: Rules): Emit<ScalingRules> {
  return {
    stabilizationWindowSeconds,
    selectPolicy,
    policies: policies.map(({ type, value, periodSeconds }): Emit<ScalingPolicy> => ({ type, value, periodSeconds })),
    tolerance,
  };
}
