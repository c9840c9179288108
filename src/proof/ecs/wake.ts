import type { EcsPool } from '../../model/ecs-plan.ts';
import type { CloudWatchSource } from '../../model/metric-source.ts';
import type { PlannedSignal, PoolPlan, WakeSource } from '../../model/plan.ts';
import type { Pool } from '../../model/pool.ts';
import type { RefusedWake, WakePath, WakeProof } from '../../model/proof.ts';
import { because, derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
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
  { pool, on: { ecs } }: PoolPlan,
  { sources, queues }: WatcherPlan,
  { from }: WakeSource,
): Pick<WakePath, 'smallest' | 'longest'> | undefined {
  const { coldStart } = pool;
  const checked = healthCheckBefore(pool, ecs);
  const started = { scheduling, coldStart, ...(checked === undefined ? {} : { healthCheck: checked }) };
  const queue = from === 'queueBacklog' ? queues[0] : undefined;
  if (queue !== undefined) return { smallest: oneMore(queue.above), longest: together({ rate, ...started }) };
  const source = sources.find(({ name, wakes }) => wakes && name === from);
  return source && { smallest: oneMore(source.above), longest: together({ period, rate, ...started }) };
}

const WORDS: Readonly<Record<string, string>> = { coldStart: 'cold start', healthCheck: 'health check' };

function together(parts: Readonly<Record<string, Sourced<Seconds>>>): Sourced<Seconds> {
  const names = Object.keys(parts).map(name => WORDS[name] ?? name);
  return derive(`longest wake = ${names.join(' + ')}`, parts, v =>
    seconds(Object.values(v).reduce<number>((sum, part) => sum + part, 0)),
  );
}

/** A load balancer sends requests to a new task when it has passed one health check; of several, the slowest counts. */
function healthCheckBefore({ loadBalancers }: Pool, ecs: EcsPool | undefined): Sourced<Seconds> | undefined {
  const intervals = loadBalancers.map(
    (_, index) => ecs?.service?.routes.find(({ place }) => place === index)?.made?.check.interval ?? usualInterval,
  );
  return intervals.sort((a, b) => b.plain - a.plain)[0];
}

const usualInterval = because('the usual period of a target group, whose own is not known here', seconds(30));

function oneMore(above: Sourced<number>): Sourced<number> {
  return derive(
    'work must exceed the activation: activation + 1',
    { activation: above },
    v => Math.floor(v.activation) + 1,
  );
}
