import type { Path, Written } from '../model/sourced.ts';
import type { Located, LocatedEntry, LocatedMap, LocatedScalar } from '../source/located.ts';

/** What a scalar at a path stands for when a map is laid over it; undefined where the map replaces it. */
export type Opening = (scalar: LocatedScalar, path: Path) => Located | undefined;

/**
 * Lays one tree over another, as JSON Merge Patch (RFC 7396) does: maps merge, everything else replaces, `null`
 * removes. A short form is opened before a map is laid over it; over a map a scalar replaces, as in the RFC.
 *
 * What the overlay wrote carries its name. A key that both wrote keeps the place of the one whose value holds: the
 * base's where two maps merge, the overlay's where it replaces. Nothing is changed in place; what the overlay does not
 * touch is shared.
 */
export function overlay(base: Located, over: Located, name: string, opening: Opening = () => undefined): Located {
  if (over.kind !== 'map') return marked(over, name);
  return merged(
    base.kind === 'map' ? base : { kind: 'map', at: signed(over.at, name), entries: new Map() },
    over,
    { name, opening },
    [],
  );
}

interface Laying {
  readonly name: string;
  readonly opening: Opening;
}

function merged(base: LocatedMap, over: LocatedMap, laying: Laying, path: Path): LocatedMap {
  if (over.entries.size === 0) return base;
  const entries = new Map<string, LocatedEntry>(base.entries);
  for (const [key, { key: keyAt, value }] of over.entries) {
    if (value.kind === 'scalar' && value.plain === null) entries.delete(key);
    else entries.set(key, laid(entries.get(key), { key: keyAt, value }, laying, [...path, key]));
  }
  return { ...base, entries };
}

function laid(below: LocatedEntry | undefined, { key, value }: LocatedEntry, laying: Laying, path: Path): LocatedEntry {
  if (below !== undefined && value.kind === 'map') {
    const under = below.value.kind === 'scalar' ? laying.opening(below.value, path) : below.value;
    if (under?.kind === 'map') return { key: below.key, value: merged(under, value, laying, path) };
    // A short form that cannot be read stays, for the schema to say what is wrong with it.
    if (under?.kind === 'scalar') return { key: below.key, value: under };
  }
  return { key: signed(key, laying.name), value: marked(value, laying.name) };
}

/**
 * A copy that carries the overlay's name; as in RFC 7396 a `null` at any depth of a new map removes, so it leaves
 * nothing.
 */
function marked(node: Located, name: string): Located {
  const at = signed(node.at, name);
  switch (node.kind) {
    case 'scalar':
      return { ...node, at };
    case 'list':
      return { ...node, at, items: node.items.map(item => markedItem(item, name)) };
    case 'map':
      return merged({ kind: 'map', at, entries: new Map() }, node, { name, opening: () => undefined }, []);
  }
}

/** Inside a list nothing merges, so a `null` there is a value. */
function markedItem(node: Located, name: string): Located {
  const at = signed(node.at, name);
  switch (node.kind) {
    case 'scalar':
      return { ...node, at };
    case 'list':
      return { ...node, at, items: node.items.map(item => markedItem(item, name)) };
    case 'map': {
      const entries = new Map<string, LocatedEntry>();
      for (const [key, entry] of node.entries)
        entries.set(key, { key: signed(entry.key, name), value: markedItem(entry.value, name) });
      return { ...node, at, entries };
    }
  }
}

function signed(at: Written, overlayName: string): Written {
  return { ...at, overlay: overlayName };
}
