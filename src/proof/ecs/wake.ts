import type { CloudWatchSource } from '../../model/metric-source.ts';
import type { PlannedSignal, PoolPlan, WakeSource } from '../../model/plan.ts';
import type { RefusedWake, WakePath, WakeProof } from '../../model/proof.ts';
import { derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { WatcherPlan } from '../../model/watcher-plan.ts';
import { declaredOn, measuredOnReplicas } from '../declared.ts';
import type { Premises } from '../premises.ts';
import { namesOf, ownMetric } from '../self-measured.ts';
import { period, rate, scheduledAction, scheduling } from './delays.ts';

/** How the watcher wakes the service: by what it reads, once a minute. */
export function ecsWake({ plan, pool }: Premises): WakeProof {
  const names = namesOf(pool.pool, plan.system);
  const watcher = pool.on.ecs?.watcher;
  const paths: WakePath[] = [];
  const refused: RefusedWake[] = [...measuredOnReplicas('ecs', pool)];
  for (const source of pool.wakeSources) {
    const declared = declaredOn('ecs', pool, source.from, source.at);
    const cloudwatch = cloudwatchOf(pool, source);
    const own = cloudwatch === undefined ? undefined : ownMetric(cloudwatch, names);
    const wakes = watcher === undefined ? undefined : pathOf(pool, watcher, source);
    if (wakes === undefined)
      refused.push({ ...declared, reason: 'no-metric', detail: `CloudWatch has no metric for ${declared.what}` });
    else if (own !== undefined) refused.push({ ...declared, reason: 'self', detail: own });
    else paths.push({ ...declared, ...wakes, holdsWork: source.holdsWork });
  }
  return { paths, refused, scheduled: wakeByClock(pool) };
}

/** At the begin of a window Application Auto Scaling scales out to its minimum, from 0 too. */
function wakeByClock({ pool: { coldStart }, on: { ecs } }: PoolPlan): WakeProof['scheduled'] {
  const scaling = ecs?.scaling;
  const window = scaling?.schedules.find(({ min }) => min.plain > scaling.min.plain);
  if (window === undefined) return undefined;
  const longest = derive('longest wake = scheduled action + cold start', { scheduledAction, coldStart }, v =>
    seconds(v.scheduledAction + v.coldStart),
  );
  return { at: window.min.origin, longest };
}

function cloudwatchOf({ signals }: PoolPlan, { from, source }: WakeSource): CloudWatchSource | undefined {
  if (from === 'wake') return source?.cloudwatch;
  const planned: PlannedSignal | undefined = signals.find(({ name }) => name === from);
  return planned !== undefined && 'cloudwatch' in planned ? planned.cloudwatch : undefined;
}

function pathOf(
  { pool }: PoolPlan,
  { sources, queues }: WatcherPlan,
  { from }: WakeSource,
): Pick<WakePath, 'smallest' | 'longest'> | undefined {
  const { coldStart } = pool;
  const queue = from === 'queueBacklog' ? queues[0] : undefined;
  if (queue !== undefined) {
    return {
      smallest: oneMore(queue.above),
      longest: derive('longest wake = rate + scheduling + cold start', { rate, scheduling, coldStart }, v =>
        seconds(v.rate + v.scheduling + v.coldStart),
      ),
    };
  }
  const source = sources.find(({ name, wakes }) => wakes && name === from);
  return (
    source && {
      smallest: oneMore(source.above),
      longest: derive(
        'longest wake = period + rate + scheduling + cold start',
        { period, rate, scheduling, coldStart },
        v => seconds(v.period + v.rate + v.scheduling + v.coldStart),
      ),
    }
  );
}

function oneMore(above: Sourced<number>): Sourced<number> {
  return derive(
    'work must exceed the activation: activation + 1',
    { activation: above },
    v => Math.floor(v.activation) + 1,
  );
}
