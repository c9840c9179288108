import type { ScalingPolicy, ScalingRules } from './scaling-rules.ts';

/** Replicas that were added, or taken away, at a moment. */
export interface ScaleEvent {
  /** Positive in either direction. */
  readonly change: number;
  /** Seconds. */
  readonly at: number;
}

export interface ScaleEvents {
  readonly up: readonly ScaleEvent[];
  readonly down: readonly ScaleEvent[];
}

export const NO_EVENTS: ScaleEvents = { up: [], down: [] };

/** Replicas moved in the last `period` seconds; an event exactly so old counts no more. */
export function changeWithin(period: number, events: readonly ScaleEvent[], now: number): number {
  let sum = 0;
  for (const { change, at } of events) if (at > now - period) sum += change;
  return sum;
}

/** Most replicas that may run now. Source: horizontal.go, `calculateScaleUpLimitWithScalingRules`. */
export function scaleUpLimit(current: number, events: ScaleEvents, rules: ScalingRules, now: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const least = rules.selectPolicy === 'Min';
  let limit = least ? Infinity : -Infinity;
  for (const policy of rules.policies) {
    const start = periodStart(current, events, policy, now);
    const proposed = policy.type === 'Pods' ? start + policy.value : Math.ceil(start * (1 + policy.value / 100));
    limit = least ? Math.min(limit, proposed) : Math.max(limit, proposed);
  }
  return limit;
}

/** Fewest replicas that may run now. Source: horizontal.go, `calculateScaleDownLimitWithBehaviors`. */
export function scaleDownLimit(current: number, events: ScaleEvents, rules: ScalingRules, now: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  // The smallest change leaves the most replicas.
  const most = rules.selectPolicy === 'Min';
  let limit = most ? -Infinity : Infinity;
  for (const policy of rules.policies) {
    const start = periodStart(current, events, policy, now);
    const proposed = policy.type === 'Pods' ? start - policy.value : Math.trunc(start * (1 - policy.value / 100));
    limit = most ? Math.max(limit, proposed) : Math.min(limit, proposed);
  }
  return limit;
}

function periodStart(
  current: number,
  { up, down }: ScaleEvents,
  { periodSeconds }: ScalingPolicy,
  now: number,
): number {
  return current - changeWithin(periodSeconds, up, now) + changeWithin(periodSeconds, down, now);
}

/**
 * The event stored, in the place of the last one that no policy looks at any more.
 *
 * Source: horizontal.go, `storeScaleEvent`.
 */
export function storeEvent(
  events: readonly ScaleEvent[],
  event: ScaleEvent,
  rules: ScalingRules,
): readonly ScaleEvent[] {
  const outdated = events.findLastIndex(({ at }) => isOutdated(at, rules, event.at));
  return outdated < 0 ? [...events, event] : events.with(outdated, event);
}

/** Older than the longest period of the policies. */
export function isOutdated(at: number, { policies }: ScalingRules, now: number): boolean {
  return at < now - Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds));
}
