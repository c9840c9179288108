import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { WatcherPlan, WatcherSource } from '../../model/watcher-plan.ts';
import type { Published } from './metric-queries.ts';

/** A source as the handler's configuration names it. */
export interface WatchedWork {
  readonly name: string;
  readonly above: number;
  readonly wakes: boolean;
  readonly counts: boolean;
  readonly of: readonly unknown[];
  readonly beat?: unknown;
}

/** Points of a series, newest last: milliseconds and value. */
export interface FoundSeries {
  readonly status: 'Complete' | 'InternalError';
  readonly points: readonly (readonly [time: number, value: number])[];
}

export interface SourceState {
  readonly wakes: boolean;
  readonly now: boolean;
  readonly busy: boolean;
  readonly known: boolean;
}

export interface ServiceState {
  readonly status: string;
  readonly desired: number;
  readonly deploying: boolean;
  /** Milliseconds. */
  readonly changed: number;
}

/** The two pure functions of the handler that is emitted: the model runs them and has no rules of its own. */
export interface WatcherHandler {
  readonly decide: (
    state: { readonly service: ServiceState | undefined; readonly sources: readonly SourceState[] },
    configuration: { readonly wake: number; readonly quiet: number },
    now: number,
  ) => { readonly to?: number; readonly why: string };
  readonly measure: (
    work: WatchedWork,
    index: number,
    found: Readonly<Record<string, FoundSeries>>,
    start: number,
    now: number,
  ) => SourceState;
}

/** What the watcher sees of a service and its queues. */
export interface Watched {
  readonly desired: number;
  readonly deploying: boolean;
  /** Seconds at which the count last changed. */
  readonly changed: number;
  readonly published: Published;
  /** Messages waiting in a queue that is asked itself; undefined where it does not answer. */
  readonly queueLength: (url: string) => number | undefined;
}

export interface WatcherDecision {
  /** The count that it writes; undefined where it writes none. */
  readonly replicas: number | undefined;
  readonly reason: string;
}

/** One invocation, at `now` seconds. */
export function watch(
  { sources, queues, wakeCount, quiet }: WatcherPlan,
  { decide, measure }: WatcherHandler,
  watched: Watched,
  now: number,
): WatcherDecision {
  const milliseconds = now * 1000;
  const start = Math.floor((milliseconds - quiet.plain * 1000) / MINUTE) * MINUTE;
  const found = Object.fromEntries(
    sources.flatMap((source, index) => seriesOf(source, index, watched.published, start, milliseconds)),
  );
  const measured = sources.map((source, index) => measure(workOf(source), index, found, start, milliseconds));
  const asked = queues.map(({ url, above }) => queueState(watched.queueLength(url.plain), above.plain));
  const { desired, deploying, changed } = watched;
  const service: ServiceState = { status: 'ACTIVE', desired, deploying, changed: changed * 1000 };
  const { to, why } = decide(
    { service, sources: [...measured, ...asked] },
    { wake: wakeCount.plain, quiet: quiet.plain },
    milliseconds,
  );
  return { replicas: to, reason: why };
}

const MINUTE = 60_000;

function workOf({ name, above, wakes, counts, series, heartbeat }: WatcherSource): WatchedWork {
  const work = { name, above: above.plain, wakes, counts, of: series };
  return heartbeat === undefined ? work : { ...work, beat: heartbeat };
}

/** Under the ids of the handler: `s0_1` for the second series of the first source, `b0` for its heartbeat. */
function seriesOf(
  { series, heartbeat }: WatcherSource,
  index: number,
  published: Published,
  start: number,
  now: number,
): readonly (readonly [id: string, found: FoundSeries])[] {
  const of = (one: EcsSeries): FoundSeries => ({ status: 'Complete', points: pointsOf(one, published, start, now) });
  return [
    ...series.map((one, at) => [`s${String(index)}_${String(at)}`, of(one)] as const),
    ...(heartbeat === undefined ? [] : [[`b${String(index)}`, of(heartbeat)] as const]),
  ];
}

/** Only minutes that are over. */
function pointsOf(series: EcsSeries, published: Published, start: number, now: number): FoundSeries['points'] {
  const points: [number, number][] = [];
  for (let time = start; time + MINUTE <= now; time += MINUTE) {
    const value = published(series, time / MINUTE);
    if (value !== undefined) points.push([time, value]);
  }
  return points;
}

/** As the handler reads a queue; what is in flight is part of the length. Source: handler.cjs, `readQueue`. */
function queueState(length: number | undefined, above: number): SourceState {
  const waiting = (length ?? 0) > above;
  return { wakes: true, now: waiting, busy: waiting, known: length !== undefined };
}
