import type { CloudWatchSource } from '../../model/metric-source.ts';
import { bySignal } from '../../model/plan.ts';
import type { BySignal, NeutralPool, PlannedSignal, WakeSource } from '../../model/plan.ts';
import { derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { System } from '../../model/system.ts';
import type { EcsTarget } from '../../model/targets.ts';
import type { WatcherQueue, WatcherSource } from '../../model/watcher-plan.ts';
import { queueOnEcs } from './queues/queue-on-ecs.ts';
import { declaredSeries, isCount, lagSeries } from './series.ts';

/** What the watcher reads: what wakes the pool, and what else shows that it works. */
export interface Watched {
  readonly sources: readonly WatcherSource[];
  /** Queues that wake the pool and are asked themselves. */
  readonly queues: readonly WatcherQueue[];
  /** Wake sources that nothing on ECS shows. */
  readonly unreadable: readonly WakeSource[];
}

export function watchedBy(system: System, target: EcsTarget, { signals, wakeSources }: NeutralPool): Watched {
  const seen = wakeSources.map(wake => ({ wake, ...wakingSource(system, target, signals, wake) }));
  const others = signals.filter(({ name }) => !wakeSources.some(({ from }) => from === name));
  return {
    sources: [
      ...seen.flatMap(({ sources }) => sources),
      ...others.flatMap(planned => bySignal(SOURCES, planned, { system, target, wakes: false })),
    ],
    queues: seen.flatMap(({ queue }) => queue ?? []),
    unreadable: seen.flatMap(({ wake, sources, queue }) => (sources.length > 0 || queue !== undefined ? [] : [wake])),
  };
}

function wakingSource(
  system: System,
  target: EcsTarget,
  signals: readonly PlannedSignal[],
  { from, source, activation }: WakeSource,
): { readonly sources: readonly WatcherSource[]; readonly queue: WatcherQueue | undefined } {
  const planned = signals.find(({ name }) => name === from);
  if (planned === undefined)
    return {
      sources: declared('wake', source?.cloudwatch, inUnitOf(source?.cloudwatch, activation), true),
      queue: undefined,
    };
  return {
    sources: bySignal(SOURCES, planned, { system, target, wakes: true }),
    queue: planned.name === 'queueBacklog' ? queueOnEcs(planned.signal, target).asked : undefined,
  };
}

interface SourceContext {
  readonly system: System;
  readonly target: EcsTarget;
  readonly wakes: boolean;
}

/** What is read of each signal in CloudWatch; nothing of one that is measured on tasks, or that no metric shows. */
const SOURCES: BySignal<SourceContext, readonly WatcherSource[]> = {
  cpu: () => [],
  memory: () => [],
  kafkaLag: lagSource,
  queueBacklog: ({ signal }, { target, wakes }) => queueOnEcs(signal, target).watched(wakes),
  requestQueue: ({ name, signal, cloudwatch }, { wakes }) => declared(name, cloudwatch, signal.activation, wakes),
  requests: requestsSource,
  latency: () => [],
  custom: customSource,
};

function lagSource(
  { name, signal, cloudwatch }: PlannedSignal<'kafkaLag'>,
  { system, wakes }: SourceContext,
): readonly WatcherSource[] {
  const { activation: above } = signal;
  if (cloudwatch !== undefined) return declared(name, cloudwatch, above, wakes);
  const series = lagSeries(system, signal, undefined);
  return series === undefined ? [] : [{ name, series, heartbeat: undefined, above, wakes, counts: false }];
}

function requestsSource(
  { name, signal: { activation }, cloudwatch }: PlannedSignal<'requests'>,
  { wakes }: SourceContext,
): readonly WatcherSource[] {
  return declared(name, cloudwatch, inUnitOf(cloudwatch, activation), wakes);
}

/** A level says nothing of whether there is work. */
function customSource(
  { name, signal, facts, cloudwatch }: PlannedSignal<'custom'>,
  { wakes }: SourceContext,
): readonly WatcherSource[] {
  if (!facts.wakes || facts.selfMeasured) return [];
  const { activation, counts } = signal;
  const above = counts?.plain === 'rate' ? inUnitOf(cloudwatch, activation) : activation;
  return declared(name, cloudwatch, above, wakes);
}

/** A count is read for a minute, and an activation is a rate a second, as it is where Prometheus is asked. */
function inUnitOf(source: CloudWatchSource | undefined, activation: Sourced<number>): Sourced<number> {
  return source !== undefined && isCount(source)
    ? derive('a minute has 60 × activation', { activation }, v => v.activation * 60)
    : activation;
}

function declared(
  name: string,
  source: CloudWatchSource | undefined,
  above: Sourced<number>,
  wakes: boolean,
): readonly WatcherSource[] {
  if (source === undefined) return [];
  const heartbeat = source.heartbeat === undefined ? undefined : declaredSeries(source.heartbeat);
  return [{ name, above, wakes, counts: isCount(source), series: [declaredSeries(source)], heartbeat }];
}
