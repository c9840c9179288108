import type { Rules } from '../../../model/kubernetes-plan.ts';
import type { PoolPlan } from '../../../model/plan.ts';
import type { ScalingDirection } from '../../../model/scaling.ts';
import { decidedMinutes, stepsBetween } from '../pace-steps.ts';
import type { Pace } from '../pace-steps.ts';

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

function decided(duration: number): number {
  return Math.ceil(duration / SYNC) * SYNC;
}

/** By the windows and periods of its HPA; undefined where nothing scales the pool. */
export function paceOnKubernetes({ pool, on: { kubernetes } }: PoolPlan, from: number, to: number): Pace | undefined {
  if (kubernetes === undefined || kubernetes.autoscaler.kind === 'none') return undefined;
  const down = rulesOf(kubernetes.behavior.scaleDown, pool.scaleDown);
  const pace = {
    up: hpaTime(rulesOf(kubernetes.behavior.scaleUp, pool.scaleUp), from, to),
    down: hpaTime(down, to, from),
  };
  const window = decidedMinutes(decided(down.window) + pace.up - pace.down + 1);
  return {
    ...pace,
    slower: window > LONGEST_WINDOW ? undefined : { key: 'stabilizationWindow', seconds: window },
  };
}

/** As declared: a stage that holds the replicas is left again. */
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
