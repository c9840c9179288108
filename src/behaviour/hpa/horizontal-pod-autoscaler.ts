import { boundedByBehavior, boundedByDefault } from './bounded.ts';
import type { LimitReason } from './bounded.ts';
import { largestProposal } from './proposals.ts';
import type { NamedProposal } from './proposals.ts';
import { NO_EVENTS, storeEvent } from './rate-limit.ts';
import type { ScaleEvents } from './rate-limit.ts';
import type { ScalingBehavior } from './scaling-rules.ts';
import { stabilize, stabilizeDown } from './stabilization-window.ts';
import type { Recommendation } from './stabilization-window.ts';

/** `--horizontal-pod-autoscaler-sync-period`, in seconds. */
export const HPA_SYNC_SECONDS = 15;

/** `--horizontal-pod-autoscaler-downscale-stabilization`, for an HPA without `behavior`. */
const DOWNSCALE_STABILIZATION = 300;

export interface HpaSpec {
  readonly min: number;
  readonly max: number;
  readonly behavior: ScalingBehavior | undefined;
}

/** What the controller remembers of an HPA between reconciles. */
export interface HpaHistory {
  readonly recommendations: readonly Recommendation[];
  readonly events: ScaleEvents;
}

/** Before the first reconcile. */
export const NO_HISTORY: HpaHistory = { recommendations: [], events: NO_EVENTS };

export interface HpaDecision {
  readonly replicas: number;
  /** One sentence: the metric that won, or what holds the count. */
  readonly reason: string;
  readonly limited: LimitReason | undefined;
  readonly history: HpaHistory;
}

/**
 * One reconcile. `propose` computes the metrics; it is called only where the controller would compute them.
 *
 * Source: horizontal.go, `reconcileAutoscaler`.
 */
export function reconcile(
  { min, max, behavior }: HpaSpec,
  history: HpaHistory,
  current: number,
  now: number,
  propose: () => readonly NamedProposal[],
): HpaDecision {
  // The first look at the target counts as a recommendation of what it has.
  const known: HpaHistory =
    history.recommendations.length > 0 ? history : { ...history, recommendations: [{ replicas: current, at: now }] };
  const held = (reason: string): HpaDecision => ({ replicas: current, reason, limited: undefined, history: known });
  const moved = (replicas: number, reason: string, limited?: LimitReason, after = known): HpaDecision => ({
    replicas,
    reason,
    limited,
    history: behavior === undefined ? after : withEvent(after, behavior, current, replicas, now),
  });

  // Upstream's HPAScaleToZero is never emitted: KEDA alone goes to zero and back (semantics 7).
  if (current === 0) return held('scaling is disabled while the target has no replica');
  if (current > max) return moved(max, `above the maximum of ${String(max)}`);
  if (current < min) return moved(min, `below the minimum of ${String(min)}`);

  const largest = largestProposal(propose(), current);
  if (largest.kind === 'hold') return held(`a metric is invalid (${largest.why})`);

  const desired = largest.replicas;
  const stabilized =
    behavior === undefined
      ? stabilizeDown(known.recommendations, desired, DOWNSCALE_STABILIZATION, now)
      : stabilize(known.recommendations, { current, desired }, windowsOf(behavior), now);
  const move = { current, desired: stabilized.replicas, min, max };
  const bounded =
    behavior === undefined ? boundedByDefault(move) : boundedByBehavior(move, behavior, known.events, now);
  return moved(bounded.replicas, reasonOf(largest.metric, current, bounded.replicas), bounded.reason, {
    ...known,
    recommendations: stabilized.recommendations,
  });
}

function windowsOf({ scaleUp, scaleDown }: ScalingBehavior): { readonly up: number; readonly down: number } {
  return { up: scaleUp.stabilizationWindowSeconds, down: scaleDown.stabilizationWindowSeconds };
}

function reasonOf(metric: string, from: number, to: number): string {
  if (to === from) return 'within tolerance, stabilized or limited';
  return to > from ? `${metric} above target` : 'all metrics below target';
}

function withEvent(
  history: HpaHistory,
  { scaleUp, scaleDown }: ScalingBehavior,
  from: number,
  to: number,
  at: number,
): HpaHistory {
  if (to === from) return history;
  const { up, down } = history.events;
  const event = { change: Math.abs(to - from), at };
  const events =
    to > from ? { up: storeEvent(up, event, scaleUp), down } : { up, down: storeEvent(down, event, scaleDown) };
  return { ...history, events };
}
