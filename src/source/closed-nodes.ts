import type { Budgets } from '../model/budgets.ts';
import type { SourceText, Span } from '../model/span.ts';
import type { Written } from '../model/sourced.ts';
import { hasControlCharacter } from './characters.ts';
import { RESERVED_KEYS, weightOfScalar } from './located.ts';
import type { Located, LocatedEntry, Scalar } from './located.ts';
import { NotCertain } from './not-certain.ts';

/** A node that one pass has read, and that waits for the one that it is in. */
export interface Closed {
  readonly located: Located;
  readonly start: number;
  /** For an alias not where its value ends. */
  readonly end: number;
}

/** Nothing is written there. */
export function isEmpty({ start, end }: Closed): boolean {
  return start === end;
}

/** Makes located nodes of what is written, and counts what they weigh, as the reader by `yaml` does. */
export class ClosedNodes {
  /** Values of the tree, those that aliases add included. */
  weight = 0;
  readonly #source: SourceText;
  readonly #budgets: Pick<Budgets, 'nodes' | 'aliases'>;
  readonly #anchors = new Map<string, { readonly located: Located; readonly weight: number }>();
  /** Scalars with an anchor of their own, by their start: as a key such a one is not taken. */
  readonly #anchored = new Set<number>();
  #byAlias = 0;
  #nodes = 0;

  constructor(source: SourceText, budgets: Pick<Budgets, 'nodes' | 'aliases'>) {
    this.#source = source;
    this.#budgets = budgets;
  }

  scalar(plain: Scalar, start: number, end: number): Closed {
    this.#write(1);
    this.weight += weightOfScalar(plain);
    return { located: { kind: 'scalar', at: this.#at(start, end), plain }, start, end };
  }

  /** A value that is not written weighs as much as one that is. */
  empty(at: number): Closed {
    this.weight += 1;
    return { located: { kind: 'scalar', at: this.#at(at, at), plain: null }, start: at, end: at };
  }

  alias(name: string, start: number, end: number): Closed {
    const anchor = this.#anchors.get(name);
    if (anchor === undefined) throw new NotCertain();
    this.#write(1);
    this.#spend(anchor.weight);
    return { located: anchor.located, start, end };
  }

  anchor(name: string, { located, start }: Closed, weight: number): void {
    // Of an alias, which has none.
    if (located.at.span.start !== start) throw new NotCertain();
    if (located.kind === 'scalar') this.#anchored.add(start);
    this.#anchors.set(name, { located, weight });
  }

  list(items: readonly Closed[], start: number, end: number, written: number): Closed {
    this.#write(written);
    this.weight += 1;
    return { located: { kind: 'list', at: this.#at(start, end), items: items.map(item => item.located) }, start, end };
  }

  /** Of keys and values in turn. Own keys win over merged ones, and an earlier map of a list over a later one. */
  map(inside: readonly Closed[], start: number, end: number, written: number): Closed {
    this.#write(written);
    this.weight += 1;
    const entries = new Map<string, LocatedEntry>();
    let merged: Located | undefined;
    for (let index = 0; index < inside.length; index += 2) {
      const key = inside[index];
      const value = inside[index + 1];
      if (key === undefined || value === undefined) throw new NotCertain();
      const text = this.#keyOf(key);
      const merges = text === '<<' && this.#source.text.charAt(key.start) === '<';
      if (merges ? merged !== undefined : entries.has(text)) throw new NotCertain();
      if (merges) merged = value.located;
      else entries.set(text, { key: key.located.at, value: value.located });
    }
    if (merged !== undefined) this.#merge(entries, merged);
    return { located: { kind: 'map', at: this.#at(start, end), entries }, start, end };
  }

  #merge(entries: Map<string, LocatedEntry>, merged: Located): void {
    for (const map of merged.kind === 'list' ? merged.items : [merged]) {
      if (map.kind !== 'map') throw new NotCertain();
      this.#spend(map.entries.size);
      for (const [name, entry] of map.entries) if (!entries.has(name)) entries.set(name, entry);
    }
  }

  /** A text without an anchor, with its colon right behind it. */
  #keyOf({ located, start, end }: Closed): string {
    const own = located.kind === 'scalar' && located.at.span.start === start && !this.#anchored.has(start);
    if (!own || typeof located.plain !== 'string' || this.#source.text.charAt(end) !== ':') throw new NotCertain();
    const text = located.plain;
    if (end - start > LONGEST_KEY || RESERVED_KEYS.has(text) || hasControlCharacter(text)) throw new NotCertain();
    // It was counted as a value, and is none.
    this.weight -= weightOfScalar(text);
    return text;
  }

  #write(nodes: number): void {
    this.#nodes += nodes;
    if (this.#nodes > this.#budgets.nodes) throw new NotCertain();
  }

  #spend(weight: number): void {
    this.#byAlias += weight;
    this.weight += weight;
    if (this.#byAlias > this.#budgets.aliases) throw new NotCertain();
  }

  #at(start: number, end: number): Written {
    const span: Span = { source: this.#source, start, end };
    return { kind: 'written', span };
  }
}

/** YAML allows 1024 characters from a key to its colon. */
const LONGEST_KEY = 1000;
