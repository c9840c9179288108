import type { Origin, Sourced } from './sourced.ts';
import type { Percent, Replicas, Seconds } from './units.ts';

export interface Schedule {
  readonly at: Origin;
  readonly timezone: Sourced<string>;
  readonly windows: readonly ScheduleWindow[];
}

export interface ScheduleWindow {
  readonly at: Origin;
  /** `06:00` */
  readonly from: Sourced<string>;
  readonly to: Sourced<string>;
  /** Sunday is 0; empty means every day. */
  readonly days: readonly Sourced<Weekday>[];
  readonly min: Sourced<Replicas>;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** The most that a pool moves in a period. */
export type ScalingLimit = { readonly every: Sourced<Seconds> } & (
  | { readonly percent: Sourced<Percent>; readonly replicas?: never }
  | { readonly percent?: never; readonly replicas: Sourced<Replicas> }
);

/** How fast a pool moves one way. */
export interface ScalingDirection {
  readonly stabilizationWindow: Sourced<Seconds>;
  readonly percent: Sourced<Percent> | undefined;
  readonly replicas: Sourced<Replicas> | undefined;
  readonly every: Sourced<Seconds>;
  /** Limits of periods of their own; then there is no `percent` and no `replicas`. */
  readonly limits: Sourced<readonly ScalingLimit[]> | undefined;
  /** `disabled`: no signal moves the pool this way; its bounds, KEDA at zero, and scheduled actions still do. */
  readonly select: Sourced<'max' | 'min' | 'disabled'>;
  readonly tolerance: Sourced<Percent> | undefined;
  /** ECS: pause after a step. */
  readonly cooldown: Sourced<Seconds>;
}
