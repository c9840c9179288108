import type { SignalPurpose } from './load.ts';

/** What happened, in seconds from the start. */
export interface Trace {
  readonly points: readonly TracePoint[];
  readonly events: readonly TraceEvent[];
  readonly peakBacklog: number;
}

export interface TracePoint {
  readonly at: number;
  readonly wanted: number;
  readonly running: number;
  readonly ready: number;
  readonly backlog: number;
  /** What the controllers asked for at this moment. */
  readonly signals: { readonly [P in SignalPurpose]?: number | undefined };
}

/** A change of the count that is asked for. */
export interface TraceEvent {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly by: Mover;
  readonly reason: string;
}

/** Who changes a count. */
export type Mover = 'hpa' | 'keda' | 'application-auto-scaling' | 'scheduled-action' | 'watcher';

/** A change that a controller asks for. */
export interface Moved {
  readonly to: number;
  readonly by: Mover;
  readonly reason: string;
}
