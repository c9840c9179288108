import type { PoolPlan } from './plan.ts';

/** What a pool's parts are called in its stack. Two pools can take one id: `a-b` and `a--b` both make `AB…`. */
export function stackIdsOf(pool: string) {
  const id = (...parts: readonly string[]): string => logicalId(pool, ...parts);
  return {
    logs: id('logs'),
    task: id('task'),
    service: id('service'),
    target: id('target'),
    policy: (key: string) => id('policy', key),
    alarm: (key: string) => id('alarm', key),
    /** Parameter of a container whose image is left to one. */
    image: (container: string) => id(container, 'image'),
    /** Output. */
    serviceName: id('service', 'name'),
    scalerLogs: id('scaler', 'log', 'group'),
    scalerRole: id('scaler', 'role'),
    scalerFunction: id('scaler', 'function'),
    scalerAlarm: id('scaler', 'alarm'),
    scalerScheduleRole: id('scaler', 'schedule', 'role'),
    scalerSchedule: id('scaler', 'schedule'),
  };
}

/** Ids that must each be one pool's in a stack: `section` is a name space of the template. */
export interface StackId {
  readonly section: 'Resources' | 'Parameters' | 'Outputs';
  readonly id: string;
}

/** Every id that a pool takes in its stack. */
export function takenStackIds({ pool, on: { ecs } }: PoolPlan): readonly StackId[] {
  if (ecs === undefined) return [];
  const ids = stackIdsOf(pool.name.plain);
  const { service, scaling, alarms, watcher } = ecs;
  const resources = [
    ...(service === undefined ? [] : [ids.logs, ids.task, ids.service]),
    ...(scaling === undefined ? [] : [ids.target]),
    ...(scaling?.policies ?? []).flatMap(({ kind, key }) =>
      kind === 'step' ? [ids.policy(key), ids.alarm(key)] : [ids.policy(key)],
    ),
    ...alarms.map(({ key }) => ids.alarm(key)),
    ...(watcher === undefined
      ? []
      : [
          ids.scalerLogs,
          ids.scalerRole,
          ids.scalerFunction,
          ids.scalerAlarm,
          ids.scalerScheduleRole,
          ids.scalerSchedule,
        ]),
  ];
  const images = service?.task.containers.filter(({ imageParameter }) => imageParameter) ?? [];
  return [
    ...resources.map((id): StackId => ({ section: 'Resources', id })),
    ...images.map(({ name }): StackId => ({ section: 'Parameters', id: ids.image(name.plain) })),
    ...(service === undefined ? [] : [{ section: 'Outputs' as const, id: ids.serviceName }]),
  ];
}

/** Logical ids are letters and digits: `opensearch-sink` and `service` give `OpensearchSinkService`. */
function logicalId(...parts: readonly string[]): string {
  return parts
    .flatMap(part => part.replaceAll(/-(?=\d)/g, '-dash').split(/[^A-Za-z0-9]+/))
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
