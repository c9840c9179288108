import type { EcsPolicy, EcsScaling, EcsStepPolicy, EcsTrackingPolicy } from '../../model/ecs-plan.ts';
import { stepCapacity } from '../ecs/step-scaling.ts';
import { stepsBetween } from './steps-between.ts';

const MINUTE = 60;

/** Target tracking's alarms, modelled: 3 of 3 minutes out, 15 of 15 in. */
const TRACKING_OUT = 3 * MINUTE;
const TRACKING_IN = 15 * MINUTE;

/** Activities of Application Auto Scaling, and the times around them. */
export interface EcsPace {
  /** Seconds until the count is reached, at the longest. */
  readonly seconds: number;
  readonly activities: number;
  /** Seconds between two activities. */
  readonly between: number;
}

/**
 * From the load to the count, when the metric stays in the first step of the policy that moves first; undefined where
 * no policy moves that way. A point of CloudWatch is of a whole minute, so the minute in which the load begins does not
 * count.
 */
export function ecsScaleOut({ policies }: EcsScaling, from: number, to: number): EcsPace | undefined {
  const paces = policies.map(policy => outPace(policy, from, to)).filter(pace => pace !== undefined);
  return paces.toSorted((a, b) => a.seconds - b.seconds)[0];
}

function outPace(policy: EcsPolicy, from: number, to: number): EcsPace | undefined {
  if (policy.kind === 'tracking') return trackingPace(policy, TRACKING_OUT, policy.scaleOutCooldown.plain, from, to);
  const smallest = Math.min(...policy.steps.map(({ lower }) => lower.plain));
  return smallest < 0 || policy.steps.some(({ percent }) => percent.plain < 0)
    ? undefined
    : stepPace(policy, from, to, smallest);
}

/**
 * From quiet to the count. All policies that scale in must agree, so the slowest counts; undefined where none does, or
 * where its steps never get there.
 */
export function ecsScaleIn({ policies }: EcsScaling, from: number, to: number): EcsPace | undefined {
  const able = policies.filter(policy =>
    policy.kind === 'tracking' ? !policy.disableScaleIn.plain : policy.steps.some(({ percent }) => percent.plain < 0),
  );
  const paces = able.map(policy =>
    policy.kind === 'tracking'
      ? trackingPace(policy, TRACKING_IN, policy.scaleInCooldown.plain, to, from)
      : stepPace(policy, from, to, 0),
  );
  if (paces.includes(undefined)) return undefined;
  return paces.filter(pace => pace !== undefined).toSorted((a, b) => b.seconds - a.seconds)[0];
}

/**
 * In proportion to the metric, so in one activity; a utilisation ends at 100 %, which bounds an activity on the way
 * out. In takes as many as out, at least.
 */
function trackingPace(
  { predefined, target }: EcsTrackingPolicy,
  alarm: number,
  cooldown: number,
  few: number,
  many: number,
): EcsPace {
  const isUtilisation = predefined !== undefined && predefined.plain !== 'ALBRequestCountPerTarget';
  const growth = !isUtilisation || target.plain >= 100 ? Infinity : 100 / target.plain;
  const activities =
    few >= many ? 0 : Number.isFinite(growth) ? stepsBetween(few, many, count => Math.ceil(count * growth) - count) : 1;
  return inActivities(alarm, cooldown, activities);
}

/** The alarm, and then a step each time that the cooldown is over. */
function stepPace(policy: EcsStepPolicy, from: number, to: number, beyond: number): EcsPace | undefined {
  const up = to > from;
  let count = from;
  let steps = 0;
  while (up ? count < to : count > to) {
    const next = stepCapacity(policy, count, beyond);
    if (up ? next <= count : next >= count) return undefined;
    count = next;
    steps += 1;
  }
  return inActivities(policy.alarm.periods.plain * MINUTE, policy.cooldown.plain, steps);
}

function inActivities(alarm: number, cooldown: number, activities: number): EcsPace {
  const between = Math.max(MINUTE, Math.ceil(cooldown / MINUTE) * MINUTE);
  const seconds = activities === 0 ? 0 : MINUTE + alarm + MINUTE + (activities - 1) * between;
  return { seconds, activities, between };
}
