import type { EcsScaling, EcsStepPolicy, EcsTrackingPolicy } from '../../../model/ecs-plan.ts';
import type { PoolPlan } from '../../../model/plan.ts';
import { decidedMinutes, stepsBetween } from '../pace-steps.ts';
import type { Pace } from '../pace-steps.ts';

/** What Application Auto Scaling may do one way by step scaling. */
export interface StepRules {
  /** Time until the alarm goes off. */
  readonly wait: number;
  readonly cooldown: number;
  /** Percent of the tasks, without its sign. */
  readonly percent: number;
  readonly minimum: number;
}

/** Seconds that step scaling takes: its alarm, then a step each cooldown. */
export function stepTime(rules: StepRules, from: number, to: number): number {
  const steps = stepsBetween(from, to, count => ecsStep(rules, count));
  return steps === 0 ? 0 : rules.wait + (steps - 1) * rules.cooldown;
}

/** A percentage is cut to whole tasks (Application Auto Scaling, "Step scaling policies: adjustment types"). */
function ecsStep({ percent, minimum }: StepRules, count: number): number {
  return Math.max(minimum, Math.floor((count * percent) / 100));
}

/** By its steps, or by the pauses between activities of target tracking; undefined where neither decides. */
export function paceOnEcs({ pool, on: { ecs } }: PoolPlan, from: number, to: number): Pace | undefined {
  const scaling = ecs?.scaling;
  if (scaling === undefined) return undefined;
  const tracked = scaling.policies.filter(policy => policy.kind === 'tracking');
  if (tracked.length === 0) return paceOfSteps(scaling, from, to);
  const written = [pool.scaleUp.cooldown, pool.scaleDown.cooldown].some(({ origin }) => origin.kind === 'written');
  // How far AWS goes at once by tracking is not said, so only a pause that somebody chose is judged by it.
  return written && tracked.length === scaling.policies.length ? paceOfTracking(tracked, from, to) : undefined;
}

function paceOfSteps({ policies }: EcsScaling, from: number, to: number): Pace | undefined {
  const steps = policies.filter(policy => policy.kind === 'step');
  const quiet = steps.find(({ key }) => key === 'in');
  const out = steps.filter(({ key }) => key !== 'in').map(policy => stepTime(stepRules(policy), from, to));
  if (quiet === undefined || out.length === 0) return undefined;
  const rules = stepRules(quiet);
  // Any policy scales out.
  const up = Math.min(...out);
  return {
    up,
    down: stepTime(rules, to, from),
    slower: longerCooldown(
      up,
      rules.wait,
      stepsBetween(to, from, count => ecsStep(rules, count)),
    ),
  };
}

function stepRules({ cooldown, minimum, steps, alarm }: EcsStepPolicy): StepRules {
  return {
    wait: alarm.periods.plain * 60,
    cooldown: cooldown.plain,
    minimum: minimum.plain,
    percent: Math.max(...steps.map(step => Math.abs(step.percent.plain))),
  };
}

/** Target tracking's alarms (semantics 36). */
const TRACKING_OUT = 180;

const TRACKING_IN = 900;

/**
 * Utilisation ends at 100 %, which bounds an activity; what has no end is reached in one. In takes as many as out, at
 * least.
 */
function paceOfTracking(policies: readonly EcsTrackingPolicy[], from: number, to: number): Pace {
  const [first] = policies;
  const growth = Math.max(
    ...policies.map(({ predefined, target }) =>
      predefined === undefined || target.plain >= 100 ? Infinity : 100 / target.plain,
    ),
  );
  const activities = Number.isFinite(growth) ? stepsBetween(from, to, count => Math.ceil(count * growth) - count) : 1;
  const up = TRACKING_OUT + (activities - 1) * (first?.scaleOutCooldown.plain ?? 0);
  const down = TRACKING_IN + (activities - 1) * (first?.scaleInCooldown.plain ?? 0);
  return { up, down, slower: longerCooldown(up, TRACKING_IN, activities) };
}

/** A single activity has no pause after it that would count. */
function longerCooldown(up: number, wait: number, activities: number): Pace['slower'] {
  return activities < 2 ? undefined : { key: 'cooldown', seconds: decidedMinutes((up - wait) / (activities - 1) + 1) };
}
