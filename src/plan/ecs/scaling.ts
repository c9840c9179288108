import type { EcsPolicy, EcsScaling } from '../../model/ecs-plan.ts';
import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { because, derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { replicas } from '../../model/units.ts';
import type { Replicas } from '../../model/units.ts';
import type { EcsIdentity } from './identity.ts';
import type { Reading } from './readings.ts';
import { planSchedules } from './schedule.ts';
import { growthOut, quietIn, stepOut } from './stepping.ts';
import { trackingPolicy } from './tracking.ts';

/** The scalable target with its policies and scheduled actions; undefined where the count is held by hand. */
export function planScaling(
  identity: EcsIdentity,
  neutral: NeutralPool,
  readings: readonly Reading[],
  taskCount: EcsSeries,
): EcsScaling | undefined {
  const { pool, hold, bounds } = neutral;
  if (pool.stage.plain === 'fixed' || (readings.length === 0 && pool.schedule === undefined)) return undefined;
  const min = minimumOf(neutral);
  return {
    min,
    max: bounds.max,
    suspended:
      hold === undefined
        ? because('stated, since registering without it leaves what was suspended so', false, pool.stage.origin)
        : because('the count is held, and metrics and policies are there to be watched', true, pool.stage.origin),
    policies: policiesOf(identity, neutral, readings, taskCount),
    schedules: planSchedules(identity, neutral, min),
  };
}

/**
 * Application Auto Scaling may itself take 1 to 0 where the minimum is 0; only the watcher knows whether there is work
 * (semantics 41).
 */
function minimumOf({ bounds }: NeutralPool): Sourced<Replicas> {
  return bounds.min.plain > 0
    ? bounds.min
    : derive('the watcher alone goes to zero: max(1, min)', { min: bounds.min }, ({ min }) =>
        replicas(Math.max(1, min)),
      );
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
