import type { WatcherPlan } from '../../model/watcher-plan.ts';

/** Seconds between invocations of the watcher, and how late EventBridge Scheduler may be (semantics 44). */
const RATE = 60;
const PRECISION = 60;

/** A point of CloudWatch is of a minute that is over. */
const PERIOD = 60;

export interface WatcherWakePath {
  /** Name of the source; the URL of a queue that is asked itself. */
  readonly of: string;
  /** The service is started strictly above this value. */
  readonly above: number;
  /** Seconds from the value to a task that takes work, at the longest. */
  readonly longest: number;
}

/** How a service at zero gets its first task. */
export function watcherWakePaths(
  { sources, queues, enabled }: WatcherPlan,
  coldStart: number,
): readonly WatcherWakePath[] {
  if (!enabled.plain) return [];
  const asked = RATE + PRECISION + coldStart;
  return [
    ...sources
      .filter(({ wakes }) => wakes)
      .map(({ name, above }) => ({ of: name, above: above.plain, longest: PERIOD + asked })),
    ...queues.map(({ url, above }) => ({ of: url.plain, above: above.plain, longest: asked })),
  ];
}

/**
 * Seconds from the last work, or from the last change of the count where that is later, to no task, at the longest,
 * where every source answers.
 */
export function watcherSleep({ quiet }: WatcherPlan): number {
  return PERIOD + quiet.plain + RATE + PRECISION;
}
