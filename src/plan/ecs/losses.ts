import type { EcsService } from '../../model/ecs-plan.ts';
import type { Loss, NeutralPool, PlannedSignal } from '../../model/plan.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import type { EcsTarget } from '../../model/targets.ts';
import type { Pool } from '../../model/pool.ts';
import type { ScalingDirection } from '../../model/scaling.ts';
import type { System } from '../../model/system.ts';
import { formatCpu, formatDuration, milliCpu } from '../../model/units.ts';
import { healthProbeOf } from './health-check.ts';
import { MAX_SERIES, TRACKING_SECONDS } from './readings.ts';
import type { Readings } from './readings.ts';
import { MAX_STOP_TIMEOUT } from './task.ts';

type Said = Omit<Loss, 'pool' | 'target'>;

/** What was asked for and ECS cannot express; of what has a default, only what the user wrote. */
export function lossesOf(
  system: System,
  neutral: NeutralPool,
  service: EcsService | undefined,
  { readings, unread }: Readings,
): readonly Loss[] {
  const { pool } = neutral;
  const steps = readings.some(reading => reading.by === 'steps');
  const said: readonly Said[] = [
    ...unread.map(unreadLoss),
    ...signalLosses(system, neutral, readings),
    ...directionLosses('scaleUp', pool.scaleUp, steps),
    ...directionLosses('scaleDown', pool.scaleDown, steps),
    ...scheduleLosses(neutral),
    // The watcher counts the idle time itself, on the way to zero.
    ...(pool.replicas.min.plain > 0 && readings.length > 0
      ? lost('idle', pool.idle, 'Scaling in waits for fifteen quiet minutes, as target tracking does.')
      : []),
    ...lost('fallback.replicas', pool.fallbackReplicas, 'Without metrics the count stays as it is.'),
    ...(service === undefined || system.targets.ecs === undefined
      ? []
      : workloadLosses(system.targets.ecs, pool, service)),
  ];
  return said.map(loss => ({ pool: pool.key, target: 'ecs', ...loss }));
}

function loss(what: string, at: Origin, instead: string, dangerous = false): Said {
  return { what, at, instead, dangerous };
}

/** Of a value that the user wrote; a default is nobody's wish. */
function lost(what: string, value: Sourced<unknown> | undefined, instead: string): readonly Said[] {
  return value?.origin.kind === 'written' ? [loss(what, value.origin, instead)] : [];
}

function unreadLoss({ name, signal }: PlannedSignal): Said {
  const why =
    name === 'kafkaLag' && signal.topics.kind === 'listed' && signal.topics.names.length >= MAX_SERIES
      ? `An alarm takes ${String(MAX_SERIES)} metrics and there are ${String(signal.topics.names.length)} topics, so nothing on ECS scales by the lag.`
      : `No metric in CloudWatch shows it, so nothing on ECS scales by ${name}.`;
  return loss(`signals.${name}`, signal.at, why, true);
}

function signalLosses(
  { kafka }: System,
  { pool, acting }: NeutralPool,
  readings: Readings['readings'],
): readonly Said[] {
  return acting.flatMap((planned): readonly Said[] => {
    switch (planned.name) {
      case 'cpu':
      case 'memory': {
        const { name, signal } = planned;
        return [
          ...(pool.containers.length > 1
            ? lost(
                `signals.${name}.container`,
                signal.container,
                `ECS measures the whole task, so ${name} counts all ${String(pool.containers.length)} containers against the task's size.`,
              )
            : []),
          ...(signal.for !== undefined && signal.for.plain < TRACKING_SECONDS
            ? lost(`signals.${name}.for`, signal.for, 'Target tracking always waits three minutes.')
            : []),
        ];
      }
      case 'kafkaLag':
        return [
          ...(planned.signal.growth !== undefined && !readings.some(({ name }) => name === 'kafkaLag')
            ? [
                loss(
                  'signals.kafkaLag.growth',
                  planned.signal.growth.at,
                  'Growth is watched beside an absolute backlog only, so nothing on ECS scales by it.',
                  true,
                ),
              ]
            : []),
          ...(planned.signal.topics.kind === 'listed' &&
          planned.cloudwatch === undefined &&
          kafka?.cloudwatch !== undefined
            ? [
                loss(
                  'signals.kafkaLag.topics',
                  planned.signal.topics.at,
                  'The metric in CloudWatch is of the whole group, so all its topics count.',
                ),
              ]
            : []),
        ];
      case 'queueBacklog':
      case 'requestQueue':
      case 'requests':
      case 'latency':
        return [];
    }
  });
}

function directionLosses(key: 'scaleUp' | 'scaleDown', direction: ScalingDirection, steps: boolean): readonly Said[] {
  const tracking = 'Target tracking decides how many tasks by itself.';
  const cooldown = `Application Auto Scaling waits for its cooldown of ${formatDuration(direction.cooldown.plain)} between activities.`;
  return [
    ...lost(`${key}.stabilizationWindow`, direction.stabilizationWindow, cooldown),
    ...lost(`${key}.every`, direction.every, cooldown),
    ...lost(
      `${key}.select`,
      direction.select,
      steps ? 'A step takes the percentage, and one task at least.' : tracking,
    ),
    ...lost(
      `${key}.tolerance`,
      direction.tolerance,
      'Target tracking scales in a tenth below the target; that is not adjustable.',
    ),
    ...(steps && key === 'scaleDown'
      ? []
      : lost(
          `${key}.replicas`,
          direction.replicas,
          steps ? 'A step takes a percentage, and one task at least.' : tracking,
        )),
    ...(steps ? [] : lost(`${key}.percent`, direction.percent, tracking)),
  ];
}

function scheduleLosses({ pool, mayBeAtZero }: NeutralPool): readonly Said[] {
  if (!mayBeAtZero) return [];
  return (pool.schedule?.windows ?? [])
    .filter(window => window.min.plain === 1)
    .map(window =>
      loss(
        'schedule.windows.min',
        window.at,
        'A task that finds no work in the window is put to sleep by the watcher; ask for two to hold them.',
      ),
    );
}

function workloadLosses(target: EcsTarget, pool: Pool, service: EcsService): readonly Said[] {
  const stop = service.task.containers[0]?.stopTimeout.plain ?? MAX_STOP_TIMEOUT;
  const { longestWork, hardware } = pool;
  return [
    ...(pool.gracePeriod.plain > stop
      ? lost(
          'gracePeriod',
          pool.gracePeriod,
          `ECS waits ${formatDuration(stop)} before it kills a container, and no longer.`,
        )
      : []),
    ...(longestWork !== undefined && longestWork.plain > stop
      ? [
          loss(
            'work.longest',
            longestWork.origin,
            'The application must hold ECS task scale-in protection while it works; scaling in kills it otherwise.',
          ),
        ]
      : []),
    ...lost(
      'disruption',
      'maxUnavailable' in pool.disruption ? pool.disruption.maxUnavailable : pool.disruption.minAvailable,
      `Deployments keep ${String(service.minimumHealthyPercent.plain)} % of the tasks healthy; nothing limits what a drain takes.`,
    ),
    ...(pool.headlessService.plain
      ? lost('service.headless', pool.headlessService, 'Tasks are not registered for discovery.')
      : []),
    ...(service.compute !== 'FARGATE' && target.assignPublicIp.plain
      ? lost('targets.ecs.assignPublicIp', target.assignPublicIp, 'Only Fargate gives a task a public address.')
      : []),
    ...(hardware !== undefined && hardware.sharing.plain !== 'none'
      ? lost('hardware.sharing', hardware.sharing, 'A task on ECS holds whole GPUs.')
      : []),
    ...(hardware !== undefined && service.compute === 'MANAGED_INSTANCES' && hardware.instanceTypes.length > 0
      ? lost(
          'hardware.instanceTypes',
          hardware.instanceTypes[0],
          'The capacity provider says which instances are started.',
        )
      : []),
    ...cpuLimitLosses(pool, service),
    ...pool.containers.flatMap(containerLosses),
  ];
}

function cpuLimitLosses(pool: Pool, service: EcsService): readonly Said[] {
  const limit = pool.containers.reduce((sum, { cpu }) => sum + ((cpu?.limit ?? cpu?.request)?.plain ?? 0), 0);
  const size = (Number(service.task.cpu.plain) * 1000) / 1024;
  const first = pool.containers.find(({ cpu }) => cpu?.limit !== undefined)?.cpu?.limit;
  return first !== undefined && limit > size
    ? lost(
        'containers.cpu',
        first,
        `The task has ${formatCpu(milliCpu(size))} CPU, so its containers cannot reach their limits.`,
      )
    : [];
}

function containerLosses(container: Pool['containers'][number]): readonly Said[] {
  const name = container.name.plain;
  const checked = healthProbeOf(container);
  return [
    ...Object.entries(container.probes)
      .filter(([, probe]) => probe !== checked)
      .map(([kind, probe]) =>
        loss(
          `containers.${name}.probes.${kind}`,
          probe.at,
          probe.check.kind === 'command'
            ? 'ECS has one health check, so nothing on ECS asks this one.'
            : `ECS checks by a command only, so nothing on ECS asks the ${probe.check.kind} probe.`,
        ),
      ),
    ...container.secrets
      .filter(secret => secret.arn === undefined)
      .map(secret =>
        loss(
          `containers.${name}.secrets.${secret.variable.plain}`,
          secret.variable.origin,
          'It has no ARN, so the container starts without it.',
          true,
        ),
      ),
  ];
}
