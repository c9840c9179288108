import type { PoolPlan } from '../../model/plan.ts';
import { TARGET_NAMES } from '../../model/targets.ts';
import type { TargetName } from '../../model/targets.ts';
import type { Pace } from './pace-steps.ts';
import { KNOWLEDGE } from './target-knowledge.ts';

/** The pace of a pool on one target. */
export interface TargetPace extends Pace {
  readonly target: TargetName;
}

/** On each target whose pace is decided by what is declared; zero is left out, since waking is another matter. */
export function pacesOf(planned: PoolPlan): readonly TargetPace[] {
  const { min, max } = planned.pool.replicas;
  const from = Math.max(1, min.plain);
  if (from >= max.plain) return [];
  return TARGET_NAMES.flatMap((target): readonly TargetPace[] => {
    const pace = KNOWLEDGE[target].pace(planned, from, max.plain);
    return pace === undefined ? [] : [{ target, ...pace }];
  });
}
