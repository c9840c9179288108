import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { EcsQuery, EcsWatchAlarm } from '../../model/ecs-plan.ts';
import type { NeutralPool, WakeSource } from '../../model/plan.ts';
import { slugOf } from '../../model/signals.ts';
import { because, derive, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { EcsTarget } from '../../model/targets.ts';
import type { WatcherPlan } from '../../model/watcher-plan.ts';
import type { EcsIdentity } from './identity.ts';
import { workOf } from './queries.ts';
import { MAX_SERIES } from './readings.ts';
import { taskSamples } from './series.ts';

/**
 * Whether a service that may be at zero wakes and returns, as CloudWatch sees it: an alarm for each source that wakes
 * it, since each has its own time, and one for the way back. Tasks are counted by the samples of their CPU, which need
 * no Container Insights, whatever is declared: a count that is never published would read as no task.
 */
export function watchAlarms(
  target: EcsTarget,
  identity: EcsIdentity,
  neutral: NeutralPool,
  watcher: WatcherPlan | undefined,
): readonly EcsWatchAlarm[] {
  if (watcher?.enabled.plain !== true) return [];
  const notify = target.alarmTopicArn === undefined ? [] : [target.alarmTopicArn];
  const tasks = taskSamples(identity);
  const alarm = (key: string, rest: Watched): readonly EcsWatchAlarm[] =>
    rest.queries.filter(({ series }) => series !== undefined).length > MAX_SERIES
      ? []
      : [
          {
            key,
            name: text`${identity.qualified}-${key}`,
            threshold: because('1 means that both hold', 1),
            comparison: because('1 means that both hold', 'GreaterThanOrEqualToThreshold'),
            missing: because('nothing is known of what is not published', 'notBreaching'),
            notify,
            ...rest,
          },
        ];
  const waking = neutral.wakeSources.flatMap(source => {
    const work = wakingWork(watcher, source);
    if (work === undefined) return [];
    const key = source.from === 'wake' ? 'does-not-wake' : `does-not-wake-${slugOf(source.from)}`;
    const queries = queriesOf([work], tasks, 'work, and no task', ([condition = ''], running) => {
      // FILL makes none of what is missing: while nothing runs there is no sample.
      return `IF(${condition} AND FILL(${running}, 0) < 1, 1, 0)`;
    });
    return alarm(key, { watches: { what: 'wake', from: source.from }, page: 'PoolDoesNotWake', queries });
  });
  return [
    ...waking,
    ...(neutral.pool.schedule === undefined ? alarm('does-not-return', returning(watcher, tasks)) : []),
  ];
}

/** Each source says that there is no work, and tasks run; a window of a schedule needs no work. */
function returning(watcher: WatcherPlan, tasks: EcsSeries): Watched {
  const idle = [
    // What only keeps it awake and counts events has no value where nothing happened (semantics 41a).
    ...watcher.sources.map((source): Work => ({ ...source, compared: '<=', none: source.counts && !source.wakes })),
    ...watcher.queues.map((queue): Work => ({ ...ofQueue(queue), compared: '<=', none: false })),
  ];
  return {
    watches: { what: 'return' },
    page: 'PoolDoesNotReturn',
    queries: queriesOf(
      idle,
      tasks,
      'tasks, and no work',
      (conditions, running) => `IF(${[`${running} >= 1`, ...conditions].join(' AND ')}, 1, 0)`,
    ),
  };
}

type Watched = Pick<EcsWatchAlarm, 'watches' | 'queries' | 'page'>;

interface Work {
  readonly series: readonly EcsSeries[];
  readonly heartbeat: EcsSeries | undefined;
  readonly above: Sourced<number>;
  readonly compared: '>' | '<=';
  /** A missing value means that nothing happened. */
  readonly none: boolean;
}

/** A queue that the watcher asks itself is active, so CloudWatch knows it (semantics 41b). */
function ofQueue({ series, above }: WatcherPlan['queues'][number]): Pick<Work, 'series' | 'heartbeat' | 'above'> {
  return { series, heartbeat: undefined, above };
}

function wakingWork({ sources, queues }: WatcherPlan, { from }: WakeSource): Work | undefined {
  const queue = from === 'queueBacklog' ? queues[0] : undefined;
  const source = queue === undefined ? sources.find(({ name, wakes }) => wakes && name === from) : ofQueue(queue);
  return source && { ...source, compared: '>', none: false };
}

/** The series of each, then of the tasks, then the one expression over them. */
function queriesOf(
  works: readonly Work[],
  tasks: EcsSeries,
  label: string,
  compose: (conditions: readonly string[], running: string) => string,
): readonly EcsQuery[] {
  const queries: EcsQuery[] = [];
  const add = (series: EcsSeries, what: string): string => {
    const id = `m${String(queries.length + 1)}`;
    queries.push({ id, series, expression: undefined, label: because('says what is read', what), returnData: false });
    return id;
  };
  const conditions = works.map(({ series, heartbeat, above, compared, none }) => {
    const ids = series.map(one => add(one, 'work'));
    const beat = heartbeat === undefined ? undefined : add(heartbeat, 'heartbeat of the same source');
    const work = beat === undefined && none ? ids.map(id => `FILL(${id}, 0)`).join('+') : workOf(ids, beat);
    return `${work} ${compared} ${String(above.plain)}`;
  });
  const running = add(tasks, 'running tasks');
  const activations = Object.fromEntries(works.map(({ above }, index) => [`activation ${String(index + 1)}`, above]));
  return [
    ...queries,
    {
      id: 'e1',
      series: undefined,
      expression: derive('work is strictly above its activation', activations, () => compose(conditions, running)),
      label: because('says what is read', label),
      returnData: true,
    },
  ];
}
