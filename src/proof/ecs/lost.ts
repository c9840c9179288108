import { isTaskCount, keyOf } from '../../behaviour/ecs/cloudwatch-series.ts';
import { queriesValue } from '../../behaviour/ecs/metric-queries.ts';
import type { EcsPolicy, EcsPool } from '../../model/ecs-plan.ts';
import type { LostSource } from '../../model/proof.ts';
import type { WatcherSource } from '../../model/watcher-plan.ts';
import { nameOfPurpose, purposeNamed } from '../declared.ts';
import type { Premises } from '../premises.ts';

/**
 * What each source of the policies and of the watcher does while it has no data, and the others are quiet: no policy
 * adds tasks by what is missing, so all that can go wrong is a task that goes.
 */
export function ecsLosses({ pool }: Premises): readonly LostSource[] {
  const { ecs } = pool.on;
  if (ecs === undefined) return [];
  const scalesIn = pool.pool.scaleDown.select.plain !== 'disabled';
  const scaled = ecs.widgets.flatMap(({ of }) => (of === 'tasks' ? [] : [of]));
  const watched = ecs.watcher?.sources ?? [];
  const queues = (ecs.watcher?.queues ?? []).map(() => 'queueBacklog' as const);
  const all = new Set([...scaled, ...watched.map(({ name }) => purposeNamed(name)), ...queues]);
  return [...all].map(of => ({
    of,
    what: nameOfPurpose(of),
    effect:
      (scalesIn && scalesInWithout(ecs, of)) || watched.some(source => isQuietWithout(source, of))
        ? 'reads-zero'
        : 'holds',
    replicas: undefined,
    wakes: false,
  }));
}

/** Of a count that only keeps the service awake, and has no heartbeat, the watcher takes a missing value for none. */
function isQuietWithout({ name, wakes, counts, heartbeat }: WatcherSource, of: LostSource['of']): boolean {
  return purposeNamed(name) === of && counts && !wakes && heartbeat === undefined;
}

/** Whether every policy that takes tasks away does so while the signal has no data. */
function scalesInWithout({ scaling, widgets }: EcsPool, of: LostSource['of']): boolean {
  const lost = new Set(
    widgets
      .flatMap(widget => (widget.of === of ? widget.queries.flatMap(({ series }) => series ?? []) : []))
      .map(keyOf),
  );
  if (lost.size === 0) return false;
  const able = (scaling?.policies ?? []).filter(
    policy =>
      (policy.kind === 'tracking' && !policy.disableScaleIn.plain) ||
      (policy.kind === 'step' && policy.steps.some(({ percent }) => percent.plain < 0)),
  );
  return able.length > 0 && able.every(policy => agrees(policy, lost, of));
}

/** Other signals at none, and two tasks. */
function agrees(policy: EcsPolicy, lost: ReadonlySet<string>, of: LostSource['of']): boolean {
  if (policy.kind === 'tracking' && policy.predefined !== undefined) return PREDEFINED[policy.predefined.plain] !== of;
  const queries = policy.kind === 'tracking' ? policy.queries : policy.alarm.queries;
  const value = queriesValue(queries)(0, series => (isTaskCount(series) ? 2 : lost.has(keyOf(series)) ? undefined : 0));
  if (value === undefined) return false;
  if (policy.kind === 'tracking') return value < policy.target.plain;
  const { threshold, comparison } = policy.alarm;
  return comparison.plain === 'GreaterThanThreshold' ? value > threshold.plain : value >= threshold.plain;
}

const PREDEFINED = {
  ECSServiceAverageCPUUtilization: 'cpu',
  ECSServiceAverageMemoryUtilization: 'memory',
  ALBRequestCountPerTarget: 'requests',
} as const;
