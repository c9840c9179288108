import type { EcsFileSystem, EcsMount, EcsVolume } from '../../model/ecs-plan.ts';
import type { Container } from '../../model/container.ts';
import type { EfsFileSystem, Volume } from '../../model/pod.ts';
import type { Pool } from '../../model/pool.ts';
import { because, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';

/** A directory that lives as long as the task, or a file system of EFS; every other kind is of Kubernetes. */
export function isOnEcs({ source }: Volume): boolean {
  return source.kind === 'emptyDir' || efsOf(source) !== undefined;
}

/** What a task mounts of EFS for a volume, if anything. */
export function efsOf(source: Volume['source']): EfsFileSystem | undefined {
  return source.kind === 'efs' || source.kind === 'persistentVolumeClaim' ? source.efs : undefined;
}

/** What is in memory belongs to its container, and is no volume of the task. */
type InMemory = readonly { readonly volume: Sourced<string> }[];

export function volumesOf(pool: Pool, inMemory: InMemory): readonly EcsVolume[] {
  return shared(pool, inMemory).map(({ key, source }) => {
    const efs = efsOf(source);
    return { name: key, efs: efs && fileSystemOf(efs) };
  });
}

function fileSystemOf({ at, fileSystem, accessPoint, rootDirectory, iam }: EfsFileSystem): EcsFileSystem {
  return {
    fileSystem,
    rootDirectory,
    // An access point and the task role need it (ECS API, EFSVolumeConfiguration), and nothing is gained without it.
    transitEncryption: because('files do not cross the network in clear text', 'ENABLED', at),
    authorization:
      accessPoint === undefined && iam === undefined
        ? undefined
        : { accessPoint, iam: iam && mapped(iam, on => (on ? 'ENABLED' : 'DISABLED')) },
  };
}

function shared({ volumes }: Pool, inMemory: InMemory): readonly Volume[] {
  const elsewhere = new Set(inMemory.map(({ volume }) => volume.plain));
  return volumes.filter(volume => isOnEcs(volume) && !elsewhere.has(volume.key.plain));
}

export function mountsOf({ mounts }: Container, pool: Pool, inMemory: InMemory): readonly EcsMount[] {
  const known = new Map(shared(pool, inMemory).map(({ key, source }) => [key.plain, source]));
  return mounts.flatMap(({ path, volume, readOnly }) => {
    const source = known.get(volume.plain);
    if (source === undefined) return [];
    // A claim that can only be read is that wherever it is mounted, so the file system beside it is too.
    const claim =
      source.kind === 'persistentVolumeClaim' && source.readOnly?.plain === true ? source.readOnly : undefined;
    return [{ path, volume, readOnly: claim ?? readOnly ?? because('a mount may be written', false, path.origin) }];
  });
}
