import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { EcsPredefinedMetric } from '../../model/ecs-plan.ts';
import type { CloudWatchSource } from '../../model/metric-source.ts';
import { bySignal } from '../../model/plan.ts';
import type { BySignal, NeutralPool, PlannedSignal } from '../../model/plan.ts';
import type { Pool } from '../../model/pool.ts';
import type { PerReplicaSignal, SignalName } from '../../model/signals.ts';
import { because, derive } from '../../model/sourced.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import type { System } from '../../model/system.ts';
import type { EcsTarget } from '../../model/targets.ts';
import type { PerSecond } from '../../model/units.ts';
import type { EcsIdentity } from './identity.ts';
import { queueOnEcs } from './queues/queue-on-ecs.ts';
import { declaredSeries, isCount, lagSeries, utilisationSeries } from './series.ts';
import { resourceLabel } from './target-group.ts';

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
  /** Where Application Auto Scaling measures it by itself, and then by another unit, it may be. */
  readonly predefined: Predefined | undefined;
}

interface Predefined {
  readonly metric: Sourced<EcsPredefinedMetric>;
  readonly target: Sourced<number>;
  /** Load balancer and target group. */
  readonly label: Sourced<string> | undefined;
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

/** What a reading is made of. */
interface ReadingContext {
  readonly system: System;
  readonly target: EcsTarget;
  readonly identity: EcsIdentity;
  readonly pool: Pool;
}

export function readSignals(context: ReadingContext, signals: NeutralPool['acting']): Readings {
  const readings: Reading[] = [];
  const unread: PlannedSignal[] = [];
  for (const planned of signals) {
    const reading = bySignal(READINGS, planned, context);
    if (reading === undefined) unread.push(planned);
    else readings.push(reading);
  }
  return { readings, unread };
}

const READINGS: BySignal<ReadingContext, Reading | undefined> = {
  cpu: (planned, context) => utilisationReading(planned, context, 'CPU', 'ECSServiceAverageCPUUtilization'),
  memory: (planned, context) => utilisationReading(planned, context, 'memory', 'ECSServiceAverageMemoryUtilization'),
  kafkaLag: lagReading,
  queueBacklog: backlogReading,
  requestQueue: queueReading,
  requests: requestsReading,
  latency: latencyReading,
  custom: customReading,
};

const threeMinutes = because("three points of one minute, as AWS's own target tracking waits", 3);

function utilisationReading(
  { name, signal }: PlannedSignal<'cpu'> | PlannedSignal<'memory'>,
  { identity }: ReadingContext,
  what: string,
  predefined: EcsPredefinedMetric,
): Reading {
  const sustained = signal.for !== undefined && signal.for.plain > TRACKING_SECONDS ? signal.for : undefined;
  return {
    ...plainReading(name, name, signal.at, [utilisationSeries(identity, name)]),
    what: `${what} in percent of the tasks' size`,
    target: signal.target,
    by: sustained === undefined ? 'tracking' : 'steps',
    minutes:
      sustained === undefined
        ? threeMinutes
        : because('minutes of the declared duration, rounded up', Math.ceil(sustained.plain / 60), sustained.origin),
    predefined: {
      metric: because('metric that Application Auto Scaling knows by itself', predefined),
      target: signal.target,
      label: undefined,
    },
  };
}

function lagReading(
  { name, signal, cloudwatch }: PlannedSignal<'kafkaLag'>,
  { system }: ReadingContext,
): Reading | undefined {
  const series = signal.absolute ? lagSeries(system, signal, cloudwatch) : undefined;
  if (series === undefined || series.length >= MAX_SERIES) return undefined;
  return {
    ...plainReading(name, 'lag', signal.at, series),
    what: 'messages waiting for each task',
    perTask: true,
    target: signal.perReplica,
  };
}

function backlogReading(
  { name, signal }: PlannedSignal<'queueBacklog'>,
  { target }: ReadingContext,
): Reading | undefined {
  const { backlog } = queueOnEcs(signal, target);
  return (
    backlog && {
      ...plainReading(name, 'backlog', signal.at, backlog),
      what: 'messages in the queue for each task',
      perTask: true,
      target: signal.perReplica,
    }
  );
}

function queueReading({ name, signal, cloudwatch }: PlannedSignal<'requestQueue'>): Reading | undefined {
  return (
    cloudwatch && {
      ...declaredReading(name, 'queue', signal.at, cloudwatch),
      what: 'requests pending for each task',
      perTask: true,
      target: signal.perReplica,
    }
  );
}

function requestsReading(
  { name, signal, cloudwatch }: PlannedSignal<'requests'>,
  { target, pool }: ReadingContext,
): Reading | undefined {
  return (
    cloudwatch && {
      ...declaredReading(name, 'requests', signal.at, cloudwatch),
      what: 'requests a second for each task',
      perTask: true,
      // A sum or a count is of the whole minute; anything else is taken to be a rate already.
      perMinute: isCount(cloudwatch),
      target: signal.perReplica,
      predefined: signal.source?.cloudwatch === undefined ? requestsPerTarget(signal, target, pool) : undefined,
    }
  );
}

/** The load balancer counts the requests of a minute, for each healthy target. */
function requestsPerTarget(
  { perReplica }: PerReplicaSignal<PerSecond>,
  target: EcsTarget,
  pool: Pool,
): Predefined | undefined {
  const label = resourceLabel(target, pool);
  return (
    label && {
      metric: because('requests for each target, which the load balancer counts', 'ALBRequestCountPerTarget'),
      target: derive('a minute has 60 × requests a second', { perReplica }, v =>
        Number((60 * v.perReplica).toFixed(6)),
      ),
      label,
    }
  );
}

function latencyReading({ name, signal, cloudwatch }: PlannedSignal<'latency'>): Reading | undefined {
  return (
    cloudwatch && {
      ...declaredReading(name, 'latency', signal.at, cloudwatch),
      what: `latency in seconds, quantile ${String(signal.quantile.plain)}`,
      sparse: true,
      target: signal.target,
      by: 'steps',
    }
  );
}

/** By the declared facts: a total is tracked, and a level is stepped, since nothing says that it follows the tasks. */
function customReading({ name, signal, facts, cloudwatch }: PlannedSignal<'custom'>): Reading | undefined {
  const { perReplica: target, counts } = signal;
  if (cloudwatch === undefined || target === undefined) return undefined;
  return {
    ...declaredReading(name, facts.slug, signal.at, cloudwatch),
    what: `${facts.counts} of ${name}${facts.shared ? ' for each task' : ''}`,
    perTask: facts.shared,
    perMinute: counts?.plain === 'rate' && isCount(cloudwatch),
    target,
    by: counts?.plain === 'level' || !facts.shared ? 'steps' : 'tracking',
  };
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
