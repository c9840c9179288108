import type { PoolPlan } from '../../model/plan.ts';
import { TARGET_NAMES } from '../../model/targets.ts';
import type { TargetName } from '../../model/targets.ts';
import type { ReachLimit } from './reach-limit.ts';
import { KNOWLEDGE } from './target-knowledge.ts';

/** On a target nothing ever asks for more than `top` replicas. */
export interface Reach {
  readonly target: TargetName;
  readonly top: number;
  readonly limits: readonly ReachLimit[];
}

/** For each target where all that moves the pool is bounded; one without anything that moves it is not among them. */
export function reachesOf(plan: PoolPlan): readonly Reach[] {
  const always = [...wakeLimits(plan), ...scheduleLimits(plan)];
  // Where a stage leaves only the wake source, the bounds are for the stages above it.
  const moving = plan.acting.length > 0 ? plan.acting : plan.signals;
  return TARGET_NAMES.flatMap((target): readonly Reach[] => {
    if (plan.on[target] === undefined) return [];
    const signals = moving.map(signal => KNOWLEDGE[target].limit(plan, signal));
    const limits = [...signals.filter(limit => limit !== undefined), ...always];
    // One signal without a limit asks for as many replicas as there is work.
    if (signals.includes(undefined) || limits.length === 0) return [];
    return [{ target, limits, top: Math.max(1, plan.bounds.min.plain, ...limits.map(({ asks }) => asks)) }];
  });
}

function wakeLimits({ pool, wakeSources }: PoolPlan): readonly ReachLimit[] {
  return wakeSources
    .filter(({ from }) => from === 'wake' && pool.replicas.min.plain === 0)
    .map(({ at }) => ({
      kind: 'wake',
      asks: 1,
      detail: 'wake.source starts only the first replica',
      at,
      path: ['pools', pool.key, 'wake'],
    }));
}

function scheduleLimits({ pool: { schedule, key } }: PoolPlan): readonly ReachLimit[] {
  if (schedule === undefined) return [];
  const asks = Math.max(...schedule.windows.map(({ min }) => min.plain));
  return [
    {
      kind: 'schedule',
      asks,
      detail: `the schedule asks for at most ${String(asks)}`,
      at: schedule.at,
      path: ['pools', key, 'schedule'],
    },
  ];
}
