import type { TriggerPurpose } from '../model/kubernetes-plan.ts';

/** What a pool has to do, and what its signals show of it. Times are seconds from the start. */
export interface Load {
  /** How long it is watched. */
  readonly seconds: number;
  /** The moment at which it starts, in seconds after the epoch; what a schedule sees. */
  readonly startsAt?: number;
  /** Units of work that come, a second. */
  readonly arrivals: (at: number) => number;
  /** Units of work a second that one ready replica does. */
  readonly perReplica: number;
  /**
   * The value of each trigger, query or series over time, in the unit of the signal: messages, requests, requests a
   * second, seconds, percent. A purpose that is not there, and a value that is undefined, is a source that does not
   * answer.
   */
  readonly signals: Signals;
  /** Partitions of the topics, by which KEDA caps lag; undefined where nobody knows. */
  readonly partitions?: number;
  /** A rollout runs. */
  readonly deploying?: (at: number) => boolean;
}

export type Signals = { readonly [P in SignalPurpose]?: Signal };

/** Growth has no signal of its own: its query reads the lag. */
export type SignalPurpose = Exclude<TriggerPurpose, 'growth'>;

/** What the world shows of a signal, now or some seconds ago: a number, or undefined where nothing answers. */
export type Observe = (purpose: TriggerPurpose, ago?: number) => number | undefined;

/** The value of a signal in the world as it is; undefined where its source does not answer. */
export type Signal = (world: World) => number | undefined;

/** The world at a moment. */
export interface World {
  readonly at: number;
  /** Work that came and is not done, in units. */
  readonly backlog: number;
  /** Units a second that come, and that are done. */
  readonly arriving: number;
  readonly done: number;
  /** Units that came since the start: what a counter of the caller shows. */
  readonly arrived: number;
  /** Replicas that are asked for, that exist, and that take work. */
  readonly wanted: number;
  readonly running: number;
  readonly ready: number;
  /** Share of what the ready replicas can do that they did: 0 to 1; 0 without any. */
  readonly busy: number;
  /** The world so many seconds earlier; the first one where there was none yet. */
  earlier(seconds: number): World;
}
