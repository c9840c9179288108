import type { Json, Path } from '../model/sourced.ts';

/** What stands at a path, own members only. */
export function valueAt(data: Json | undefined, path: Path): Json | undefined {
  let node = data;
  for (const step of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
    node = isList(node) ? node[Number(step)] : node[step];
  }
  return node;
}

export function textAt(data: Json | undefined, ...path: Path): string | undefined {
  const value = valueAt(data, path);
  return typeof value === 'string' ? value : undefined;
}

export function numberAt(data: Json | undefined, ...path: Path): number | undefined {
  const value = valueAt(data, path);
  return typeof value === 'number' ? value : undefined;
}

export function listAt(data: Json | undefined, ...path: Path): readonly Json[] {
  const value = valueAt(data, path);
  return typeof value === 'object' && value !== null && isList(value) ? value : [];
}

/** Members of a map, in their order; none where there is no map. */
export function entriesAt(data: Json | undefined, ...path: Path): readonly (readonly [string, Json])[] {
  const value = valueAt(data, path);
  return typeof value === 'object' && value !== null && !isList(value) ? Object.entries(value) : [];
}

// Array.isArray does not narrow a readonly array away from a map.
function isList(node: JsonMap | readonly Json[]): node is readonly Json[] {
  return Array.isArray(node);
}

interface JsonMap {
  readonly [key: string]: Json;
}
