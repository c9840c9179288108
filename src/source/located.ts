import type { Path, Written } from '../model/sourced.ts';

/** What the user wrote, as data that knows where each part of it stands. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: 'map';
  readonly at: Written;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

/** A key has a place of its own: an unknown key of an overlay must not be reported in the base. */
export interface LocatedEntry {
  readonly key: Written;
  readonly value: Located;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly at: Written;
  readonly items: readonly Located[];
}

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly at: Written;
  readonly plain: Scalar;
}

export type Scalar = string | number | boolean | null;
export type Plain = Scalar | Plain[] | { [key: string]: Plain };

export function plainOf(located: Located): Plain {
  switch (located.kind) {
    case 'scalar':
      return located.plain;
    case 'list':
      return located.items.map(plainOf);
    case 'map': {
      const plain: Record<string, Plain> = {};
      located.entries.forEach(({ value }, key) => {
        plain[key] = plainOf(value);
      });
      return plain;
    }
  }
}

/** The node at the end of the longest part of a path that was written. */
export interface Place {
  readonly node: Located;
  readonly at: Written;
  /** The key that leads to the node; absent for the root and for items of a list. */
  readonly key?: Written;
  /** The nearest key at or above the node, so that an item of a list has one too. */
  readonly nearestKey?: Written;
  /** Steps of the path that were found. */
  readonly depth: number;
  /** Whether that is the whole path. */
  readonly exact: boolean;
}

export function locate(root: Located, path: Path): Place {
  let node = root;
  let key: Written | undefined;
  let nearestKey: Written | undefined;
  let depth = 0;
  for (const step of path) {
    if (node.kind === 'map') {
      const entry = node.entries.get(String(step));
      if (entry === undefined) break;
      node = entry.value;
      key = entry.key;
      nearestKey = key;
    } else if (node.kind === 'list') {
      const item: Located | undefined = node.items[Number(step)];
      if (item === undefined) break;
      node = item;
      key = undefined;
    } else break;
    depth += 1;
  }
  return {
    node,
    at: node.at,
    ...(key !== undefined && { key }),
    ...(nearestKey !== undefined && { nearestKey }),
    depth,
    exact: depth === path.length,
  };
}

/** The same map without some keys; the very same node when it has none of them. */
export function without(map: LocatedMap, keys: readonly string[]): LocatedMap {
  if (!keys.some(key => map.entries.has(key))) return map;
  const entries = new Map(map.entries);
  for (const key of keys) entries.delete(key);
  return { ...map, entries };
}

/** Keys that would mean something else to JavaScript or to the tree of sourced values (`$at`, `$key`). */
export const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', '$at', '$key']);

/** A long text counts for what it takes to look at it again, wherever an alias or an environment brings it. */
export function weightOfScalar(value: unknown): number {
  return typeof value === 'string' ? 1 + Math.floor(value.length / 100) : 1;
}
