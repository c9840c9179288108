import { ecsScaleIn } from '../../behaviour/closed-form/ecs-pace.ts';
import { SPARSE_NAMESPACES } from '../../model/cloudwatch.ts';
import type { EcsScaling } from '../../model/ecs-plan.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { BlockedReturn, ReturnProof } from '../../model/proof.ts';
import { derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import type { WatcherPlan, WatcherSource } from '../../model/watcher-plan.ts';
import { declaredOn, memoryStays, scaleInDisabled } from '../declared.ts';
import type { Premises } from '../premises.ts';
import { period, rate, scheduledAction, scheduling } from './delays.ts';

/** How the count comes back: by the policies to one task or the minimum, and from one to none by the watcher. */
export function ecsReturn({ pool }: Premises): ReturnProof | undefined {
  const { scaling, watcher } = pool.on.ecs ?? {};
  if (watcher?.enabled.plain === true) return byWatcher(pool, watcher, scaling);
  if (pool.mayBeAtZero) return byTheClock(scaling, 0);
  if (scaling === undefined || scaling.suspended.scheduled.plain || scaling.min.plain >= scaling.max.plain)
    return undefined;
  // Without policies only windows add tasks, and their ends take them away.
  if (scaling.policies.length === 0) return byTheClock(scaling, scaling.min.plain);
  const blocked = [...scaleInDisabled(pool), ...memoryStays('ecs', pool)];
  const scaleIn = blocked.length > 0 ? undefined : scaleInOf(scaling, scaling.min);
  const after = scaleIn && derive('back at the minimum after scale-in', { scaleIn }, v => v.scaleIn);
  return { after, blocked };
}

/** From quiet to the count, by the policies; undefined where they never get there. */
export function scaleInOf(scaling: EcsScaling, to: Sourced<number>): Sourced<Seconds> | undefined {
  const { max, suspended } = scaling;
  if (suspended.in.plain) return undefined;
  const pace = ecsScaleIn(scaling, max.plain, Math.max(1, to.plain));
  if (pace === undefined) return undefined;
  return derive('scale-in = the alarm, and a cooldown between two activities, from max to min', { max, min: to }, () =>
    seconds(pace.seconds),
  );
}

/** From one task, when a whole window that the metrics cover shows no work; the policies leave one. */
function byWatcher(pool: PoolPlan, watcher: WatcherPlan, scaling: EcsScaling | undefined): ReturnProof {
  const { quiet: idleWindow } = watcher;
  const moved = scaling !== undefined && scaling.policies.length > 0 && scaling.max.plain > 1 ? scaling : undefined;
  const blocked = [
    ...watcher.sources.flatMap(source => unknownWhenIdle(pool, source)),
    ...(moved === undefined
      ? []
      : [
          ...scaleInDisabled(pool, 'scale-in is disabled, and the watcher stops only a task that is the last one'),
          ...memoryStays('ecs', pool),
        ]),
  ];
  if (blocked.length > 0) return { after: undefined, blocked };
  if (moved === undefined) {
    const after = derive(
      'back at zero after idle window + period + rate + scheduling',
      { idleWindow, period, rate, scheduling },
      v => seconds(v.idleWindow + v.period + v.rate + v.scheduling),
    );
    return { after, blocked };
  }
  const scaleIn = scaleInOf(moved, moved.min);
  if (scaleIn === undefined) return { after: undefined, blocked };
  const after = derive(
    'back at zero after scale-in to one task + idle window + period + rate + scheduling',
    { scaleIn, idleWindow, period, rate, scheduling },
    v => seconds(v.scaleIn + v.idleWindow + v.period + v.rate + v.scheduling),
  );
  return { after, blocked };
}

/** When its last window ends, where an action takes the maximum down. */
function byTheClock(scaling: EcsScaling | undefined, rest: number): ReturnProof {
  return {
    after: endsAt(scaling, rest)
      ? derive('back at rest when its window has ended', { scheduledAction }, v => v.scheduledAction)
      : undefined,
    blocked: [],
  };
}

/** An action states the count at rest as the maximum, and so takes what is above it away. */
export function endsAt(scaling: EcsScaling | undefined, rest: number): boolean {
  return scaling?.schedules.some(({ max }) => max?.plain === rest) === true;
}

/**
 * Of a source that wakes, and of a level, a missing value is unknown unless a heartbeat is there, and unknown changes
 * nothing (semantics 41a).
 */
function unknownWhenIdle(
  pool: PoolPlan,
  { name, wakes, counts, heartbeat, series }: WatcherSource,
): readonly BlockedReturn[] {
  if ((counts && !wakes) || heartbeat !== undefined) return [];
  const sparse = series.find(({ namespace }) => SPARSE_NAMESPACES.has(namespace.plain));
  if (!counts && sparse === undefined) return [];
  const at = pool.wakeSources.find(({ from }) => from === name)?.at ?? pool.pool.at;
  const metric = series[0]?.metric.plain ?? name;
  const why =
    series[0]?.statistic.plain === 'SampleCount'
      ? `SampleCount of ${metric} is above 0 if data is always there, and unknown if data is missing when idle`
      : `${metric} ${counts ? 'counts events, so it has' : 'has'} no data when idle, and without a heartbeat missing data means unknown`;
  return [{ ...declaredOn('ecs', pool, name, at), reason: 'no-data-is-unknown', detail: why }];
}
