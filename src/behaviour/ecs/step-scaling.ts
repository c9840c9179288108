import type { EcsStepPolicy } from '../../model/ecs-plan.ts';

/**
 * Tasks that a policy of type PercentChangeInCapacity asks for, from `capacity` and how far the value is beyond the
 * alarm's threshold; the same where no step holds it.
 *
 * Source: Application Auto Scaling User Guide, "Step scaling adjustment types" and "MinAdjustmentMagnitude".
 */
export function stepCapacity(policy: EcsStepPolicy, capacity: number, beyond: number): number {
  const step = policy.steps.find(
    ({ lower, upper }) => beyond >= lower.plain && (upper === undefined || beyond < upper.plain),
  );
  if (step === undefined) return capacity;
  const percent = step.percent.plain;
  if (percent === 0) return capacity;
  // Cut to whole tasks, towards none, and never less than the minimum.
  const tasks = Math.max(policy.minimum.plain, Math.trunc((capacity * Math.abs(percent)) / 100));
  return Math.max(0, capacity + Math.sign(percent) * tasks);
}
