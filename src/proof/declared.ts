import type { PlannedSignal, PoolPlan } from '../model/plan.ts';
import type { Origin, Path } from '../model/sourced.ts';
import type { CloudWatchSource, MetricSource, PrometheusSource } from '../model/metric-source.ts';
import type { Pool } from '../model/pool.ts';
import { isCustomName, SIGNAL_NAMES } from '../model/signals.ts';
import { TARGET_SOURCE } from '../model/targets.ts';
import type { TargetName } from '../model/targets.ts';
import type { TriggerPurpose } from '../model/kubernetes-plan.ts';
import type { BlockedReturn, Declared, LostSource, RefusedWake, SignalThresholds } from '../model/proof.ts';

/**
 * The place of what wakes a pool, or keeps it awake, on a target: its source where one is written, or else the signal.
 */
export function declaredOn(target: TargetName, pool: PoolPlan, from: string, at: Origin): Declared {
  const custom = pool.signals.find(({ name }) => name === from);
  if (custom?.kind === 'custom') return customOn(target, pool, custom);
  const source = sourceOf(pool, from);
  const kind = TARGET_SOURCE[target];
  const written = source?.[kind];
  const base: Path = from === 'wake' ? ['pools', pool.pool.key, 'wake'] : ['pools', pool.pool.key, 'signals', from];
  const what = from === 'wake' ? 'wake.source' : `signals.${from}`;
  if (written === undefined) return { at, path: base, from, what };
  return {
    at: placeOf(written),
    path: [...base, 'source', kind],
    from,
    what,
  };
}

/** A custom signal has its query among its metadata, and its metric of CloudWatch beside it. */
function customOn(target: TargetName, { pool }: PoolPlan, { name, signal }: PlannedSignal<'custom'>): Declared {
  const { key, at, reads, cloudwatch } = signal;
  const base: Path = ['pools', pool.key, 'signals', 'custom', key];
  const whole = { from: name, what: `signals.${name}` };
  if (target === 'ecs' && cloudwatch !== undefined)
    return { at: cloudwatch.at, path: [...base, 'cloudwatch'], ...whole };
  const query =
    target === 'kubernetes' && reads.kind === 'trigger'
      ? reads.metadata.find(pair => pair.key.plain === 'query')
      : undefined;
  return query === undefined
    ? { at, path: base, ...whole }
    : { at: query.value.origin, path: [...base, 'metadata', 'query'], ...whole };
}

function placeOf(source: PrometheusSource | CloudWatchSource): Origin {
  if ('at' in source) return source.at;
  return source.kind === 'query' ? source.query.origin : source.series.origin;
}

function sourceOf({ wakeSources, signals }: PoolPlan, from: string): MetricSource | undefined {
  if (from === 'wake') return wakeSources.find(source => source.from === 'wake')?.source;
  const planned = signals.find(({ name }) => name === from);
  return planned !== undefined && 'source' in planned.signal ? planned.signal.source : undefined;
}

/** Signals that cannot wake anything: they are measured on replicas, of which there are none, or by the pool itself. */
export function measuredOnReplicas(target: TargetName, pool: PoolPlan): readonly RefusedWake[] {
  return pool.signals.flatMap((planned): readonly RefusedWake[] => {
    const { name, signal, facts } = planned;
    if (pool.wakeSources.some(({ from }) => from === name)) return [];
    if (planned.kind === 'custom') return customRefused(target, pool, planned);
    const { wakes, selfMeasured } = facts;
    const declared = declaredOn(target, pool, name, signal.at);
    if (!wakes) {
      return [
        { ...declared, reason: 'resource', detail: `${name} is measured on replicas, and at zero there are none` },
      ];
    }
    if (!selfMeasured || !('source' in signal) || signal.source !== undefined || !isChosen(pool.pool, name)) return [];
    return [{ ...declared, reason: 'self', detail: `${name} has no source, so the pool itself counts it` }];
  });
}

/** By its declared facts. */
function customRefused(target: TargetName, pool: PoolPlan, planned: PlannedSignal<'custom'>): readonly RefusedWake[] {
  const { name, signal, facts } = planned;
  const declared = declaredOn(target, pool, name, signal.at);
  if (!facts.wakes)
    return [{ ...declared, reason: 'resource', detail: `${name} is a level, which says nothing of waiting work` }];
  if (!facts.selfMeasured || !isChosen(pool.pool, name)) return [];
  return [{ ...declared, reason: 'self', detail: `the pool itself reports ${name}, as \`own: true\` says` }];
}

/** Asked to wake the pool, or left to. */
function isChosen({ wake }: Pool, name: PlannedSignal['name']): boolean {
  return wake?.source === undefined && (wake?.signal === undefined || wake.signal.plain === name);
}

/** Memory hardly falls when work does (semantics 59a), so a pool that scaled out by it stays large. */
export function memoryStays(target: TargetName, pool: PoolPlan): readonly BlockedReturn[] {
  return pool.acting.flatMap(({ name, signal }): readonly BlockedReturn[] =>
    name === 'memory'
      ? [
          {
            ...declaredOn(target, pool, name, signal.at),
            reason: 'memory-stays',
            detail: 'a process rarely returns memory, so usage hardly falls when work does',
          },
        ]
      : [],
  );
}

/** No signal takes a replica away where the pool says so. */
export function scaleInDisabled(
  { pool: { key, scaleDown } }: PoolPlan,
  detail = 'scale-in is disabled',
): readonly BlockedReturn[] {
  if (scaleDown.select.plain !== 'disabled') return [];
  return [
    {
      at: scaleDown.select.origin,
      path: ['pools', key, 'scaleDown', 'select'],
      from: 'scaleDown',
      what: 'scaleDown.select',
      reason: 'scale-in-disabled',
      detail,
    },
  ];
}

/** `signals.kafkaLag`, `wake.source`, as in the file. */
export function nameOfPurpose(of: LostSource['of']): string {
  return OTHER_NAMES[of] ?? `signals.${of}`;
}

const OTHER_NAMES: { readonly [P in LostSource['of']]?: string } = {
  wake: 'wake.source',
  growth: 'signals.kafkaLag.growth',
  schedule: 'schedule',
  queueHistory: 'signals.queueBacklog',
};

/** What a source of the watcher is there for. */
export function purposeNamed(name: string): LostSource['of'] {
  if (isCustomName(name)) return name;
  return [...SIGNAL_NAMES, 'queueHistory' as const].find(known => known === name) ?? 'wake';
}

/** What the number of a trigger or a series counts. */
export function unitOf(of: TriggerPurpose, { signals }: PoolPlan): SignalThresholds['unit'] {
  const facts = signals.find(({ name }) => name === of)?.facts;
  return facts === undefined ? 'count' : UNITS[facts.counts];
}

const UNITS = {
  percent: 'percent',
  messages: 'count',
  requests: 'count',
  'requests a second': 'per-second',
  seconds: 'seconds',
  'units of work': 'count',
  'events a second': 'per-second',
  'a level': 'count',
} as const;
