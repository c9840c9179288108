import type { PlannedSignal, PoolPlan } from '../model/plan.ts';
import type { Reach, ReachLimit } from '../model/proof.ts';
import type { TargetName } from '../model/targets.ts';

/** What a signal asks for at most on one target; undefined where that has no bound. */
export type LimitOf = (pool: PoolPlan, signal: PlannedSignal) => ReachLimit | undefined;

/** Where all that moves the pool is bounded; undefined where nothing moves it. */
export function reachOf(plan: PoolPlan, limitOf: LimitOf, target: TargetName): Reach | undefined {
  const disabled = scaleOutDisabled(plan, target);
  if (disabled !== undefined) return disabled;
  // Where a stage leaves only the wake source, the bounds are for the stages above it.
  const moving = plan.acting.length > 0 ? plan.acting : plan.signals;
  const signals = moving.map(signal => limitOf(plan, signal));
  const limits = [...signals.filter(limit => limit !== undefined), ...wakeLimits(plan), ...scheduleLimits(plan)];
  // One signal without a limit asks for as many replicas as there is work.
  if (signals.includes(undefined) || limits.length === 0) return undefined;
  return { limits, top: Math.max(1, plan.bounds.min.plain, ...limits.map(({ asks }) => asks)) };
}

/**
 * No signal adds a replica. A window of Kubernetes is a signal too; a scheduled action of ECS raises the minimum.
 */
function scaleOutDisabled(plan: PoolPlan, target: TargetName): Reach | undefined {
  const { pool, bounds } = plan;
  const { select } = pool.scaleUp;
  if (select.plain !== 'disabled') return undefined;
  const least = Math.max(1, bounds.min.plain);
  const limit: ReachLimit = {
    kind: 'disabled',
    asks: least,
    detail: 'scale-out is disabled',
    at: select.origin,
    path: ['pools', pool.key, 'scaleUp', 'select'],
  };
  const limits = [limit, ...(target === 'ecs' ? scheduleLimits(plan) : [])];
  return { limits, top: Math.max(...limits.map(({ asks }) => asks)) };
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
