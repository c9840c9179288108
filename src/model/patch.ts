import type { RawPart } from './raw-part.ts';
import { Sourced } from './sourced.ts';
import type { Origin } from './sourced.ts';

/** Objects of a pool that may be patched. */
export const PATCHED_KINDS = [
  'Deployment',
  'Service',
  'ServiceAccount',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
  'ScaledObject',
  'PodMonitor',
] as const;
export type PatchedKind = (typeof PATCHED_KINDS)[number];

/** Fields of an object that the language has no word for, in the words of its API. */
export interface Patch {
  readonly kind: PatchedKind;
  readonly at: Origin;
  readonly tree: RawPart;
}

/** What tells the items of a list apart, where a patch changes one and leaves the others (patchMergeKey of the API). */
export const MERGE_KEYS: ReadonlyMap<string, string> = new Map([
  ['containers', 'name'],
  ['initContainers', 'name'],
  ['volumes', 'name'],
  ['volumeMounts', 'mountPath'],
  ['ports', 'name'],
]);

/** One field that a patch sets, or removes by null. An item of a list is a step by its name. */
export interface PatchedField {
  readonly path: readonly string[];
  readonly value: RawPart;
}

/** Everything that a patch sets, each at the end of its path: a scalar, an empty map, or a list as a whole. */
export function patchedFields(patch: RawPart, path: readonly string[] = []): readonly PatchedField[] {
  const entries = entriesOf(patch);
  if (entries === undefined || entries.length === 0) return [{ path, value: patch }];
  return entries.flatMap(([key, member]) => {
    const below = [...path, key];
    const items = namedItems(key, member);
    if (items === undefined) return patchedFields(member, below);
    return items.flatMap(([name, item]) => patchedFields(item, [...below, name]));
  });
}

/** The key by which an item of a list is found sets nothing. */
export function namesItem({ path, value }: PatchedField): boolean {
  const [list = '', name, key] = path.slice(-3);
  return key !== undefined && MERGE_KEYS.get(list) === key && value.plain === name;
}

/**
 * An object with a patch over it: maps merge, null removes, a list is replaced but where its items have names (JSON
 * merge patch, RFC 7396, and the merge keys of Kubernetes). Each part keeps its place.
 */
export function merged(tree: unknown, patch: RawPart): Sourced<unknown> {
  const entries = entriesOf(patch);
  if (entries === undefined) return patch;
  const base = membersOf(tree);
  const map = new Map(Object.entries(base ?? {}));
  for (const [key, member] of entries) {
    const items = namedItems(key, member);
    if (member.plain === null) map.delete(key);
    else map.set(key, items === undefined ? merged(map.get(key), member) : mergedItems(key, map.get(key), member));
  }
  return new Sourced(Object.fromEntries(map), tree instanceof Sourced ? tree.origin : patch.origin);
}

function mergedItems(list: string, tree: unknown, patch: RawPart): unknown {
  const known = [...(itemsOf(tree) ?? [])];
  for (const [name, item] of namedItems(list, patch) ?? []) {
    const index = known.findIndex(one => nameOf(list, one) === name);
    if (index < 0) known.push(item);
    else known[index] = merged(known[index], item);
  }
  return known;
}

/** Items of a list by their names; undefined for a list that is replaced, and where an item has no name. */
function namedItems(list: string, value: RawPart): readonly (readonly [string, RawPart])[] | undefined {
  if (!MERGE_KEYS.has(list)) return undefined;
  const items = itemsOf(value);
  if (items === undefined || items.length === 0) return undefined;
  const named = items.flatMap((item): readonly (readonly [string, RawPart])[] => {
    const name = nameOf(list, item);
    return name === undefined || !(item instanceof Sourced) ? [] : [[name, item]];
  });
  return named.length === items.length ? named : undefined;
}

function nameOf(list: string, item: unknown): string | undefined {
  const name = membersOf(item)?.[MERGE_KEYS.get(list) ?? ''];
  const plain: unknown = name instanceof Sourced ? name.plain : name;
  return typeof plain === 'string' ? plain : undefined;
}

function itemsOf(node: unknown): readonly unknown[] | undefined {
  const plain: unknown = node instanceof Sourced ? node.plain : node;
  return Array.isArray(plain) ? plain.filter(item => item !== undefined) : undefined;
}

function membersOf(node: unknown): Readonly<Record<string, unknown>> | undefined {
  const plain: unknown = node instanceof Sourced ? node.plain : node;
  return isMap(plain) ? plain : undefined;
}

function entriesOf(part: RawPart): readonly (readonly [string, RawPart])[] | undefined {
  const map = membersOf(part);
  return (
    map &&
    Object.entries(map).flatMap(([key, member]): readonly (readonly [string, RawPart])[] =>
      member instanceof Sourced ? [[key, member]] : [],
    )
  );
}

function isMap(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
