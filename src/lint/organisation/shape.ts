import type { Sourced } from '../../model/sourced.ts';

/**
 * What an expression may read: the one table behind the check of its names, the values it is given and the documented
 * schema.
 */
export type Shape = Leaf | ListShape | RecordShape | Members;

export type LeafKind = 'text' | 'int' | 'double' | 'bool' | 'duration';

export interface Leaf<K extends LeafKind = LeafKind> {
  readonly kind: K;
  readonly describe?: string;
  readonly oneOf?: readonly string[];
  readonly optional?: true;
}

export interface ListShape<I extends Shape = Shape> {
  readonly kind: 'list';
  readonly items: I;
  readonly describe?: string;
  readonly optional?: true;
}

/** A map from any text. */
export interface RecordShape<V extends Shape = Shape> {
  readonly kind: 'record';
  readonly values: V;
  readonly describe?: string;
  readonly optional?: true;
}

export interface Members<M extends Readonly<Record<string, Shape>> = Readonly<Record<string, Shape>>> {
  readonly kind: 'members';
  readonly members: M;
  readonly describe?: string;
  readonly optional?: true;
}

interface LeafTypes {
  readonly text: string;
  readonly int: number;
  readonly double: number;
  readonly bool: boolean;
  /** Seconds. */
  readonly duration: number;
}

/** Data of a shape whose leaves say where they come from, durations in seconds; maps may say so too. */
export type InputOf<S> = S extends { readonly kind: 'list'; readonly items: infer I }
  ? readonly InputOf<I>[]
  : S extends { readonly kind: 'record'; readonly values: infer V }
    ? Readonly<Record<string, InputOf<V>>>
    : S extends { readonly kind: 'members'; readonly members: infer M }
      ? MembersOf<M> | Sourced<MembersOf<M>>
      : S extends { readonly kind: infer K extends LeafKind }
        ? Sourced<LeafTypes[K]>
        : never;
type MembersOf<M> = {
  readonly [K in keyof M]: InputOf<M[K]> | (M[K] extends { readonly optional: true } ? undefined : never);
};

const leaf =
  <K extends LeafKind>(kind: K) =>
  (describe: string): Leaf<K> => ({ kind, describe });

export const text = leaf('text');
export const int = leaf('int');
export const double = leaf('double');
export const bool = leaf('bool');
export const duration = leaf('duration');

export function oneOf(describe: string, ...values: readonly string[]): Leaf<'text'> {
  return { kind: 'text', describe, oneOf: values };
}

export function list<const I extends Shape>(describe: string, items: I): ListShape<I> {
  return { kind: 'list', items, describe };
}

export function record<const V extends Shape>(describe: string, values: V): RecordShape<V> {
  return { kind: 'record', values, describe };
}

export function members<const M extends Readonly<Record<string, Shape>>>(describe: string, of: M): Members<M> {
  return { kind: 'members', members: of, describe };
}

/** Left out where it was not declared; `has(…)` asks. */
export function optional<const S extends Shape>(shape: S): S & { readonly optional: true } {
  return { ...shape, optional: true };
}

export const BOOL: Leaf<'bool'> = { kind: 'bool' };
export const INT: Leaf<'int'> = { kind: 'int' };
export const TEXT: Leaf<'text'> = { kind: 'text' };
export const DURATION: Leaf<'duration'> = { kind: 'duration' };

const NAMES: Readonly<Record<Shape['kind'], string>> = {
  text: 'a string',
  int: 'an int',
  double: 'a double',
  bool: 'a bool',
  duration: 'a duration',
  list: 'a list',
  record: 'a map',
  members: 'a map',
};

/** As CEL calls it: `a duration`. */
export function shapeName({ kind }: Shape): string {
  return NAMES[kind];
}
