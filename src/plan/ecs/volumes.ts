import type { EcsMount } from '../../model/ecs-plan.ts';
import type { Container } from '../../model/container.ts';
import type { Volume } from '../../model/pod.ts';
import type { Pool } from '../../model/pool.ts';
import { because } from '../../model/sourced.ts';

/** A directory that lives as long as the task; every other kind is of Kubernetes. */
export function isOnEcs({ source }: Volume): boolean {
  return source.kind === 'emptyDir';
}

export function mountsOf({ mounts }: Container, { volumes }: Pool): readonly EcsMount[] {
  const known = new Set(volumes.filter(isOnEcs).map(({ key }) => key.plain));
  return mounts
    .filter(({ volume }) => known.has(volume.plain))
    .map(({ path, volume, readOnly }) => ({
      path,
      volume,
      readOnly: readOnly ?? because('a mount may be written', false, path.origin),
    }));
}
