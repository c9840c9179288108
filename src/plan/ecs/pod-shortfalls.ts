import type { Volume } from '../../model/pod.ts';
import { lost, without } from '../capabilities.ts';
import type { Shortfall } from '../capabilities.ts';
import { lostAt, mountsOfVolumes, ofEach } from '../container-shortfalls.ts';
import { refusedCapabilities } from './linux-capabilities.ts';
import { memoryMounts, whyOnDisk } from './memory-volumes.ts';
import type { EcsContext } from './signal-shortfalls.ts';
import { MOST_STORAGE } from './task.ts';
import { isOnEcs } from './volumes.ts';

/** What of a pod ECS has no word for; nothing of one that somebody else deploys. */

export function variablesFromKubernetes({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  return ofEach(pool, ({ environment, envFrom }, below) => [
    ...environment.flatMap(variable =>
      'from' in variable
        ? lostAt(
            [...below, 'env', variable.key.plain],
            variable.key,
            'Kubernetes alone knows its value, so the container starts without it.',
          )
        : [],
    ),
    ...envFrom.flatMap(({ object, s3 }) =>
      s3 !== undefined
        ? []
        : lostAt(
            [...below, 'envFrom'],
            object?.name,
            `A ${object?.kind === 'configMap' ? 'ConfigMap' : 'Secret'} exists only on Kubernetes, so the container starts without its variables.`,
          ),
    ),
  ]).map(one => ({ ...one, dangerous: true }));
}

/** A task whose file is not there does not start. */
export function filesThatMustExist({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  return ofEach(pool, ({ envFrom }, below) =>
    envFrom.flatMap(({ s3, optional }, index) =>
      s3 === undefined || optional?.plain !== true
        ? []
        : lostAt([...below, 'envFrom', String(index), 'optional'], optional, 'ECS starts no task without the file.'),
    ),
  );
}

/** A kubelet restarts a sidecar however soon it ends. */
export function restartedSeldom({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  return pool.initContainers.flatMap(({ name, restartPolicy }) =>
    lostAt(
      ['initContainers', name.plain, 'restartPolicy'],
      restartPolicy,
      'ECS restarts it where it has run for a minute, and replaces the task where it ends sooner.',
    ),
  );
}

export function mountsWithoutVolume({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  const elsewhere = new Set(pool.volumes.filter(volume => !isOnEcs(volume)).map(({ key }) => key.plain));
  return [
    ...mountsOfVolumes(pool, volume => !isOnEcs(volume), 'Kubernetes'),
    ...ofEach(pool, ({ mounts }, below) =>
      mounts.flatMap(({ path, volume, subPath }) =>
        elsewhere.has(volume.plain)
          ? []
          : lostAt([...below, 'mounts', path.plain, 'subPath'], subPath, 'ECS mounts the whole volume.'),
      ),
    ),
  ];
}

/** A task mounts the file system beside a claim. */
export function claimsOfPods({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  return pool.volumes.flatMap(({ key, source }) => {
    if (source.kind !== 'persistentVolumeClaim' || source.efs === undefined) return [];
    const path = ['volumes', key.plain, source.kind];
    return without(path.join('.'), source.claim.origin, 'tasks mount `efs`').map(one => ({ ...one, path }));
  });
}

export function volumesOnDisk({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  const inMemory = new Set(memoryMounts(pool, service.compute).map(({ volume }) => volume.plain));
  return pool.volumes.flatMap((volume: Volume) => {
    const { key, source } = volume;
    if (source.kind !== 'emptyDir' || inMemory.has(key.plain)) return [];
    const path = ['volumes', key.plain, 'emptyDir'];
    return [
      ...lostAt([...path, 'medium'], source.medium, whyOnDisk(volume, service.compute)),
      ...lostAt([...path, 'sizeLimit'], source.sizeLimit, 'The volume is as large as the disk of the task.'),
    ];
  });
}

export function fileGroup({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  return service === undefined ? [] : lost('fsGroup', pool.fsGroup, 'Files of a volume belong to who writes them.');
}

export function groupWithoutUser({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  return ofEach(pool, ({ user, group }, below) =>
    user === undefined
      ? lostAt([...below, 'group'], group, 'ECS takes a group only beside a user, so the group is that of the image.')
      : [],
  );
}

export function pullSecretsOfTask({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  const used = pool.imagePullSecrets.find(({ arn }) => arn !== undefined);
  return pool.imagePullSecrets.flatMap(secret => {
    if (secret === used) return [];
    const instead =
      used === undefined
        ? 'It has no ARN, so ECS pulls the images with the execution role alone.'
        : 'ECS pulls an image with one secret, and another one of this pool is used.';
    return [{ what: 'imagePullSecrets', at: secret.at, instead, dangerous: used === undefined }];
  });
}

export function hooks({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  return ofEach(pool, ({ lifecycle }, below) =>
    Object.entries(lifecycle).flatMap(([name, { at: place }]) => {
      const path = [...below, 'lifecycle', name];
      const instead =
        name === 'preStop'
          ? 'ECS sends SIGTERM at once: the program itself must wait until it gets no more requests.'
          : 'ECS runs nothing after a start.';
      return [{ what: path.join('.'), path, at: place, instead }];
    }),
  );
}

export function capabilitiesOnFargate({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  return ofEach(pool, ({ capabilities }, below) =>
    refusedCapabilities(capabilities, service.compute).flatMap(name =>
      lostAt([...below, 'capabilities', 'add'], name, `A task on Fargate cannot have ${name.plain}.`),
    ),
  );
}

export function moreStorage({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  const [first] = pool.containers.flatMap(({ name, ephemeralStorage }) =>
    ephemeralStorage === undefined ? [] : [{ name, ephemeralStorage }],
  );
  if (first === undefined) return [];
  const what = `containers.${first.name.plain}.ephemeralStorage`;
  const { request, limit } = first.ephemeralStorage;
  if (service.compute !== 'FARGATE') return lost(what, request, 'The disk of the instance is shared by its tasks.');
  const asked = [...pool.containers, ...pool.initContainers].reduce(
    (sum, { ephemeralStorage: each }) => sum + (each?.limit ?? each?.request ?? { plain: 0 }).plain,
    0,
  );
  return Math.ceil(asked / 1024 ** 3) <= MOST_STORAGE
    ? []
    : lost(what, limit ?? request, `Fargate gives a task ${String(MOST_STORAGE)} GiB of disk at most.`);
}

export function pace({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined) return [];
  const { maxSurge, maxUnavailable, minReady } = pool.rollout;
  if (maxSurge === undefined && maxUnavailable === undefined && minReady === undefined) return [];
  const percentages = `Deployments keep between ${String(service.minimumHealthyPercent.plain)} % and ${String(service.maximumPercent.plain)} % of the tasks.`;
  return [
    ...lost('rollout.maxSurge', maxSurge, percentages),
    ...lost('rollout.maxUnavailable', maxUnavailable, percentages),
    ...lost('rollout.minReady', minReady, 'A task counts as soon as it runs and is healthy.'),
  ];
}

/** What means nothing here, and is no loss: the task has its own role, its own tags, and its provider places it. */
export function ofPodsAlone({ neutral: { pool } }: EcsContext): readonly Shortfall[] {
  const { serviceAccount, scheduling, podLabels, podAnnotations, rollout } = pool;
  return [
    ...without('serviceAccount', serviceAccount?.at, 'an ECS task gets its role from taskRoleArn'),
    ...pool.patches.flatMap(({ kind, at: place }) =>
      without(`patch.${kind}`, place, 'a patch is of objects of Kubernetes'),
    ),
    ...without('scheduling', scheduling?.at, 'the capacity provider places tasks'),
    ...podLabels.flatMap(({ key, value }) =>
      without(`podLabels`, value.origin, ONLY_PODS).map(one => ({ ...one, path: ['podLabels', key.plain] })),
    ),
    ...podAnnotations.flatMap(({ key, value }) =>
      without('podAnnotations', value.origin, ONLY_PODS).map(one => ({ ...one, path: ['podAnnotations', key.plain] })),
    ),
    ...without(
      'rollout.revisionHistoryLimit',
      rollout.revisionHistoryLimit?.origin,
      'ECS keeps every revision of a task definition',
    ),
    ...ofEach(pool, ({ imagePullPolicy }, below) => {
      if (imagePullPolicy === undefined) return [];
      const path = [...below, 'imagePullPolicy'];
      return without(path.join('.'), imagePullPolicy.origin, AGENT_PULLS).map(one => ({ ...one, path }));
    }),
  ];
}

const ONLY_PODS = 'only pods have it';
export const AGENT_PULLS = 'the ECS agent decides when it pulls an image';
