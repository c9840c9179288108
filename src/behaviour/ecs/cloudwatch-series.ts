import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { EcsPool } from '../../model/ecs-plan.ts';
import { isCustomName } from '../../model/signals.ts';
import type { TriggerPurpose } from '../../model/kubernetes-plan.ts';
import type { ControlScene } from '../run.ts';
import { readyAmong } from '../replica-set.ts';
import type { Published } from './metric-queries.ts';

/** What a series of CloudWatch shows of the world, in its own unit; undefined where nothing is published. */
type Shows = (scene: ControlScene) => number | undefined;

/** How the samples of a minute become its point. A count of events adds up what a second shows. */
const STATISTICS: Readonly<Record<string, (samples: readonly number[], seconds: number) => number>> = {
  Sum: (samples, seconds) => (mean(samples) ?? 0) * seconds,
  SampleCount: (samples, seconds) => (mean(samples) ?? 0) * seconds,
  Maximum: samples => Math.max(...samples),
  Minimum: samples => Math.min(...samples),
};

/** The series that a pool's policies and watcher read, recorded by the minute. */
export interface CloudWatch {
  /** Samples the world; called once a step. */
  sample(scene: ControlScene): void;
  /** The point of a minute that is over; undefined where it has none. */
  readonly published: Published;
}

export function cloudWatchOf(ecs: EcsPool): CloudWatch {
  const shows = showsOf(ecs);
  const minutes = new Map<string, Map<number, number[]>>();
  return {
    sample(scene) {
      const minute = Math.floor(scene.world.at / 60);
      for (const [key, { of }] of shows) {
        const value = of(scene);
        if (value === undefined) continue;
        const points = minutes.get(key) ?? new Map<number, number[]>();
        minutes.set(key, points);
        const samples = points.get(minute);
        if (samples === undefined) points.set(minute, [value]);
        else samples.push(value);
      }
    },
    published(series, minute) {
      const key = keyOf(series);
      const samples = minutes.get(key)?.get(minute);
      if (samples === undefined) return undefined;
      const { aggregate: counted, sparse } = shows.get(key) ?? {};
      if (sparse === true && samples.every(sample => sample === 0)) return undefined;
      return counted === undefined ? mean(samples) : counted(samples, 60);
    },
  };
}

interface Shown {
  readonly of: Shows;
  /** Undefined for the mean, as for any quantile of a value that is one for all. */
  readonly aggregate: ((samples: readonly number[], seconds: number) => number) | undefined;
  /** Nothing is published for a minute in which nothing happened: what a heartbeat is declared for. */
  readonly sparse: boolean;
}

function showsOf(ecs: EcsPool): ReadonlyMap<string, Shown> {
  const shown = new Map<string, Shown>();
  const add = (
    series: EcsSeries,
    of: Shows,
    { sparse = false, aggregate = STATISTICS[series.statistic.plain] }: Partial<Omit<Shown, 'of'>> = {},
  ): void => {
    const key = keyOf(series);
    if (!shown.has(key)) shown.set(key, { of, aggregate, sparse });
  };
  for (const { of, queries } of ecs.widgets) {
    const beating = heartbeatIds(queries);
    const series = queries.flatMap(query =>
      query.series === undefined ? [] : [{ id: query.id, series: query.series }],
    );
    const measured = series.filter(one => !isTaskCount(one.series) && !beating.has(one.id));
    for (const one of series) {
      if (isTaskCount(one.series)) add(one.series, runningTasks, { aggregate: samples => mean(samples) ?? 0 });
      else if (of === 'tasks') continue;
      else if (beating.has(one.id)) add(one.series, beatOf(of));
      else add(one.series, shareOf(of, measured.length), { sparse: beating.size > 0 });
    }
  }
  for (const { name, series, heartbeat } of ecs.watcher?.sources ?? []) {
    const of = name === 'queueHistory' ? arrivalsOrDone : undefined;
    series.forEach((one, index) => {
      add(one, of?.(index) ?? shareOf(purposeOf(name), series.length), { sparse: heartbeat !== undefined });
    });
    if (heartbeat !== undefined) add(heartbeat, beatOf(purposeOf(name)));
  }
  // Alarms on waking read what the watcher asks a queue itself, and count tasks whatever else does.
  for (const { queries } of ecs.watch)
    for (const { series } of queries) if (series !== undefined) add(...ofWatch(series, ecs));
  return shown;
}

function ofWatch(series: EcsSeries, { watcher }: EcsPool): readonly [EcsSeries, Shows, Partial<Omit<Shown, 'of'>>?] {
  if (isTaskCount(series)) return [series, runningTasks, { aggregate: samples => mean(samples) ?? 0 }];
  const waiting = watcher?.queues.some(
    queue => queue.series[0] !== undefined && keyOf(queue.series[0]) === keyOf(series),
  );
  // What waits is in the first of the two; nothing is in flight here.
  return [series, ({ observe }) => (waiting === true ? observe('queueBacklog') : observe('queueBacklog') && 0)];
}

/** Several series are added up, so each shows its part. */
function shareOf(purpose: TriggerPurpose, parts: number): Shows {
  return ({ observe }) => {
    const value = observe(purpose);
    return value === undefined ? undefined : value / parts;
  };
}

/** A heartbeat is of the same source, and is lost with it. */
function beatOf(purpose: TriggerPurpose): Shows {
  return ({ observe }) => (observe(purpose) === undefined ? undefined : 1);
}

function purposeOf(name: string): TriggerPurpose {
  if (name === 'queueHistory') return 'queueBacklog';
  if (isCustomName(name)) return name;
  return PURPOSES.find(purpose => purpose === name) ?? 'wake';
}

const PURPOSES: readonly TriggerPurpose[] = [
  'cpu',
  'memory',
  'kafkaLag',
  'queueBacklog',
  'requestQueue',
  'requests',
  'latency',
];

/** Messages that were sent, and that were received. */
function arrivalsOrDone(index: number): Shows {
  return ({ world }) => (index === 0 ? world.arriving : world.done);
}

/** No task publishes no sample (semantics 38). */
const runningTasks: Shows = ({ set, world }) => {
  const ready = readyAmong(set, world.at);
  return ready === 0 ? undefined : ready;
};

/** Whether the series counts the running tasks (semantics 38). */
export function isTaskCount({ metric, statistic }: EcsSeries): boolean {
  return (
    metric.plain === 'RunningTaskCount' || (metric.plain === 'CPUUtilization' && statistic.plain === 'SampleCount')
  );
}

/** A heartbeat adds nothing times itself: `(FILL(m1, 0)+0*m2)`. */
function heartbeatIds(
  queries: readonly { readonly expression: { readonly plain: string } | undefined }[],
): ReadonlySet<string> {
  const expressions = queries.map(({ expression }) => expression?.plain ?? '').join(' ');
  return new Set([...expressions.matchAll(/\+0\*(\w+)/g)].flatMap(([, id]) => id ?? []));
}

const keys = new WeakMap<EcsSeries, string>();

/** The same text for the same series, wherever it is read. */
export function keyOf(series: EcsSeries): string {
  const known = keys.get(series);
  if (known !== undefined) return known;
  const { namespace, metric, statistic, dimensions } = series;
  const pairs = dimensions.map(({ key, value }) => `${key.plain}=${value.plain}`).join(',');
  const key = `${namespace.plain}/${metric.plain}/${statistic.plain}{${pairs}}`;
  keys.set(series, key);
  return key;
}

function mean(samples: readonly number[]): number | undefined {
  return samples.length === 0 ? undefined : samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}
