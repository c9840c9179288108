import type { Behavior, ScaledObjectDecision } from '../../model/kubernetes-plan.ts';
import { scalingRules } from '../hpa/scaling-rules.ts';
import { hpaPace } from './hpa-pace.ts';

/**
 * Seconds from the last work to the minimum, at the longest, where every source answers; undefined where it never gets
 * there. `lookback` is how long the slowest trigger still shows the work: a scrape, and the range of its query.
 *
 * To zero KEDA goes at once from any count, at the first poll after the cooldown is over. From 1 on the HPA comes down.
 */
export function kedaReturn(
  { min, max, cooldownPeriod, pollingInterval }: ScaledObjectDecision,
  behavior: Behavior,
  lookback: number,
): number | undefined {
  if (min.plain === 0) return lookback + cooldownPeriod.plain + 2 * pollingInterval.plain;
  const down = hpaPace(
    { scaleUp: scalingRules(behavior.scaleUp), scaleDown: scalingRules(behavior.scaleDown) },
    max.plain,
    min.plain,
  );
  return down === undefined ? undefined : lookback + down;
}
