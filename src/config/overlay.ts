import type { Written } from '../model/sourced.ts';
import type { Located, LocatedEntry, LocatedMap } from '../source/located.ts';

/**
 * Lays one tree over another, as JSON Merge Patch (RFC 7396) does: maps merge, everything else replaces, `null`
 * removes.
 *
 * What the overlay wrote carries its name. A key that both wrote keeps the place of the one whose value holds: the
 * base's where two maps merge, the overlay's where it replaces. Nothing is changed in place; what the overlay does not
 * touch is shared.
 */
export function overlay(base: Located, over: Located, name: string): Located {
  if (over.kind !== 'map') return marked(over, name);
  return merged(
    base.kind === 'map' ? base : { kind: 'map', at: signed(over.at, name), entries: new Map() },
    over,
    name,
  );
}

function merged(base: LocatedMap, over: LocatedMap, name: string): LocatedMap {
  if (over.entries.size === 0) return base;
  const entries = new Map<string, LocatedEntry>(base.entries);
  for (const [key, { key: keyAt, value }] of over.entries) {
    const below = entries.get(key);
    if (value.kind === 'scalar' && value.plain === null) entries.delete(key);
    else if (value.kind === 'map' && below?.value.kind === 'map')
      entries.set(key, { key: below.key, value: merged(below.value, value, name) });
    else entries.set(key, { key: signed(keyAt, name), value: marked(value, name) });
  }
  return { ...base, entries };
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
      return merged({ kind: 'map', at, entries: new Map() }, node, name);
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
