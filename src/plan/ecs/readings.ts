import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { NeutralPool, PlannedSignal } from '../../model/plan.ts';
import { because } from '../../model/sourced.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import type { CloudWatchSource } from '../../model/metric-source.ts';
import type { KafkaLagSignal, SignalName } from '../../model/signals.ts';
import type { System } from '../../model/system.ts';
import type { EcsIdentity } from './identity.ts';
import { declaredSeries, groupLagSeries, mskLagSeries, queueSeries, utilisationSeries } from './series.ts';

/** A signal as CloudWatch can show it. */
export interface Reading {
  readonly name: SignalName;
  /** End of the names of what it makes: `lag` of `engine-lag`. */
  readonly key: string;
  readonly at: Origin;
  /** In words, for labels and descriptions. */
  readonly what: string;
  /** Added up. */
  readonly series: readonly EcsSeries[];
  /** A series of the same source that is always there; with it, a missing value is none (semantics 41a). */
  readonly heartbeat: EcsSeries | undefined;
  /** A total, to be divided by the running tasks. */
  readonly perTask: boolean;
  /** Counted over the minute: divided by 60 it is a rate. */
  readonly perMinute: boolean;
  /** Nothing is published while nothing happens. */
  readonly sparse: boolean;
  /** Value, of one task where `perTask`, at which the number of tasks is right. */
  readonly target: Sourced<number>;
  /** Tracked where it moves in proportion to capacity and AWS's three minutes are right; otherwise stepped. */
  readonly by: 'tracking' | 'steps';
  /** Minutes above the target before a step. */
  readonly minutes: Sourced<number>;
  readonly predefined: Sourced<string> | undefined;
}

/** Target tracking scales out after three points of one minute (semantics 36). */
export const TRACKING_SECONDS = 180;

/** Metrics in one alarm or policy, the running tasks among them: quota of CloudWatch. */
export const MAX_SERIES = 10;

export interface Readings {
  readonly readings: readonly Reading[];
  /** Signals that no metric of CloudWatch shows. */
  readonly unread: readonly PlannedSignal[];
}

export function readSignals(system: System, identity: EcsIdentity, signals: NeutralPool['acting']): Readings {
  const readings: Reading[] = [];
  const unread: PlannedSignal[] = [];
  for (const planned of signals) {
    const reading = readSignal(system, identity, planned);
    if (reading === undefined) unread.push(planned);
    else readings.push(reading);
  }
  return { readings, unread };
}

const threeMinutes = because("three points of one minute, as AWS's own target tracking waits", 3);

function readSignal(system: System, identity: EcsIdentity, planned: PlannedSignal): Reading | undefined {
  switch (planned.name) {
    case 'cpu':
    case 'memory': {
      const { signal, name } = planned;
      const sustained = signal.for !== undefined && signal.for.plain > TRACKING_SECONDS ? signal.for : undefined;
      return {
        ...plainReading(name, name, signal.at, [utilisationSeries(identity, name)]),
        what: name === 'cpu' ? "CPU in percent of the tasks' size" : "memory in percent of the tasks' size",
        target: signal.target,
        by: sustained === undefined ? 'tracking' : 'steps',
        minutes:
          sustained === undefined
            ? threeMinutes
            : because(
                'minutes of the declared duration, rounded up',
                Math.ceil(sustained.plain / 60),
                sustained.origin,
              ),
        predefined: because(
          'metric that Application Auto Scaling knows by itself',
          name === 'cpu' ? 'ECSServiceAverageCPUUtilization' : 'ECSServiceAverageMemoryUtilization',
        ),
      };
    }
    case 'kafkaLag': {
      const series = planned.signal.absolute ? lagSeries(system, planned.signal, planned.cloudwatch) : undefined;
      return series === undefined || series.length >= MAX_SERIES
        ? undefined
        : {
            ...plainReading('kafkaLag', 'lag', planned.signal.at, series),
            what: 'messages waiting for each task',
            perTask: true,
            target: planned.signal.perReplica,
          };
    }
    case 'queueBacklog':
      return {
        ...plainReading('queueBacklog', 'backlog', planned.signal.at, queueSeries(planned.signal)),
        what: 'messages in the queue for each task',
        perTask: true,
        target: planned.signal.perReplica,
      };
    case 'requestQueue':
      return planned.cloudwatch === undefined
        ? undefined
        : {
            ...declaredReading('requestQueue', 'queue', planned.signal.at, planned.cloudwatch),
            what: 'requests pending for each task',
            perTask: true,
            target: planned.signal.perReplica,
          };
    case 'requests':
      return planned.cloudwatch === undefined
        ? undefined
        : {
            ...declaredReading('requests', 'requests', planned.signal.at, planned.cloudwatch),
            what: 'requests a second for each task',
            perTask: true,
            // A sum or a count is of the whole minute; anything else is taken to be a rate already.
            perMinute: ['Sum', 'SampleCount'].includes(planned.cloudwatch.statistic.plain),
            target: planned.signal.perReplica,
          };
    case 'latency':
      return planned.cloudwatch === undefined
        ? undefined
        : {
            ...declaredReading('latency', 'latency', planned.signal.at, planned.cloudwatch),
            what: `latency in seconds, quantile ${String(planned.signal.quantile.plain)}`,
            sparse: true,
            target: planned.signal.target,
            by: 'steps',
          };
  }
}

function plainReading(
  name: SignalName,
  key: string,
  at: Origin,
  series: readonly EcsSeries[],
): Omit<Reading, 'what' | 'target'> {
  return {
    name,
    key,
    at,
    series,
    heartbeat: undefined,
    perTask: false,
    perMinute: false,
    sparse: false,
    by: 'tracking',
    minutes: threeMinutes,
    predefined: undefined,
  };
}

function declaredReading(
  name: SignalName,
  key: string,
  at: Origin,
  source: CloudWatchSource,
): Omit<Reading, 'what' | 'target'> {
  const heartbeat = source.heartbeat === undefined ? undefined : declaredSeries(source.heartbeat);
  return { ...plainReading(name, key, at, [declaredSeries(source)]), heartbeat, sparse: heartbeat !== undefined };
}

/**
 * The signal's own source, then what publishes the group's total, then Amazon MSK: the sum of the topics named
 * (semantics 24).
 */
function lagSeries(
  { kafka }: System,
  signal: KafkaLagSignal,
  own: CloudWatchSource | undefined,
): readonly EcsSeries[] | undefined {
  if (own !== undefined) return [declaredSeries(own)];
  if (kafka?.cloudwatch !== undefined) return [groupLagSeries(kafka.cloudwatch, signal.consumerGroup)];
  const cluster = kafka?.lagMetrics.plain === 'msk' ? kafka.mskCluster : undefined;
  if (cluster === undefined || signal.topics.kind !== 'listed') return undefined;
  return signal.topics.names.map(topic => mskLagSeries(cluster, signal.consumerGroup, topic));
}
