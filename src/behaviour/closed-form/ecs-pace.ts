import type { EcsPolicy, EcsScaling, EcsStepPolicy } from '../../model/ecs-plan.ts';
import { stepCapacity } from '../ecs/step-scaling.ts';

const MINUTE = 60;

/** Target tracking's alarms, modelled: 3 of 3 minutes out, 15 of 15 in. */
const TRACKING_OUT = 3 * MINUTE;
const TRACKING_IN = 15 * MINUTE;

/**
 * Seconds from the load to the count, at the longest, when the metric stays in the first step of the policy that moves
 * first; undefined where no policy moves that way. A point of CloudWatch is of a whole minute, so the minute in which
 * the load begins does not count.
 */
export function ecsScaleOut({ policies }: EcsScaling, from: number, to: number): number | undefined {
  const times = policies.map(policy => outTime(policy, from, to)).filter(time => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

function outTime(policy: EcsPolicy, from: number, to: number): number | undefined {
  // In proportion to the metric, so in one activity.
  if (policy.kind === 'tracking') return MINUTE + TRACKING_OUT + MINUTE;
  const smallest = Math.min(...policy.steps.map(({ lower }) => lower.plain));
  return stepTime(policy, from, to, smallest);
}

/**
 * Seconds from quiet to the count, at the longest. All policies that scale in must agree, so the slowest counts;
 * undefined where none does, or where its steps never get there.
 */
export function ecsScaleIn({ policies }: EcsScaling, from: number, to: number): number | undefined {
  const able = policies.filter(policy =>
    policy.kind === 'tracking' ? !policy.disableScaleIn.plain : policy.steps.some(({ percent }) => percent.plain < 0),
  );
  const times = able.map(policy =>
    policy.kind === 'tracking' ? MINUTE + TRACKING_IN + MINUTE : stepTime(policy, from, to, 0),
  );
  return times.length === 0 || times.includes(undefined)
    ? undefined
    : Math.max(...times.filter(time => time !== undefined));
}

/** The alarm, and then a step each time that the cooldown is over. */
function stepTime(policy: EcsStepPolicy, from: number, to: number, beyond: number): number | undefined {
  const up = to > from;
  let count = from;
  let steps = 0;
  while (up ? count < to : count > to) {
    const next = stepCapacity(policy, count, beyond);
    if (up ? next <= count : next >= count) return undefined;
    count = next;
    steps += 1;
  }
  const cooldown = Math.max(MINUTE, Math.ceil(policy.cooldown.plain / MINUTE) * MINUTE);
  return steps === 0 ? 0 : MINUTE + policy.alarm.periods.plain * MINUTE + MINUTE + (steps - 1) * cooldown;
}
