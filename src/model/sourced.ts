import type { Span } from './span.ts';

/** Where a value comes from, or how it was worked out. */
export type Origin = Written | Chosen | Derived;

/** The user wrote it; `overlay` names the environment whose overlay did. */
export interface Written {
  readonly kind: 'written';
  readonly span: Span;
  readonly overlay?: string;
}

/** We chose it: a default, a row of a table, a constant of an emitter. `near` is the line that led to the choice. */
export interface Chosen {
  readonly kind: 'chosen';
  readonly why: string;
  readonly near?: Origin;
}

/** Arithmetic over named inputs; `how` prints the formula, `from` the numbers that went in. */
export interface Derived {
  readonly kind: 'derived';
  readonly how: string;
  readonly from: Readonly<Record<string, Sourced<unknown>>>;
}

/**
 * A value that carries its origin.
 *
 * The property is `plain` and never `value`: cdk8s silently prints `{value: …}` for any object that has one.
 * Using a Sourced where a plain value belongs throws, so a forgotten `.plain` is found by the first test.
 */
export class Sourced<out T> {
  readonly plain: T;
  readonly origin: Origin;

  constructor(plain: T, origin: Origin) {
    this.plain = plain;
    this.origin = origin;
  }

  toJSON(): never {
    throw new TypeError('a Sourced was serialised; unwrap it first');
  }

  [Symbol.toPrimitive](): never {
    throw new TypeError('a Sourced was used as a primitive; take its .plain');
  }
}

/** A value that an emitter or a default chose. */
export function because<T>(why: string, plain: T, near?: Origin): Sourced<T> {
  return new Sourced(plain, near === undefined ? { kind: 'chosen', why } : { kind: 'chosen', why, near });
}

type SourcedRecord = Readonly<Record<string, Sourced<unknown>>>;
type PlainOf<R extends SourcedRecord> = { readonly [K in keyof R]: R[K] extends Sourced<infer P> ? P : never };

/**
 * A value worked out of others: `derive('max lag = perReplica × max', {perReplica, max}, v => v.perReplica * v.max)`.
 */
export function derive<R extends SourcedRecord, T>(
  how: string,
  from: R,
  compute: (plain: PlainOf<R>) => T,
): Sourced<T> {
  const plain: Record<string, unknown> = {};
  for (const key of Object.keys(from)) plain[key] = from[key]?.plain;
  // The record has exactly the keys of `from`, which TypeScript cannot follow.
  return new Sourced(compute(plain as PlainOf<R>), { kind: 'derived', how, from });
}

/** The same origin with another shape of the value: a unit converted, a number printed. */
export function mapped<T, U>(sourced: Sourced<T>, convert: (plain: T) => U): Sourced<U> {
  return new Sourced(convert(sourced.plain), sourced.origin);
}

/** Template literal whose holes may be Sourced: text`${pool.name}-scaler`. */
export function text(strings: TemplateStringsArray, ...holes: readonly Hole[]): Sourced<string> {
  const plain = filled(strings, hole => String(hole instanceof Sourced ? hole.plain : hole), holes);
  return new Sourced(plain, new Composed(strings, holes));
}

type Hole = Sourced<string | number> | string | number;

/**
 * The origin of such a text, told when somebody asks: hardly any is asked for, and those of a large system's queries
 * would be a quarter of what a build holds.
 */
class Composed implements Derived {
  readonly kind = 'derived';
  readonly #strings: TemplateStringsArray;
  readonly #holes: readonly Hole[];

  constructor(strings: TemplateStringsArray, holes: readonly Hole[]) {
    this.#strings = strings;
    this.#holes = holes;
  }

  get how(): string {
    return filled(
      this.#strings,
      (hole, index) => (hole instanceof Sourced ? `{${nameAt(index)}}` : String(hole)),
      this.#holes,
    );
  }

  get from(): SourcedRecord {
    return Object.fromEntries(
      this.#holes.flatMap((hole, index) => (hole instanceof Sourced ? [[nameAt(index), hole] as const] : [])),
    );
  }
}

function nameAt(index: number): string {
  return `p${String(index + 1)}`;
}

function filled(
  strings: TemplateStringsArray,
  print: (hole: Hole, index: number) => string,
  holes: readonly Hole[],
): string {
  let all = strings[0] ?? '';
  for (const [index, hole] of holes.entries()) all += print(hole, index) + (strings[index + 1] ?? '');
  return all;
}

/** `T` as an emitter may write it: any node may carry its origin, and a member that may be absent may be undefined. */
export type Emit<T> = EmitNode<T> | Sourced<EmitNode<T>>;

/** The same, with no origin at its root. Scalars come first: a number with a unit is an object to the type checker. */
export type EmitNode<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer I)[]
    ? readonly Emit<I>[]
    : { readonly [K in keyof T]: Emit<T[K]> | (Record<never, never> extends Pick<T, K> ? undefined : never) };

/** What a tree unwraps to: JSON, with undefined members left out. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Plain data: every Sourced replaced by what it holds, at any depth; undefined members and items left out.
 * A loop that assigns, and no Object.fromEntries over lists of pairs: every field of 40,000 files comes by here.
 */
export function unwrap(tree: unknown): Json {
  if (tree instanceof Sourced) return unwrap(tree.plain);
  if (typeof tree === 'string' || typeof tree === 'boolean' || tree === null) return tree;
  if (Array.isArray(tree)) return tree.filter(item => item !== undefined).map(unwrap);
  if (isMap(tree)) return unwrapMap(tree);
  if (typeof tree === 'number' && Number.isFinite(tree)) return tree;
  throw new TypeError(`cannot emit ${typeof tree === 'number' ? String(tree) : typeof tree}`);
}

function isMap(tree: unknown): tree is Readonly<Record<string, unknown>> {
  return typeof tree === 'object' && tree !== null;
}

/** By its keys: a list of pairs for each map would be most of what a build throws away. */
function unwrapMap(tree: Readonly<Record<string, unknown>>): { readonly [key: string]: Json } {
  const plain: Record<string, Json> = {};
  for (const key of Object.keys(tree)) {
    const child = tree[key];
    if (child === undefined || (child instanceof Sourced && child.plain === undefined)) continue;
    // An assignment to `__proto__` would set the prototype and lose the key.
    if (key === '__proto__')
      Object.defineProperty(plain, key, { value: unwrap(child), configurable: true, enumerable: true, writable: true });
    else plain[key] = unwrap(child);
  }
  return plain;
}

/** Keys and indices from the root of a tree to a node. */
export type Path = readonly (string | number)[];

/** The nearest origin at or above `path`; undefined only for a tree whose root carries none. */
export function originAt(tree: unknown, path: Path): Origin | undefined {
  let nearest: Origin | undefined;
  let node = tree;
  for (let depth = 0; ; depth += 1) {
    while (node instanceof Sourced) {
      nearest = node.origin;
      node = node.plain;
    }
    const step = path[depth];
    if (step === undefined || typeof node !== 'object' || node === null) return nearest;
    if (Array.isArray(node)) {
      // unwrap leaves undefined items out, so positions count only what is there.
      node = node.filter(item => item !== undefined)[Number(step)];
    } else {
      node = Object.entries(node).find(([key]) => key === String(step))?.[1];
    }
  }
}

/** The line that the user wrote and that led to this origin, if there is one: the first, in the order of the inputs. */
export function writtenAt(origin: Origin | undefined): Written | undefined {
  switch (origin?.kind) {
    case 'written':
      return origin;
    case 'chosen':
      return writtenAt(origin.near);
    case 'derived':
      for (const input of Object.values(origin.from)) {
        const found = writtenAt(input.origin);
        if (found !== undefined) return found;
      }
      return undefined;
    case undefined:
      return undefined;
  }
}

/** Every line that led to this origin, each once, in the order of the inputs. */
export function writtenPlaces(origin: Origin): readonly Written[] {
  switch (origin.kind) {
    case 'written':
      return [origin];
    case 'chosen':
      return origin.near === undefined ? [] : writtenPlaces(origin.near);
    case 'derived': {
      const places = Object.values(origin.from).flatMap(input => writtenPlaces(input.origin));
      return places.filter(
        ({ span }, index) =>
          places.findIndex(
            other =>
              other.span.source === span.source && other.span.start === span.start && other.span.end === span.end,
          ) === index,
      );
    }
  }
}
