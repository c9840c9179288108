import type { Located, LocatedMap } from '../source/located.ts';
import type { Parsed } from './parse.ts';

/**
 * Paths of policy files that a configuration names anywhere, its environments included: what may be asked for, whether
 * or not the rest of it is valid.
 */
export function policyPathsOf({ value: root }: Parsed): readonly string[] {
  if (root?.kind !== 'map') return [];
  const environments = root.entries.get('environments')?.value;
  const overlays = environments?.kind === 'map' ? [...environments.entries.values()].map(({ value }) => value) : [];
  return [...new Set([root, ...overlays].flatMap(layer => (layer.kind === 'map' ? pathsIn(layer) : [])))];
}

function pathsIn(layer: LocatedMap): readonly string[] {
  const list: Located | undefined = layer.entries.get('policies')?.value;
  if (list?.kind !== 'list') return [];
  return list.items.flatMap(item => (item.kind === 'scalar' && typeof item.plain === 'string' ? [item.plain] : []));
}
