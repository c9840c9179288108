import { Sourced, type Written } from '../model/sourced.ts';
import type { Located } from '../source/located.ts';

/** Values that are not looked into; a branded number is one. */
type Leaf = string | number | boolean | bigint | null;

/**
 * A validated value with its places: leaves and lists are Sourced, maps are Sections of the same keys.
 * A union of leaves stays one Sourced; what is optional stays optional.
 */
export type SourcedDeep<T> = LeafOf<Extract<T, Leaf>> | CompoundOf<Exclude<T, Leaf>>;

type LeafOf<T> = [T] extends [never] ? never : Sourced<T>;
type CompoundOf<T> = T extends undefined
  ? undefined
  : T extends readonly (infer I)[]
    ? Sourced<readonly SourcedDeep<I>[]>
    : T extends object
      ? Section<T>
      : never;

/** A map that says where it was written. The parser refuses `$at` and `$key` as keys of a configuration. */
export type Section<T> = { readonly [K in keyof T]: SourcedDeep<T[K]> } & Place;

export interface Place {
  /** The value; for a shorthand the scalar that stands for the whole map. */
  readonly $at: Written;
  /** The key that leads to it; absent for the root, an item of a list, and a map that only a shorthand implies. */
  readonly $key?: Written;
}

/** Maps of outputs that several trees have, each of one entry, with what they were zipped to once that is known. */
export type SharedSections = Map<object, unknown>;

/**
 * Zips the schema's output back to what was written; a part that was not written has the place of the nearest node
 * above it.
 */
export function sourcedTree<T extends object>(
  located: Located,
  output: T,
  shared: SharedSections = new Map(),
): Section<T> {
  // The result has the shape of the output, which a walk over unknown data cannot show to the compiler.
  return zip(output, located, { at: located.at, key: undefined }, shared) as Section<T>;
}

/** Entries of a record of Sections or leaves, without the places of the record itself. */
export function entriesOf<V>(record: { readonly [key: string]: V } & Place): readonly (readonly [string, V])[] {
  return Object.entries<V>(record).filter(([key]) => key !== '$at' && key !== '$key');
}

interface At {
  readonly at: Written;
  readonly key: Written | undefined;
}

function zip(output: unknown, located: Located | undefined, { at, key }: At, shared: SharedSections): unknown {
  if (Array.isArray(output)) {
    const items = located?.kind === 'list' ? located.items : [];
    return new Sourced(
      output.map((item, index) => {
        const written: Located | undefined = items[index];
        return zip(item, written, { at: written?.at ?? at, key: undefined }, shared);
      }),
      at,
    );
  }
  if (typeof output !== 'object' || output === null) return new Sourced(output, at);
  const known = shared.get(output);
  if (known !== undefined) return known;
  const section: Record<string, unknown> = { $at: at };
  if (key !== undefined) section.$key = key;
  const entries = located?.kind === 'map' ? located.entries : undefined;
  for (const [name, value] of Object.entries(output)) {
    if (value === undefined) continue;
    const entry = entries?.get(name);
    const place = entry === undefined ? { at, key: undefined } : { at: entry.value.at, key: entry.key };
    section[name] = zip(value, entry?.value, place, shared);
  }
  if (shared.has(output)) shared.set(output, section);
  return section;
}
