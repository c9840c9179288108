import type { PlannedSignal, PoolPlan, WakeSource } from '../../../model/plan.ts';
import { because, derive } from '../../../model/sourced.ts';
import type { Sourced } from '../../../model/sourced.ts';
import type { CloudWatchSource } from '../../../model/metric-source.ts';
import { seconds } from '../../../model/units.ts';
import type { WatcherPlan, WatcherSource } from '../../../model/watcher-plan.ts';
import { declaredOn, measuredOnReplicas } from '../proof/declared.ts';
import { ownMetric } from '../proof/self-measured.ts';
import type { BlockedReturn, Premises, RefusedWake, ReturnProof, WakePath, WakeProof } from '../proof/types.ts';

/** How the watcher wakes the service: by what it reads, once a minute. */
export function ecsWake({ pool, names }: Premises): WakeProof {
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
  const scaling = pool.on.ecs?.scaling;
  // At the begin of a window Application Auto Scaling scales out to its minimum, from 0 too.
  const window = scaling?.schedules.find(({ min }) => min.plain > scaling.min.plain);
  return { paths, refused, scheduled: window?.min.origin };
}

function cloudwatchOf({ signals }: PoolPlan, { from, source }: WakeSource): CloudWatchSource | undefined {
  if (from === 'wake') return source?.cloudwatch;
  const planned: PlannedSignal | undefined = signals.find(({ name }) => name === from);
  return planned !== undefined && 'cloudwatch' in planned ? planned.cloudwatch : undefined;
}

const period = because('CloudWatch publishes one value per minute, after the minute', seconds(60));
const rate = because('the watcher runs once a minute', seconds(60));
const scheduling = because(
  'EventBridge Scheduler has a precision of 60 s, so two runs can be 2 minutes apart',
  seconds(60),
);

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

/** How the watcher takes it back: from one task, when a whole window that the metrics cover shows no work. */
export function ecsReturn({ pool }: Premises): ReturnProof {
  const watcher = pool.on.ecs?.watcher;
  if (watcher === undefined) return byTheClock(pool);
  const blocked = watcher.sources.flatMap(source => blockedBy(pool, source));
  if (blocked.length > 0) return { after: undefined, blocked };
  const { quiet } = watcher;
  return {
    after: derive(
      'back at zero after idle window + period + rate + scheduling',
      { idleWindow: quiet, period, rate, scheduling },
      v => seconds(v.idleWindow + v.period + v.rate + v.scheduling),
    ),
    blocked,
  };
}

const scheduledAction = because(
  'EC2 Auto Scaling documents up to 2 minutes for a scheduled action; Application Auto Scaling documents nothing',
  seconds(120),
);

/** When its last window ends, where an action takes the maximum to zero. */
function byTheClock({ on: { ecs } }: PoolPlan): ReturnProof {
  const ends = ecs?.scaling?.schedules.some(({ max }) => max?.plain === 0) === true;
  return {
    after: ends
      ? derive('back at zero when its window has ended', { scheduledAction }, v => v.scheduledAction)
      : undefined,
    blocked: [],
  };
}

/** AWS publishes these only while something happens. */
const SPARSE: ReadonlySet<string> = new Set(['AWS/ApplicationELB', 'AWS/ApiGateway', 'AWS/Lambda', 'AWS/SNS']);

/**
 * Of a source that wakes a missing value is unknown unless a heartbeat is there, and unknown changes nothing (semantics
 * 41a).
 */
function blockedBy(
  pool: PoolPlan,
  { name, wakes, counts, heartbeat, series }: WatcherSource,
): readonly BlockedReturn[] {
  if (!wakes || heartbeat !== undefined) return [];
  const sparse = series.find(({ namespace }) => SPARSE.has(namespace.plain));
  if (!counts && sparse === undefined) return [];
  const at = pool.wakeSources.find(({ from }) => from === name)?.at ?? pool.pool.at;
  const metric = series[0]?.metric.plain ?? name;
  const why =
    series[0]?.statistic.plain === 'SampleCount'
      ? `SampleCount of ${metric} is above 0 if data is always there, and unknown if data is missing when idle`
      : `${metric} counts events, so it has no data when idle, and without a heartbeat missing data means unknown`;
  return [{ ...declaredOn('ecs', pool, name, at), reason: 'no-data-is-unknown', detail: why }];
}
