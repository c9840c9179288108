import type { Behavior, Rules } from '../../model/kubernetes-plan.ts';
import type { EmitTree } from '../../model/sourced.ts';

export function behaviorTree({ scaleUp, scaleDown }: Behavior): EmitTree {
  return { scaleUp: rulesTree(scaleUp), scaleDown: rulesTree(scaleDown) };
}

function rulesTree({ stabilizationWindowSeconds, selectPolicy, policies, tolerance }: Rules): EmitTree {
  return {
    stabilizationWindowSeconds,
    selectPolicy,
    policies: policies.map(({ type, value, periodSeconds }) => ({ type, value, periodSeconds })),
    tolerance,
  };
}
