import { pathText } from '../../model/path.ts';
import { originAt, Sourced, writtenAt } from '../../model/sourced.ts';
import type { Path } from '../../model/sourced.ts';
import type { Span } from '../../model/span.ts';
import type { Read } from './reads.ts';

/** A variable of an assertion: its data, and the path in the configuration that it stands at. */
export interface Root {
  readonly tree: unknown;
  readonly path: Path;
}

/** Where what was read is written. */
export interface Place {
  readonly span: Span;
  /** Path in the configuration. */
  readonly path: Path;
  /** The value itself is there, and not only what encloses it. */
  readonly exact: boolean;
  /** The user wrote it, and did not only write what led to it. */
  readonly written: boolean;
  /** `pools.parser.replicas.max is 20` */
  readonly says: string;
}

/** Items of a list that are looked at for a read of all of them. */
const MOST_ITEMS = 1000;

/** Places of what was read, in the order of the reads and of the lists that they go through. */
export function placesOf(reads: readonly Read[], roots: Readonly<Record<string, Root | undefined>>): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { variable, path } of reads) {
    const root = roots[variable];
    if (root === undefined) continue;
    for (const concrete of expanded(root.tree, path)) {
      const place = placeAt(root, concrete);
      const key = `${pathText(place?.path ?? [])} ${String(place?.span.start)}`;
      if (place !== undefined && !places.has(key)) places.set(key, place);
    }
  }
  return [...places.values()];
}

/** The one that says most: the value as written, then what led to it, then what encloses it. */
export function foremost(places: readonly Place[]): Place | undefined {
  return places.find(({ exact, written }) => exact && written) ?? places.find(({ exact }) => exact) ?? places[0];
}

function placeAt({ tree, path: base }: Root, path: Path): Place | undefined {
  const origin = originAt(tree, path);
  const span = writtenAt(origin)?.span;
  if (span === undefined) return undefined;
  const value = valueAt(tree, path);
  const inConfiguration = [...base, ...named(tree, path)];
  return {
    span,
    path: inConfiguration,
    exact: value !== undefined,
    written: origin?.kind === 'written',
    says: `${pathText(inConfiguration)}${typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? ` is ${String(value)}` : ''}`,
  };
}

function expanded(tree: unknown, path: Path): readonly Path[] {
  const star = path.indexOf('*');
  const list = star === -1 ? undefined : valueAt(tree, path.slice(0, star));
  if (star === -1) return [path];
  if (!Array.isArray(list)) return [path.slice(0, star)];
  return list
    .slice(0, MOST_ITEMS)
    .flatMap((_, index) => expanded(tree, [...path.slice(0, star), index, ...path.slice(star + 1)]));
}

function valueAt(tree: unknown, path: Path): unknown {
  let node = plainOf(tree);
  for (const step of path) {
    if (Array.isArray(node)) node = plainOf(node[Number(step)]);
    else
      node =
        typeof node === 'object' && node !== null && Object.hasOwn(node, step)
          ? plainOf(Object.entries(node).find(([key]) => key === String(step))?.[1])
          : undefined;
  }
  return node;
}

function plainOf(node: unknown): unknown {
  return node instanceof Sourced ? node.plain : node;
}

/** The configuration has maps where the input has lists: an item is known by its key or its name there. */
function named(tree: unknown, path: Path): Path {
  const steps = path.map((step, depth) => {
    if (typeof step !== 'number') return step;
    const item = path.slice(0, depth + 1);
    const name = valueAt(tree, [...item, 'key']) ?? valueAt(tree, [...item, 'name']);
    return typeof name === 'string' ? name : step;
  });
  return steps[0] === 'environments' ? steps.slice(2) : steps;
}
