import type { Located, LocatedMap } from '../source/located.ts';
import type { Parsed } from './parse.ts';

/**
 * Paths of rendered manifests that a configuration names anywhere, its environments included: what may be asked for,
 * whether or not the rest of it is valid.
 */
export function manifestPathsOf({ value: root }: Parsed): readonly string[] {
  if (root?.kind !== 'map') return [];
  const layers = [root, ...mapsIn(root, 'environments')];
  return [...new Set(layers.flatMap(layer => mapsIn(layer, 'pools').flatMap(pathIn)))];
}

function pathIn(pool: LocatedMap): readonly string[] {
  const workload = pool.entries.get('workload')?.value;
  const existing = workload?.kind === 'map' ? workload.entries.get('existing')?.value : undefined;
  const path = existing?.kind === 'map' ? existing.entries.get('manifest')?.value : undefined;
  return path?.kind === 'scalar' && typeof path.plain === 'string' ? [path.plain] : [];
}

function mapsIn(map: LocatedMap, key: string): readonly LocatedMap[] {
  const value: Located | undefined = map.entries.get(key)?.value;
  return value?.kind === 'map'
    ? [...value.entries.values()].flatMap(entry => (entry.value.kind === 'map' ? [entry.value] : []))
    : [];
}
