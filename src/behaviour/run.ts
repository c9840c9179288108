import { wallClockAt } from './clock/wall-clock.ts';
import type { WallClock } from './clock/wall-clock.ts';
import type { TriggerPurpose } from '../model/kubernetes-plan.ts';
import type { Load, Observe, SignalPurpose, World } from './load.ts';
import { readyAmong, readySet, scaledTo } from './replica-set.ts';
import type { ReplicaSet } from './replica-set.ts';
import type { Moved, Trace, TraceEvent, TracePoint } from './trace.ts';

/**
 * What decides the count, asked at each step of time; undefined where it writes none. It keeps its own state, and acts
 * at its own ticks.
 */
export type Controller = (scene: ControlScene) => Moved | undefined;

export interface ControlScene {
  readonly world: World;
  readonly set: ReplicaSet;
  readonly clock: WallClock;
  readonly observe: Observe;
  readonly deploying: boolean;
}

export interface RunOptions {
  /** Replicas that run and are ready at the start. */
  readonly start: number;
  /** Seconds from a decision to a replica that takes work. */
  readonly coldStart: number;
  /** Seconds of a step; every tick of a controller is a multiple of it. */
  readonly step?: number;
  /** Seconds between the points of the trace. */
  readonly every?: number;
}

/** Monday 2026-01-05 00:00 UTC: a load that names no moment starts with a week. */
const START_OF_A_WEEK = 1_767_571_200;

const STEP_SECONDS = 5;
const POINT_SECONDS = 15;

/**
 * Runs controllers under a load. In each step work comes and is done first, then they look, each at what the one before
 * it left.
 */
export function run(load: Load, controllers: readonly Controller[], options: RunOptions): Trace {
  const { start, coldStart, step = STEP_SECONDS, every = POINT_SECONDS } = options;
  const history: World[] = [];
  const points: TracePoint[] = [];
  const events: TraceEvent[] = [];
  let set = readySet(start);
  let backlog = 0;
  let arrived = 0;
  let peakBacklog = 0;
  for (let at = 0; at < load.seconds; at += step) {
    const ready = readyAmong(set, at);
    const capacity = ready * load.perReplica * step;
    const came = load.arrivals(at) * step;
    const done = Math.min(capacity, backlog + came);
    backlog += came - done;
    arrived += came;
    peakBacklog = Math.max(peakBacklog, backlog);
    const count = set.replicas.length;
    const index = history.length;
    const world: World = {
      at,
      backlog,
      arriving: came / step,
      done: done / step,
      arrived,
      wanted: count,
      running: count,
      ready,
      busy: capacity === 0 ? 0 : done / capacity,
      earlier: seconds => history[Math.max(0, index - Math.round(seconds / step))] ?? world,
    };
    history.push(world);
    const seen = observing(load, world);
    const { observe } = seen;
    const clock = wallClockAt((load.startsAt ?? START_OF_A_WEEK) + at);
    const deploying = load.deploying?.(at) ?? false;
    for (const controller of controllers) {
      const moved = controller({ world, set, clock, observe, deploying });
      const from = set.replicas.length;
      if (moved === undefined || moved.to === from) continue;
      events.push({ at, from, ...moved });
      set = scaledTo(set, moved.to, at, coldStart);
    }
    if (at % every === 0) points.push(pointOf(world, set, seen.signals));
  }
  return { points, events, peakBacklog };
}

interface Observing {
  readonly observe: Observe;
  /** What was asked for so far. */
  readonly signals: TracePoint['signals'];
}

/** Each signal is read once a step, and only where somebody asks. */
function observing({ signals }: Load, world: World): Observing {
  const seen: { [P in SignalPurpose]?: number | undefined } = {};
  return {
    signals: seen,
    observe: (asked, ago = 0) => {
      const purpose = purposeOf(asked, signals);
      // Nothing was scraped before the start.
      if (ago > world.at) return undefined;
      if (ago > 0) return signals[purpose]?.(world.earlier(ago));
      if (!Object.hasOwn(seen, purpose)) seen[purpose] = signals[purpose]?.(world);
      return seen[purpose];
    },
  };
}

/** Growth reads the lag, and what wakes a pool its requests where it has no source. */
function purposeOf(asked: TriggerPurpose, signals: Load['signals']): SignalPurpose {
  if (asked === 'growth') return 'kafkaLag';
  return asked === 'wake' && signals.wake === undefined ? 'requests' : asked;
}

function pointOf({ at, ready, backlog }: World, { replicas }: ReplicaSet, signals: TracePoint['signals']): TracePoint {
  return { at, wanted: replicas.length, running: replicas.length, ready, backlog, signals };
}
