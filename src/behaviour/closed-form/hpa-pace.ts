import { HPA_SYNC_SECONDS } from '../hpa/horizontal-pod-autoscaler.ts';
import { scaleDownLimit, scaleUpLimit, storeEvent } from '../hpa/rate-limit.ts';
import type { ScaleEvent, ScaleEvents } from '../hpa/rate-limit.ts';
import type { ScalingBehavior, ScalingRules } from '../hpa/scaling-rules.ts';

/**
 * Seconds that an HPA takes from one count to another at the longest, when all is asked for at once and stays asked
 * for; undefined where it never gets there.
 *
 * The first move waits for the next sync and for the window; then the rates decide, tick by tick of the controller
 * where a period ends.
 */
export function hpaPace(behavior: ScalingBehavior, from: number, to: number): number | undefined {
  if (from === to) return 0;
  const rules = to > from ? behavior.scaleUp : behavior.scaleDown;
  const moving = knownMovingTime(behavior, from, to);
  return moving === undefined ? undefined : HPA_SYNC_SECONDS + onTick(rules.stabilizationWindowSeconds) + moving;
}

const known = new Map<string, number | undefined>();
const MOST_KNOWN = 2_000;

/** Pools have few rules between them, and a proof, its alerts and a policy ask for the same. */
function knownMovingTime(behavior: ScalingBehavior, from: number, to: number): number | undefined {
  const { selectPolicy, policies } = to > from ? behavior.scaleUp : behavior.scaleDown;
  const rates = policies.map(({ type, value, periodSeconds }) => `${type} ${String(value)} ${String(periodSeconds)}`);
  const asked = `${String(from)} ${String(to)} ${selectPolicy} ${rates.join(' ')}`;
  if (known.has(asked)) return known.get(asked);
  if (known.size >= MOST_KNOWN) known.clear();
  const moving = movingTime(behavior, from, to);
  known.set(asked, moving);
  return moving;
}

/** From the first move to the last. */
function movingTime(behavior: ScalingBehavior, from: number, to: number): number | undefined {
  const up = to > from;
  const rules = up ? behavior.scaleUp : behavior.scaleDown;
  let count = from;
  let moves: ScaleEvents['up'] = [];
  for (let now = 0; ; ) {
    const next = up
      ? Math.min(to, Math.max(count, scaleUpLimit(count, { up: moves, down: [] }, rules, now)))
      : Math.max(to, Math.min(count, scaleDownLimit(count, { up: [], down: moves }, rules, now)));
    if (next !== count) {
      moves = storeEvent(moves, { change: Math.abs(next - count), at: now }, rules);
      count = next;
      if (count === to) return now;
    }
    // Nothing changes before an event leaves a period.
    const end = firstEnd(moves, rules, now);
    if (end === undefined) return undefined;
    now = end;
  }
}

/** When the next event leaves a period, as the controller sees it. */
function firstEnd(events: readonly ScaleEvent[], { policies }: ScalingRules, now: number): number | undefined {
  let first: number | undefined;
  for (const { at } of events)
    for (const { periodSeconds } of policies) {
      const end = onTick(at + periodSeconds);
      if (end > now && (first === undefined || end < first)) first = end;
    }
  return first;
}

/** The controller looks every sync only. */
function onTick(seconds: number): number {
  return Math.ceil(seconds / HPA_SYNC_SECONDS) * HPA_SYNC_SECONDS;
}
