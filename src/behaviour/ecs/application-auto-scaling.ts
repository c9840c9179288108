import type { EcsPolicy, EcsScaling, EcsStepPolicy, EcsTrackingPolicy } from '../../model/ecs-plan.ts';
import { alarmState, EXTRA_POINTS } from './alarm.ts';
import type { AlarmRule, AlarmState } from './alarm.ts';
import type { CapacityBounds } from './scheduled-actions.ts';
import { stepCapacity } from './step-scaling.ts';
import { highAlarm, lowAlarm, trackedCapacity } from './target-tracking.ts';

/** What Application Auto Scaling remembers of a service. Times are seconds. */
export interface ScalingMemory {
  /** The last scale-out: what there was before it counts until its cooldown ends. */
  readonly out: { readonly base: number; readonly until: number } | undefined;
  /** No scale-in before. */
  readonly inUntil: number;
  /** By name of the alarm. */
  readonly alarms: Readonly<Record<string, AlarmState>>;
}

export const NO_MEMORY: ScalingMemory = { out: undefined, inUntil: 0, alarms: {} };

/** The value of a policy's metric in each of the last minutes, oldest first. */
export type PolicyPoints = (policy: EcsPolicy, minutes: number) => readonly (number | undefined)[];

export interface CapacityDecision {
  readonly desired: number;
  readonly reason: string;
  readonly memory: ScalingMemory;
}

/** One policy in one minute. */
interface Proposal {
  readonly policy: EcsPolicy;
  /** Asked from what counts as capacity. */
  readonly out: number | undefined;
  readonly in: number | undefined;
  /** It must agree before anything is scaled in. */
  readonly scalesIn: boolean;
}

/**
 * One minute: any policy scales out, all that scale in must agree, and nothing is scaled in during a deployment
 * (semantics 37).
 */
export function scaleCapacity(
  { policies, suspended }: EcsScaling,
  bounds: CapacityBounds,
  memory: ScalingMemory,
  desired: number,
  now: number,
  points: PolicyPoints,
  deploying: boolean,
): CapacityDecision {
  const cooling = memory.out !== undefined && now < memory.out.until ? memory.out : undefined;
  // Capacity that the last scale-out added counts toward the next one until its cooldown ends.
  const base = cooling?.base ?? desired;
  const alarms: Record<string, AlarmState> = { ...memory.alarms };
  const proposals = policies.map(policy => proposalOf(policy, points, alarms, base, desired));

  const outs = suspended.out.plain
    ? []
    : proposals.flatMap(({ policy, out }) => (out === undefined ? [] : [{ policy, wanted: out }]));
  const [first, ...others] = outs;
  if (first !== undefined) {
    const largest = others.reduce((best, one) => (one.wanted > best.wanted ? one : best), first);
    const next = Math.min(bounds.max, Math.max(bounds.min, largest.wanted));
    if (next <= desired)
      return { desired, reason: `${largest.policy.key}: nothing to add`, memory: { ...memory, alarms } };
    const until = now + outCooldown(largest.policy);
    return {
      desired: next,
      reason: `${largest.policy.key} above its target`,
      memory: { out: { base, until }, inUntil: 0, alarms },
    };
  }

  const held = (reason: string): CapacityDecision => ({ desired, reason, memory: { ...memory, alarms } });
  const able = suspended.in.plain ? [] : proposals.filter(({ scalesIn }) => scalesIn);
  const ins = able.map(proposal => proposal.in).filter(wanted => wanted !== undefined);
  if (able.length === 0 || ins.length < able.length) return held('no policy to scale in, or not all agree');
  if (deploying) return held('a deployment runs');
  if (now < memory.inUntil) return held('the cooldown of the last scale-in runs');
  const next = Math.max(bounds.min, ...ins);
  if (next >= desired) return held('at the minimum');
  const until = now + Math.max(...able.map(({ policy }) => inCooldown(policy)));
  return {
    desired: next,
    reason: `${able.map(({ policy }) => policy.key).join(', ')} below target`,
    memory: { out: cooling, inUntil: until, alarms },
  };
}

function proposalOf(
  policy: EcsPolicy,
  points: PolicyPoints,
  alarms: Record<string, AlarmState>,
  base: number,
  desired: number,
): Proposal {
  return policy.kind === 'tracking'
    ? tracked(policy, points, alarms, base, desired)
    : stepped(policy, points, alarms, base, desired);
}

function tracked(
  policy: EcsTrackingPolicy,
  points: PolicyPoints,
  alarms: Record<string, AlarmState>,
  base: number,
  desired: number,
): Proposal {
  const target = policy.target.plain;
  const high = goesOff(`${policy.key}-high`, highAlarm(target), policy, points, alarms);
  const low = goesOff(`${policy.key}-low`, lowAlarm(target), policy, points, alarms);
  return {
    policy,
    out: high === undefined ? undefined : trackedCapacity(base, high, target),
    in: low === undefined ? undefined : trackedCapacity(desired, low, target),
    scalesIn: !policy.disableScaleIn.plain,
  };
}

function stepped(
  policy: EcsStepPolicy,
  points: PolicyPoints,
  alarms: Record<string, AlarmState>,
  base: number,
  desired: number,
): Proposal {
  const { threshold, comparison, periods, missing } = policy.alarm;
  const rule: AlarmRule = {
    threshold: threshold.plain,
    comparison: comparison.plain,
    periods: periods.plain,
    datapoints: periods.plain,
    missing: missing.plain,
  };
  const value = goesOff(policy.alarm.key, rule, policy, points, alarms);
  const scalesIn = policy.steps.some(({ percent }) => percent.plain < 0);
  if (value === undefined) return { policy, out: undefined, in: undefined, scalesIn };
  const wanted = stepCapacity(policy, scalesIn ? desired : base, value - rule.threshold);
  return { policy, out: scalesIn ? undefined : wanted, in: scalesIn ? wanted : undefined, scalesIn };
}

/** The newest value where the alarm is off, the threshold where a missing point set it off; undefined otherwise. */
function goesOff(
  name: string,
  rule: AlarmRule,
  policy: EcsPolicy,
  points: PolicyPoints,
  alarms: Record<string, AlarmState>,
): number | undefined {
  const newest = points(policy, rule.periods + EXTRA_POINTS);
  const state = alarmState(rule, newest, alarms[name] ?? 'INSUFFICIENT_DATA');
  alarms[name] = state;
  return state === 'ALARM' ? (newest.findLast(point => point !== undefined) ?? rule.threshold) : undefined;
}

function outCooldown(policy: EcsPolicy): number {
  return policy.kind === 'tracking' ? policy.scaleOutCooldown.plain : policy.cooldown.plain;
}

function inCooldown(policy: EcsPolicy): number {
  return policy.kind === 'tracking' ? policy.scaleInCooldown.plain : policy.cooldown.plain;
}
