import type { ScaledObjectDecision } from '../model/kubernetes-plan.ts';
import type { Plan, PoolPlan } from '../model/plan.ts';

/** What a proof is made of. */
export interface Premises {
  readonly plan: Plan;
  readonly pool: PoolPlan;
}

export function scaledObjectOf({ on: { kubernetes } }: PoolPlan): ScaledObjectDecision | undefined {
  return kubernetes?.autoscaler.kind === 'scaled-object' ? kubernetes.autoscaler : undefined;
}
