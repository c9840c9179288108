import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { NeutralPool, PlannedSignal, WakeSource } from '../../model/plan.ts';
import { because, derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { CloudWatchSource } from '../../model/metric-source.ts';
import type { KafkaLagSignal, QueueBacklogSignal } from '../../model/signals.ts';
import type { System } from '../../model/system.ts';
import type { WatcherSource } from '../../model/watcher-plan.ts';
import { declaredSeries, groupLagSeries, mskLagSeries } from './series.ts';

/** What the watcher reads in CloudWatch: what wakes the pool, and what else shows that it works. */
export function watcherSources(
  system: System,
  { signals, wakeSources }: NeutralPool,
): { readonly sources: readonly WatcherSource[]; readonly unreadable: readonly WakeSource[] } {
  const sources: WatcherSource[] = [];
  const unreadable: WakeSource[] = [];
  for (const wake of wakeSources) {
    const planned = signals.find(({ name }) => name === wake.from);
    if (planned?.name === 'queueBacklog') sources.push(queueHistory(planned.signal));
    else {
      const source =
        wake.from === 'wake'
          ? declared('wake', wake.source?.cloudwatch, wake.activation, true)
          : planned && signalSource(system, planned, true);
      if (source === undefined) unreadable.push(wake);
      else sources.push(source);
    }
  }
  for (const planned of signals) {
    if (wakeSources.some(({ from }) => from === planned.name)) continue;
    const source =
      planned.name === 'queueBacklog' ? queueHistory(planned.signal) : signalSource(system, planned, false);
    if (source !== undefined) sources.push(source);
  }
  return { sources, unreadable };
}

function signalSource(system: System, planned: PlannedSignal, wakes: boolean): WatcherSource | undefined {
  switch (planned.name) {
    case 'kafkaLag': {
      const { signal, cloudwatch } = planned;
      const series = cloudwatch === undefined ? lagSeries(system, signal) : undefined;
      if (series === undefined) return declared('kafkaLag', cloudwatch, signal.activation, wakes);
      return { name: 'kafkaLag', series, heartbeat: undefined, above: signal.activation, wakes, counts: false };
    }
    case 'requests': {
      const { signal, cloudwatch } = planned;
      const perMinute = cloudwatch !== undefined && isCount(cloudwatch);
      const { activation } = signal;
      return declared(
        'requests',
        cloudwatch,
        perMinute ? derive('a minute has 60 × activation', { activation }, v => v.activation * 60) : activation,
        wakes,
      );
    }
    case 'requestQueue':
      return declared('requestQueue', planned.cloudwatch, planned.signal.activation, wakes);
    case 'queueBacklog':
    case 'cpu':
    case 'memory':
    case 'latency':
      return undefined;
  }
}

function declared(
  name: string,
  source: CloudWatchSource | undefined,
  above: Sourced<number>,
  wakes: boolean,
): WatcherSource | undefined {
  return (
    source && {
      name,
      above,
      wakes,
      counts: isCount(source),
      series: [declaredSeries(source)],
      heartbeat: source.heartbeat === undefined ? undefined : declaredSeries(source.heartbeat),
    }
  );
}

function isCount({ statistic }: CloudWatchSource): boolean {
  return ['Sum', 'SampleCount'].includes(statistic.plain);
}

function lagSeries({ kafka }: System, { consumerGroup, topics }: KafkaLagSignal): readonly EcsSeries[] | undefined {
  if (kafka?.cloudwatch !== undefined) return [groupLagSeries(kafka.cloudwatch, consumerGroup)];
  const cluster = kafka?.lagMetrics.plain === 'msk' ? kafka.mskCluster : undefined;
  if (cluster === undefined || topics.kind !== 'listed') return undefined;
  return topics.names.map(topic => mskLagSeries(cluster, consumerGroup, topic));
}

/** A queue itself tells only how it is now. Being asked every minute it is active, so CloudWatch has its past. */
function queueHistory({ url }: QueueBacklogSignal): WatcherSource {
  const name = url.plain.slice(url.plain.lastIndexOf('/') + 1);
  const series = (metric: string, statistic: string): EcsSeries => ({
    namespace: because('name given by AWS', 'AWS/SQS'),
    metric: because('name given by AWS', metric),
    statistic: because('name given by AWS', statistic),
    dimensions: [
      {
        key: because('name given by AWS', 'QueueName'),
        value: because("name at the end of the queue's URL", name, url.origin),
      },
    ],
  });
  return {
    name: 'queueHistory',
    series: [series('NumberOfMessagesSent', 'Sum'), series('NumberOfMessagesReceived', 'Sum')],
    heartbeat: series('ApproximateNumberOfMessagesVisible', 'Maximum'),
    above: because('any message that came or was taken', 0, url.origin),
    wakes: false,
    counts: true,
  };
}
