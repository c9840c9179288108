import type { EcsSeries } from '../../model/cloudwatch.ts';
import { derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { WatcherPlan } from '../../model/watcher-plan.ts';

type Decided = Pick<WatcherPlan, 'cluster' | 'service' | 'wakeCount' | 'quiet' | 'sources' | 'queues'>;

/**
 * The one environment variable of the handler. A series is short, since all of them share 4 KB: namespace, metric,
 * statistic, dimensions.
 */
export function configurationOf({ cluster, service, wakeCount, quiet, sources, queues }: Decided): Sourced<string> {
  const thresholds = Object.fromEntries([
    ...sources.map(({ name, above }) => [name, above] as const),
    ...queues.map(({ above }) => ['queueBacklog', above] as const),
  ]);
  return derive('configuration of the watcher', { cluster, service, wakeCount, quiet, ...thresholds }, () =>
    JSON.stringify({
      cluster: cluster.plain,
      service: service.plain,
      wake: wakeCount.plain,
      quiet: quiet.plain,
      queues: queues.map(({ url, above }) => ({ url: url.plain, above: above.plain })),
      work: sources.map(({ name, above, wakes, counts, series, heartbeat }) => ({
        name,
        above: above.plain,
        wakes,
        counts,
        of: series.map(short),
        ...(heartbeat === undefined ? {} : { beat: short(heartbeat) }),
      })),
    }),
  );
}

function short({ namespace, metric, statistic, dimensions }: EcsSeries) {
  return [
    namespace.plain,
    metric.plain,
    statistic.plain,
    Object.fromEntries(dimensions.map(({ key, value }) => [key.plain, value.plain])),
  ];
}
