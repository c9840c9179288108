import type { EcsCompute, EcsLinuxParameters } from '../../model/ecs-plan.ts';
import type { Container } from '../../model/container.ts';
import type { Volume } from '../../model/pod.ts';
import type { Pool } from '../../model/pool.ts';
import { because, derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { mebibytes } from '../../model/units.ts';
import { capabilitiesOf } from './linux-capabilities.ts';

/** A volume in memory that one container has for itself. */
interface MemoryMount {
  readonly container: Container;
  readonly path: Sourced<string>;
  readonly volume: Sourced<string>;
  /** MiB. */
  readonly size: Sourced<number>;
}

/**
 * What tasks keep in memory: on instances of one's own alone (ECS API, LinuxParameters), and each for one container,
 * since what ECS mounts there is no volume that others could share.
 */
export function memoryMounts(pool: Pool, compute: EcsCompute): readonly MemoryMount[] {
  if (compute !== 'EC2') return [];
  const mounts = [...pool.containers, ...pool.initContainers].flatMap(container =>
    container.mounts.map(mount => ({ container, ...mount })),
  );
  return pool.volumes.flatMap(({ key, source }) => {
    if (source.kind !== 'emptyDir' || source.medium === undefined || source.sizeLimit === undefined) return [];
    const [mount, another] = mounts.filter(({ volume }) => volume.plain === key.plain);
    if (mount === undefined || another !== undefined || mount.readOnly?.plain === true) return [];
    const { container, path } = mount;
    const { medium, sizeLimit } = source;
    const size = derive('MiB of the volume in memory', { medium, sizeLimit }, plain => mebibytes(plain.sizeLimit));
    return [{ container, path, volume: key, size }];
  });
}

/** Why a volume in memory is on the disk of the task after all: one sentence. */
export function whyOnDisk({ source }: Volume, compute: EcsCompute): string {
  if (compute !== 'EC2') return 'The volume is on the disk of the task.';
  return source.kind === 'emptyDir' && source.sizeLimit === undefined
    ? 'ECS keeps a volume in memory only where it has a `sizeLimit`, so it is on the disk of the task.'
    : 'ECS keeps a volume in memory only where it is mounted once and may be written, so it is on the disk of the task.';
}

export function linuxParametersOf(
  container: Container,
  compute: EcsCompute,
  inMemory: readonly MemoryMount[],
): EcsLinuxParameters | undefined {
  const capabilities = capabilitiesOf(container, compute);
  const own = inMemory.filter(mount => mount.container === container);
  const shared = own.find(isSharedMemory)?.size;
  const tmpfs = own
    .filter(mount => !isSharedMemory(mount))
    .map(({ path, size }) => ({
      path,
      size,
      // Docker forbids it on a tmpfs unless it is asked for; the kubelet does not.
      option: because('a volume in memory on Kubernetes may hold programs', 'exec', path.origin),
    }));
  const memory = own.length === 0 ? undefined : { shared, tmpfs };
  return capabilities === undefined && memory === undefined ? undefined : { capabilities, memory };
}

/** Docker mounts it in every container, and ECS sets its size. */
function isSharedMemory({ path }: MemoryMount): boolean {
  return path.plain.replace(/\/+$/, '') === '/dev/shm';
}
