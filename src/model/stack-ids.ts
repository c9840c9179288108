import type { PoolPlan } from './plan.ts';

/** What a pool's parts are called in its stack. No two pools take one id. */
export interface StackIds {
  readonly logs: string;
  readonly task: string;
  readonly service: string;
  readonly target: string;
  /** `-2` for the second, and so on. */
  targetGroup(suffix: string): string;
  listenerRule(suffix: string): string;
  policy(key: string): string;
  alarm(key: string): string;
  /** Parameter of a container whose image is left to one. */
  image(container: string): string;
  /** Output. */
  readonly serviceName: string;
  readonly scalerLogs: string;
  readonly scalerRole: string;
  readonly scalerFunction: string;
  readonly scalerAlarm: string;
  readonly scalerSilentAlarm: string;
  readonly scalerScheduleRole: string;
  readonly scalerSchedule: string;
}

export function stackIdsOf(pool: string): StackIds {
  const name = logicalId(pool);
  return {
    logs: `${name}Logs`,
    task: `${name}Task`,
    service: `${name}Service`,
    target: `${name}Target`,
    targetGroup: suffix => `${name}TargetGroup${suffix.slice(1)}`,
    listenerRule: suffix => `${name}ListenerRule${suffix.slice(1)}`,
    policy: key => `${name}Policy${logicalId(key)}`,
    alarm: key => `${name}Alarm${logicalId(key)}`,
    image: container => imageParameter(pool, container),
    serviceName: `${name}ServiceName`,
    scalerLogs: `${name}ScalerLogGroup`,
    scalerRole: `${name}ScalerRole`,
    scalerFunction: `${name}ScalerFunction`,
    scalerAlarm: `${name}ScalerAlarm`,
    scalerSilentAlarm: `${name}ScalerSilentAlarm`,
    scalerScheduleRole: `${name}ScalerScheduleRole`,
    scalerSchedule: `${name}ScalerSchedule`,
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
  const { service, scaling, alarms, watch, watcher } = ecs;
  const resources = [
    ...(service === undefined ? [] : [ids.logs, ids.task, ids.service]),
    ...(service?.routes ?? []).flatMap(({ made }) =>
      made === undefined ? [] : [ids.targetGroup(made.suffix), ids.listenerRule(made.suffix)],
    ),
    ...(scaling === undefined ? [] : [ids.target]),
    ...(scaling?.policies ?? []).flatMap(({ kind, key }) =>
      kind === 'step' ? [ids.policy(key), ids.alarm(key)] : [ids.policy(key)],
    ),
    ...[...alarms, ...watch].map(({ key }) => ids.alarm(key)),
    ...(watcher === undefined
      ? []
      : [
          ids.scalerLogs,
          ids.scalerRole,
          ids.scalerFunction,
          ids.scalerAlarm,
          ...(watcher.enabled.plain ? [ids.scalerSilentAlarm] : []),
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

/**
 * Logical ids are letters and digits: `opensearch-sink` and `service` give `OpensearchSinkService`. Two names never
 * give the same one: `worker-2` gives `WorkerDash2`, an empty word (`a--b`) gives `Dash`, and a word that looks like
 * either has one `dash` more.
 */
function logicalId(...parts: readonly string[]): string {
  return parts
    .flatMap(part => part.split(/[^A-Za-z0-9]/))
    .map(word => (/^(?:dash)*(?:\d.*)?$/.test(word) ? `dash${word}` : word))
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/**
 * `parser` and `http-api` give `ParserImageHttpApi`. The word in between says where the name of the pool ends, so a
 * name that has it itself has it twice.
 */
function imageParameter(pool: string, container: string): string {
  const [before, after] = [pool, container].map(name =>
    logicalId(name.replaceAll(/(?<=^|-)(?:image)+(?=-|$)/g, word => `image${word}`)),
  );
  return `${before ?? ''}Image${after ?? ''}`;
}
