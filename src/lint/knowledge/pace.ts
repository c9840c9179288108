import type { EcsScaling, EcsStepPolicy, EcsTrackingPolicy } from '../../model/ecs-plan.ts';
import type { Rules } from '../../model/kubernetes-plan.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { ScalingDirection } from '../../model/scaling.ts';

/** How long a pool takes between its bounds when the load asks for all at once, in seconds. */
export interface Pace {
  readonly target: 'Kubernetes' | 'ECS';
  readonly up: number;
  readonly down: number;
  /** What of scaleDown makes it slower than up; undefined where no value of it does. */
  readonly slower: { readonly key: 'stabilizationWindow' | 'cooldown'; readonly seconds: number } | undefined;
}

/** On each platform whose pace is decided by what is declared; zero is left out, since waking is another matter. */
export function pacesOf(planned: PoolPlan): readonly Pace[] {
  const { min, max } = planned.pool.replicas;
  const from = Math.max(1, min.plain);
  if (from >= max.plain) return [];
  return [paceOnKubernetes(planned, from, max.plain), paceOnEcs(planned, from, max.plain)].filter(
    pace => pace !== undefined,
  );
}

/** What an HPA may do one way. */
export interface HpaRules {
  readonly window: number;
  readonly every: number;
  readonly percent: number | undefined;
  readonly replicas: number | undefined;
  readonly select: 'max' | 'min';
}

/** The controller decides every 15 s (--horizontal-pod-autoscaler-sync-period). */
const SYNC = 15;
const LONGEST_WINDOW = 3600;

/**
 * Seconds that an HPA takes: its window, then a step each period (kubernetes, `horizontal.go`,
 * calculateScale…LimitWithBehaviors).
 */
export function hpaTime(rules: HpaRules, from: number, to: number): number {
  const steps = stepsBetween(from, to, count => hpaStep(rules, count, to > from));
  return steps === 0 ? 0 : decided(rules.window) + (steps - 1) * decided(rules.every);
}

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

function stepsBetween(from: number, to: number, step: (count: number) => number): number {
  const sign = Math.sign(to - from);
  let steps = 0;
  for (let count = from; sign * (to - count) > 0; steps += 1) count += sign * Math.max(1, step(count));
  return steps;
}

/** Going up it rounds up, and going down it cuts off what remains, so that a percentage always moves something. */
function hpaStep({ percent, replicas, select }: HpaRules, count: number, up: boolean): number {
  const share =
    percent === undefined
      ? undefined
      : up
        ? Math.ceil(count * (1 + percent / 100)) - count
        : count - Math.trunc(count * (1 - percent / 100));
  const limits = [share, replicas].filter(limit => limit !== undefined);
  return select === 'max' ? Math.max(...limits) : Math.min(...limits);
}

/** A percentage is cut to whole tasks (Application Auto Scaling, "Step scaling policies: adjustment types"). */
function ecsStep({ percent, minimum }: StepRules, count: number): number {
  return Math.max(minimum, Math.floor((count * percent) / 100));
}

function decided(duration: number): number {
  return Math.ceil(duration / SYNC) * SYNC;
}

function paceOnKubernetes({ pool, on: { kubernetes } }: PoolPlan, from: number, to: number): Pace | undefined {
  if (kubernetes === undefined || kubernetes.autoscaler.kind === 'none') return undefined;
  const down = rulesOf(kubernetes.behavior.scaleDown, pool.scaleDown);
  const pace = {
    up: hpaTime(rulesOf(kubernetes.behavior.scaleUp, pool.scaleUp), from, to),
    down: hpaTime(down, to, from),
  };
  const window = decidedMinutes(decided(down.window) + pace.up - pace.down + 1);
  return {
    target: 'Kubernetes',
    ...pace,
    slower: window > LONGEST_WINDOW ? undefined : { key: 'stabilizationWindow', seconds: window },
  };
}

/** As declared: a rung that holds the replicas is left again. */
function rulesOf({ stabilizationWindowSeconds, policies }: Rules, { select }: ScalingDirection): HpaRules {
  const of = (type: 'Percent' | 'Pods') => policies.find(policy => policy.type === type)?.value.plain;
  return {
    window: stabilizationWindowSeconds.plain,
    every: policies[0]?.periodSeconds.plain ?? SYNC,
    percent: of('Percent'),
    replicas: of('Pods'),
    select: select.plain,
  };
}

function paceOnEcs({ pool, on: { ecs } }: PoolPlan, from: number, to: number): Pace | undefined {
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
    target: 'ECS',
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
  return { target: 'ECS', up, down, slower: longerCooldown(up, TRACKING_IN, activities) };
}

/** A single activity has no pause after it that would count. */
function longerCooldown(up: number, wait: number, activities: number): Pace['slower'] {
  return activities < 2 ? undefined : { key: 'cooldown', seconds: decidedMinutes((up - wait) / (activities - 1) + 1) };
}

function decidedMinutes(duration: number): number {
  return Math.max(60, Math.ceil(duration / 60) * 60);
}
