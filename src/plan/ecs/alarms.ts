import type { AlertName } from '../../model/alert-pages.ts';
import type { EcsAlarm, EcsWidget } from '../../model/ecs-plan.ts';
import type { CountOwner } from '../../model/count-owner.ts';
import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { kindOf } from '../../model/signals.ts';
import type { SignalKind } from '../../model/signals.ts';
import { because, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { EcsTarget } from '../../model/targets.ts';
import type { EcsIdentity } from './identity.ts';
import { queriesOf } from './queries.ts';
import { MAX_SERIES } from './readings.ts';
import type { Reading } from './readings.ts';

/**
 * Alarms that people should see: on thresholds that scaling did not mend, on a pool pinned at max, on lag that grows
 * while it is.
 */
export function peopleAlarms(
  target: EcsTarget,
  identity: EcsIdentity,
  { pool, bounds }: NeutralPool,
  readings: readonly Reading[],
  taskCount: EcsSeries,
  owner: CountOwner,
): readonly EcsAlarm[] {
  const notify = target.alarmTopicArn === undefined ? [] : [target.alarmTopicArn];
  const alarm = (key: string, rest: Omit<EcsAlarm, 'key' | 'name' | 'notify'>): EcsAlarm => ({
    key,
    name: text`${identity.qualified}-${key}`,
    notify,
    ...rest,
  });
  const { max } = bounds;
  const alarms: EcsAlarm[] = [];
  // Only policies get a pool to its maximum; what a schedule or a watcher starts is not pinned there.
  const moves = owner === 'autoscaler' && bounds.min.plain < max.plain;

  // A pool that never scales in is there after its first peak, and that says nothing of its work.
  if (moves && pool.scaleDown.select.plain !== 'disabled') {
    alarms.push(
      alarm('pinned-at-max', {
        page: 'PoolPinnedAtMax',
        description: text`${pool.name} has run all ${max} tasks for 15 minutes: raise the maximum, or find out why the work does not get less.`,
        queries: queriesOf([], taskCount, 'running tasks', (_parts, tasks) => tasks, true),
        threshold: max,
        comparison: because('the maximum is reached', 'GreaterThanOrEqualToThreshold'),
        periods: quarter,
        missing: nothingRuns,
      }),
    );
  }
  const lag = readings.find(reading => reading.name === 'kafkaLag');
  if (lag !== undefined && moves && lag.series.length < MAX_SERIES) {
    alarms.push(
      alarm('lag-growing-at-max', {
        page: 'LagGrowsAtMax',
        description: text`The lag of ${pool.name} grows although all ${max} tasks run: no more will be added.`,
        queries: queriesOf(
          [{ ...lag, perTask: false }],
          taskCount,
          'lag grows at the maximum',
          ([part = ''], tasks) => `IF(${tasks} >= ${String(max.plain)} AND RATE(${part}) > 0, 1, 0)`,
          true,
        ),
        threshold: because('1 means that both hold', 1),
        comparison: because('1 means that both hold', 'GreaterThanOrEqualToThreshold'),
        periods: quarter,
        missing: nothingRuns,
      }),
    );
  }
  for (const reading of readings) {
    alarms.push(
      alarm(`${reading.key}-high`, {
        page: ABOVE[kindOf(reading.name)],
        description: text`${pool.name}: ${reading.what} has stayed above ${reading.target}, and scaling has not brought it down.`,
        queries: queriesOf([reading], taskCount, reading.what, ([part = '']) => part),
        threshold: reading.target,
        comparison: because('above the declared threshold', 'GreaterThanThreshold'),
        // Scaling must have had its chance: the declared minutes and as many again, and never under a quarter of an
        // hour.
        periods: mapped(reading.minutes, minutes => Math.max(15, 2 * minutes)),
        missing: nothingRuns,
      }),
    );
  }
  return alarms;
}

/** What the dashboard of the environment shows of the pool. */
export function poolWidgets(
  { pool, bounds }: NeutralPool,
  readings: readonly Reading[],
  taskCount: EcsSeries,
): readonly EcsWidget[] {
  return [
    {
      title: text`${pool.name}: tasks`,
      of: 'tasks',
      queries: queriesOf([], taskCount, 'running tasks', (_parts, tasks) => tasks, true),
      line: bounds.max,
    },
    ...readings.map(
      (reading): EcsWidget => ({
        title: text`${pool.name}: ${reading.what}`,
        of: reading.name,
        queries: queriesOf([reading], taskCount, reading.what, ([part = '']) => part),
        line: reading.target,
      }),
    ),
  ];
}

const ABOVE: { readonly [K in SignalKind]: AlertName } = {
  cpu: 'CpuAboveTarget',
  memory: 'MemoryAboveTarget',
  kafkaLag: 'LagAboveTarget',
  queueBacklog: 'BacklogAboveTarget',
  requestQueue: 'RequestQueueAboveTarget',
  requests: 'RequestsAboveTarget',
  latency: 'LatencyAboveTarget',
  custom: 'SignalAboveTarget',
};

const quarter = because('fifteen minutes, beyond what one scale-out takes', 15);
const nothingRuns: Sourced<'notBreaching'> = because(
  'no value means that nothing runs or nothing arrives',
  'notBreaching',
);
