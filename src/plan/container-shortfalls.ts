import type { Container } from '../model/container.ts';
import type { Volume } from '../model/pod.ts';
import type { Pool } from '../model/pool.ts';
import type { Sourced } from '../model/sourced.ts';
import { lost } from './capabilities.ts';
import type { Shortfall } from './capabilities.ts';

/** Every container, whether it serves or runs before the others, with its place below the pool. */
export function ofEach(
  pool: Pool,
  look: (container: Container, below: readonly string[]) => readonly Shortfall[],
): readonly Shortfall[] {
  return [
    ...pool.containers.flatMap(container => look(container, ['containers', container.name.plain])),
    ...pool.initContainers.flatMap(container => look(container, ['initContainers', container.name.plain])),
  ];
}

/** What was written at a path, as a loss there. */
export function lostAt(
  path: readonly string[],
  value: Sourced<unknown> | undefined,
  instead: string,
): readonly Shortfall[] {
  return lost(path.join('.'), value, instead).map(one => ({ ...one, path }));
}

/** Mounts of volumes that exist only on the other platform. */
export function mountsOfVolumes(
  pool: Pool,
  elsewhere: (volume: Volume) => boolean,
  platform: 'Kubernetes' | 'ECS',
): readonly Shortfall[] {
  const kinds = new Map(pool.volumes.filter(elsewhere).map(({ key, source }) => [key.plain, source.kind]));
  return ofEach(pool, ({ mounts }, below) =>
    mounts.flatMap(({ path, volume }) => {
      const kind = kinds.get(volume.plain);
      if (kind === undefined) return [];
      const instead = `A volume of kind ${kind} exists only on ${platform}, so the container starts without ${path.plain}.`;
      return lostAt([...below, 'mounts', path.plain], path, instead).map(one => ({ ...one, dangerous: true }));
    }),
  );
}
