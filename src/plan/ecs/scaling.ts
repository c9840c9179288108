import type { EcsPolicy, EcsScaling, EcsSuspended } from '../../model/ecs-plan.ts';
import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { NeutralPool } from '../../model/plan.ts';
import type { ScalingDirection } from '../../model/scaling.ts';
import { because, derive, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { replicas } from '../../model/units.ts';
import type { Replicas } from '../../model/units.ts';
import type { EcsIdentity } from './identity.ts';
import type { Reading } from './readings.ts';
import { planSchedules } from './schedule.ts';
import { growthOut, quietIn, stepOut } from './stepping.ts';
import { trackingPolicy } from './tracking.ts';

/** `sleepsByClock`: the pool may be at zero, and nothing but its schedule takes it there and back. */
export interface ScaledPool extends NeutralPool {
  readonly sleepsByClock: boolean;
}

/** The scalable target with its policies and scheduled actions; undefined where the count is held by hand. */
export function planScaling(
  identity: EcsIdentity,
  neutral: ScaledPool,
  readings: readonly Reading[],
  taskCount: EcsSeries,
): EcsScaling | undefined {
  const { pool, bounds } = neutral;
  if (pool.stage.plain === 'fixed' || (readings.length === 0 && pool.schedule === undefined)) return undefined;
  const min = minimumOf(neutral);
  const policies = policiesOf(identity, neutral, readings, taskCount);
  return {
    min,
    max: bounds.max,
    suspended: suspendedOf(neutral),
    policies,
    schedules: planSchedules(identity, neutral, min, maximumBy(neutral, policies)),
  };
}

/** Policies stay where they are, and their alarms are there to be watched. */
function suspendedOf({ pool: { stage, scaleUp, scaleDown }, hold }: NeutralPool): EcsSuspended {
  if (hold !== undefined) {
    const held = because('the count is held, and metrics and policies are there to be watched', true, stage.origin);
    return { in: held, out: held, scheduled: held };
  }
  const active = because('stated, since registering without it leaves what was suspended so', false, stage.origin);
  const direction = ({ select }: ScalingDirection) =>
    select.plain === 'disabled' ? mapped(select, () => true) : active;
  return { in: direction(scaleDown), out: direction(scaleUp), scheduled: active };
}

/**
 * Application Auto Scaling may itself take 1 to 0 where the minimum is 0; only the watcher knows whether there is work
 * (semantics 41). Without a watcher the schedule alone decides, and its zero must stay one.
 */
function minimumOf({ bounds, sleepsByClock }: ScaledPool): Sourced<Replicas> {
  return bounds.min.plain > 0 || sleepsByClock
    ? bounds.min
    : derive('the watcher alone goes to zero: max(1, min)', { min: bounds.min }, ({ min }) =>
        replicas(Math.max(1, min)),
      );
}

/**
 * The maximum that a scheduled action sets with its minimum. An action scales in only to its maximum (semantics 44a),
 * so it is stated where no policy takes the tasks away, and where the pool sleeps by the clock.
 */
function maximumBy(
  { pool, bounds, sleepsByClock }: ScaledPool,
  policies: readonly EcsPolicy[],
): (min: Sourced<Replicas>) => Sourced<Replicas> | undefined {
  // Nothing above zero takes a task away.
  if (pool.scaleDown.select.plain === 'disabled' && !sleepsByClock) return () => undefined;
  if (policies.length === 0) {
    return min => derive('no policy scales in, so the schedule alone decides: max = min', { min }, v => v.min);
  }
  if (!sleepsByClock) return () => undefined;
  return min => (min.plain === 0 ? because('asleep until the next window', replicas(0), min.origin) : bounds.max);
}

/**
 * Any policy scales out. In: by tracking where every signal is tracked, which all must agree to; otherwise by one
 * policy that looks at every signal.
 */
function policiesOf(
  identity: EcsIdentity,
  neutral: NeutralPool,
  readings: readonly Reading[],
  taskCount: EcsSeries,
): readonly EcsPolicy[] {
  const stepped = readings.find(reading => reading.by === 'steps');
  const policies = readings.map(reading =>
    reading.by === 'tracking'
      ? trackingPolicy(identity, neutral, reading, taskCount, stepped)
      : stepOut(identity, neutral, reading, taskCount),
  );

  const lag = readings.find(reading => reading.name === 'kafkaLag');
  const planned = neutral.acting.find(signal => signal.name === 'kafkaLag');
  const growth = planned?.name === 'kafkaLag' ? planned.signal.growth : undefined;
  if (lag !== undefined && growth !== undefined) policies.push(growthOut(identity, neutral, lag, growth, taskCount));

  if (stepped !== undefined) policies.push(quietIn(identity, neutral, readings, taskCount));
  return policies;
}
