import type { EcsScaling, EcsService } from '../../model/ecs-plan.ts';
import { runningOf } from '../../model/sidecars.ts';
import type { NeutralPool } from '../../model/plan.ts';
import type { System } from '../../model/system.ts';
import type { EcsTarget } from '../../model/targets.ts';
import { dead, lost, without } from '../capabilities.ts';
import type { Shortfall } from '../capabilities.ts';
import { MAX_SERIES, TRACKING_SECONDS } from './readings.ts';
import type { Readings } from './readings.ts';

/** A pool as it is planned for ECS. */
export interface EcsContext {
  readonly system: System;
  readonly target: EcsTarget;
  readonly neutral: NeutralPool;
  readonly read: Readings;
  readonly service: EcsService | undefined;
  readonly scaling: EcsScaling | undefined;
  /** Wake sources that no metric of CloudWatch shows. */
  readonly unreadable: readonly Shortfall[];
}

/** Signals that no metric of CloudWatch shows. */
export function unread({ read }: EcsContext): readonly Shortfall[] {
  return read.unread.map(({ name, signal, cloudwatch }) => {
    const topics = name === 'kafkaLag' && signal.topics.kind === 'listed' ? signal.topics.names.length : 0;
    const instead =
      topics >= MAX_SERIES
        ? `An alarm takes ${String(MAX_SERIES)} metrics and there are ${String(topics)} topics, so nothing on ECS scales by the lag.`
        : name.startsWith('custom.') && cloudwatch !== undefined
          ? 'The metadata holds no target that its metric could be compared with, so nothing on ECS scales by it.'
          : `No metric in CloudWatch shows it, so nothing on ECS scales by ${name}.`;
    return { what: `signals.${name}`, at: signal.at, instead, dangerous: true };
  });
}

/** A container that is named where there are several. */
export function wholeTask({ neutral: { pool, acting } }: EcsContext, name: 'cpu' | 'memory'): readonly Shortfall[] {
  const running = runningOf(pool).length;
  if (running < 2) return [];
  const instead = `ECS measures the whole task, so ${name} counts all ${String(running)} containers against the task's size.`;
  return acting.flatMap(planned =>
    (planned.name === 'cpu' || planned.name === 'memory') && planned.name === name
      ? dead(lost(`signals.${name}.container`, planned.signal.container, instead), planned.signal.container)
      : [],
  );
}

/** A wait that is shorter than that of target tracking. */
export function shortWait({ neutral: { acting } }: EcsContext, name: 'cpu' | 'memory'): readonly Shortfall[] {
  return acting.flatMap(planned => {
    if ((planned.name !== 'cpu' && planned.name !== 'memory') || planned.name !== name) return [];
    const wait = planned.signal.for;
    if (wait === undefined || wait.plain >= TRACKING_SECONDS) return [];
    return dead(lost(`signals.${name}.for`, wait, 'Target tracking always waits three minutes.'), wait);
  });
}

export function growthAlone({ neutral: { acting }, read: { readings } }: EcsContext): readonly Shortfall[] {
  const growth = acting.find(planned => planned.name === 'kafkaLag')?.signal.growth;
  if (growth === undefined || readings.some(({ name }) => name === 'kafkaLag')) return [];
  const instead = 'Growth is watched beside an absolute backlog only, so nothing on ECS scales by it.';
  return [{ what: 'signals.kafkaLag.growth', at: growth.at, instead, dangerous: true }];
}

export function topicsOfGroup({ system: { kafka }, neutral: { acting } }: EcsContext): readonly Shortfall[] {
  const lag = acting.find(planned => planned.name === 'kafkaLag');
  if (lag?.signal.topics.kind !== 'listed' || lag.cloudwatch !== undefined || kafka?.cloudwatch === undefined)
    return [];
  const instead = 'The metric in CloudWatch is of the whole group, so all its topics count.';
  return [{ what: 'signals.kafkaLag.topics', at: lag.signal.topics.at, instead }];
}

export function oneTaskInWindow({ neutral: { pool, mayBeAtZero }, scaling }: EcsContext): readonly Shortfall[] {
  // Without a watcher the minimum may be 0, and the schedule alone decides.
  if (!mayBeAtZero || scaling?.min.plain === 0) return [];
  const instead = 'A task that finds no work in the window is put to sleep by the watcher; ask for two to hold them.';
  return (pool.schedule?.windows ?? [])
    .filter(window => window.min.plain === 1)
    .map(window => ({ what: 'schedule.windows.min', at: window.at, instead }));
}

/** The watcher counts the idle time itself, on the way to zero; above it nothing does. */
export function neverIdle({ neutral: { pool }, read: { readings } }: EcsContext): readonly Shortfall[] {
  if (pool.replicas.min.plain === 0 || readings.length === 0) return [];
  return lost('idle', pool.idle, 'Scaling in waits for fifteen quiet minutes, as target tracking does.');
}

/** CloudWatch has one value a minute, whatever the range. */
export function range({ signals }: NeutralPool, name: 'requests' | 'latency'): readonly Shortfall[] {
  return signals.flatMap(planned => {
    if (planned.name !== name || !('over' in planned.signal)) return [];
    const { over } = planned.signal;
    return without(`signals.${name}.over`, over.origin, 'CloudWatch has one value per minute', over);
  });
}
