import { FAILSAFE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { EventType, State } from 'js-yaml';
import type { Budgets } from '../model/budgets.ts';
import type { SourceText, Span } from '../model/span.ts';
import { anchorAt, AMPERSAND, BetweenValues, contentAt, DASH, isBlankOrBreak, lineEnd } from './between-values.ts';
import { certainPlain } from './certain-plain.ts';
import { hasControlCharacter } from './characters.ts';
import { RESERVED_KEYS, weightOfScalar } from './located.ts';
import type { Located, LocatedEntry, Scalar } from './located.ts';
import { mostTokens } from './most-tokens.ts';
import { NotCertain } from './not-certain.ts';

export interface OnePass {
  readonly tree: Located;
  readonly comments: readonly Span[];
  readonly weight: number;
}

type PassBudgets = Pick<Budgets, 'tokens' | 'nodes' | 'depth' | 'aliases'>;

/**
 * The located tree of a text from one pass of js-yaml, which tells where each node begins and ends; undefined for a text
 * with anything wrong, and for one with anything that js-yaml and YAML 1.2 may read differently. What it gives is what
 * the `yaml` package gives, to the offset: docs/decisions/0016-one-pass.md.
 */
export function onePass(source: SourceText, budgets: PassBudgets): OnePass | undefined {
  const { text } = source;
  if (text.includes(NEXT_LINE) || (text.length > budgets.tokens && mostTokens(text) > budgets.tokens)) return undefined;
  const reading = new Reading(source, budgets);
  // An error would keep the stack that it was made on, and nobody reads it.
  const frames = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    load(text, {
      schema: FAILSAFE_SCHEMA,
      // A key that stands twice is found here, and costs an object less.
      json: true,
      listener: (event: EventType, state: State): void => {
        if (event === 'open') reading.open(state);
        else reading.close(state);
      },
      onWarning: () => {
        throw new NotCertain();
      },
    });
    return reading.end();
  } catch (error) {
    if (error instanceof NotCertain || error instanceof YAMLException || error instanceof RangeError) return undefined;
    throw error;
  } finally {
    Error.stackTraceLimit = frames;
  }
}

/** A node that was closed and waits for the one that it is in. */
interface Closed {
  readonly located: Located;
  readonly start: number;
  /** For an alias not where its value ends. */
  readonly end: number;
}

/** What js-yaml says of a node that it closes; `end` may be behind blanks. */
interface Said {
  readonly kind: string | null;
  readonly result: unknown;
  readonly start: number;
  readonly end: number;
  /** Whether it may go on behind its line. */
  readonly lines: boolean;
}

/** A node that was opened. */
interface Opened {
  readonly at: number;
  readonly line: number;
  /** Nodes that waited by then; those after them are in this one. */
  readonly waiting: number;
  readonly weight: number;
}

/**
 * js-yaml opens a node wherever one may be, a mapping before it knows whether there is one: then a node holds a single
 * one that begins where it does, and is that.
 */
class Reading {
  readonly #source: SourceText;
  readonly #text: string;
  readonly #budgets: PassBudgets;
  readonly #between: BetweenValues;
  /** js-yaml leaves a byte order mark out of its offsets. */
  readonly #shift: number;
  readonly #opened: Opened[] = [];
  readonly #closed: Closed[] = [];
  readonly #anchors = new Map<string, { readonly located: Located; readonly weight: number }>();
  /** Scalars with an anchor of their own, by their start: as a key such a one is not taken. */
  readonly #anchored = new Set<number>();
  #anchorsGiven = 0;
  #weight = 0;
  #byAlias = 0;
  #nodes = 0;

  constructor(source: SourceText, budgets: PassBudgets) {
    this.#source = source;
    this.#text = source.text;
    this.#budgets = budgets;
    this.#shift = source.text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.#between = new BetweenValues(source, this.#shift);
  }

  open({ position, line }: State): void {
    // A level more than there are maps and lists, for the scalar in them.
    if (this.#opened.length > this.#budgets.depth) throw new NotCertain();
    this.#opened.push({ at: position + this.#shift, line, waiting: this.#closed.length, weight: this.#weight });
  }

  close(state: State): void {
    const opened = this.#opened.pop();
    if (opened === undefined) throw new NotCertain();
    const result: unknown = state.result;
    // What js-yaml itself puts together is of no use here, and this is the least of it.
    state.result = '';
    const position = state.position + this.#shift;
    const found = contentAt(this.#text, opened.at);
    if (state.kind === null && !(this.#text[found] === '*' && position > found)) {
      this.#closed.push(this.#empty(opened.at));
      return;
    }
    const anchored = this.#text.charCodeAt(found) === AMPERSAND;
    const anchor = anchored ? anchorAt(this.#text, found) : undefined;
    const start = anchor === undefined ? found : contentAt(this.#text, anchor.end);
    const of = { kind: state.kind, result, start, end: position, lines: state.line > opened.line };
    const node = this.#node(of, opened.waiting);
    this.#closed.length = opened.waiting;
    this.#closed.push(node);
    if (anchor !== undefined) {
      this.#placeAnchor(node, anchor.end, start);
      this.#anchors.set(anchor.name, { located: node.located, weight: this.#weight - opened.weight });
    }
  }

  end(): OnePass {
    const [root] = this.#closed;
    const text = this.#text;
    this.#between.pass(text.length, text.length);
    if (root === undefined || this.#closed.length > 1 || root.located.kind !== 'map') throw new NotCertain();
    if (this.#between.anchors !== this.#anchorsGiven || this.#nodes > this.#budgets.nodes) throw new NotCertain();
    // A root behind `---` on the same line, or one that is indented.
    if (root.start > this.#shift && text[root.start - 1] !== '\n') throw new NotCertain();
    return { tree: root.located, comments: this.#between.comments, weight: this.#weight };
  }

  #node(of: Said, waiting: number): Closed {
    const { kind, start } = of;
    const count = this.#closed.length - waiting;
    const first = this.#closed[waiting];
    const unit = this.#text.charCodeAt(start);
    // A tag, and a tab between a colon and its value: js-yaml reads on behind both.
    if (unit === 0x21 || unit === 0x09) throw new NotCertain();
    // Before a block scalar js-yaml looks for a key, and finds nothing.
    if (first === undefined || (count === 1 && isBlockScalar(unit) && isEmpty(first))) {
      if (first !== undefined) this.#weight -= 1;
      if (kind === null) return this.#alias(start);
      if (kind === 'scalar') return this.#scalar(of);
      return this.#flow([], of);
    }
    if (first.start === start && count === 1) return first;
    const inside = this.#closed.slice(waiting);
    if (first.start === start) return this.#blockMap(inside, start);
    return unit === DASH ? this.#blockList(inside, of) : this.#flow(inside, of);
  }

  /** A value that is not written stands behind the blanks after its colon. */
  #empty(opened: number): Closed {
    let at = opened;
    while (this.#text.charCodeAt(at) === 0x20) at += 1;
    this.#weight += 1;
    return this.#closedScalar(null, at, at);
  }

  #alias(start: number): Closed {
    ALIAS.lastIndex = start;
    const name = ALIAS.exec(this.#text)?.[1];
    const anchor = name === undefined ? undefined : this.#anchors.get(name);
    if (name === undefined || anchor === undefined) throw new NotCertain();
    this.#nodes += 1;
    this.#spend(anchor.weight);
    const end = start + 1 + name.length;
    this.#between.pass(start, end);
    return { located: anchor.located, start, end };
  }

  #spend(weight: number): void {
    this.#byAlias += weight;
    this.#weight += weight;
    if (this.#byAlias > this.#budgets.aliases) throw new NotCertain();
  }

  #scalar({ result, start, end: position, lines }: Said): Closed {
    if (typeof result !== 'string') throw new NotCertain();
    const unit = this.#text.charCodeAt(start);
    const quoted = unit === 0x22 || unit === 0x27;
    const end = quoted ? position : trimmed(this.#text, position);
    const plain = quoted || isBlockScalar(unit) ? result : certainPlain(result);
    if (plain === undefined) throw new NotCertain();
    this.#between.pass(start, end);
    if (isBlockScalar(unit)) this.#blockScalar(start, end);
    else if (lines) {
      // js-yaml keeps some of the blanks at the end of a line.
      if (quoted && BLANK_BEFORE_BREAK.test(this.#text.slice(start, end))) throw new NotCertain();
      this.#continues(start, end);
    }
    if (unit === 0x22 && this.#text.slice(start, end).includes('\\')) this.#escapes(result, start, end);
    this.#nodes += 1;
    this.#weight += weightOfScalar(plain);
    return this.#closedScalar(plain, start, end);
  }

  #escapes(result: string, start: number, end: number): void {
    if (UNUSUAL_ESCAPE.test(this.#text.slice(start, end)) || hasControlCharacter(result)) throw new NotCertain();
  }

  /** No digit in the header, and not the last of the text. */
  #blockScalar(start: number, end: number): void {
    const headerEnd = lineEnd(this.#text, start);
    const header = this.#text.slice(start, headerEnd);
    if (!BLOCK_HEADER.test(header) || end <= headerEnd) throw new NotCertain();
    const hash = header.indexOf('#');
    if (hash >= 0) this.#between.comment(start + hash);
    if (contentAt(this.#text, end) >= this.#text.length) throw new NotCertain();
  }

  /** Each line must be deeper than what a flow collection or a text of several lines is in. */
  #continues(start: number, end: number): void {
    const text = this.#text;
    let around = -1;
    for (let index = this.#opened.length - 1; index >= 0; index -= 1) {
      const opened = this.#opened[index];
      const found = contentAt(text, opened?.at ?? 0);
      const begin = text.charCodeAt(found) === AMPERSAND ? contentAt(text, anchorAt(text, found).end) : found;
      if (begin === start) continue;
      // Inside of another one, the lines are looked at with those of that.
      if (text[begin] === '[' || text[begin] === '{') return;
      around = begin - (text.lastIndexOf('\n', begin) + 1);
      break;
    }
    for (let feed = text.indexOf('\n', start); feed >= 0 && feed < end; feed = text.indexOf('\n', feed + 1)) {
      let at = feed + 1;
      while (text.charCodeAt(at) === 0x20) at += 1;
      if (at - feed - 1 <= around && !isBlankOrBreak(text.charCodeAt(at))) throw new NotCertain();
    }
  }

  #blockList(items: readonly Closed[], { result, start }: Said): Closed {
    if (!Array.isArray(result) || result.length !== items.length || items.some(isEmpty)) throw new NotCertain();
    this.#nodes += items.length;
    this.#weight += 1;
    return this.#closedList(items, start, items.at(-1)?.end ?? start);
  }

  #blockMap(inside: readonly Closed[], start: number): Closed {
    this.#weight += 1;
    return this.#closedMap(inside, start, inside.at(-1)?.end ?? start);
  }

  #flow(inside: readonly Closed[], { kind, result, start, end, lines }: Said): Closed {
    const list = kind === 'sequence';
    if (this.#text[start] !== (list ? '[' : '{') || inside.some(isEmpty)) throw new NotCertain();
    // `[a: b]` is a map in a list.
    if (list && (!Array.isArray(result) || result.length !== inside.length)) throw new NotCertain();
    this.#nodes += 1;
    this.#weight += 1;
    if (lines) this.#continues(start, end);
    return list ? this.#closedList(inside, start, end) : this.#closedMap(inside, start, end);
  }

  #closedScalar(plain: Scalar, start: number, end: number): Closed {
    return { located: { kind: 'scalar', at: { kind: 'written', span: this.#span(start, end) }, plain }, start, end };
  }

  #closedList(items: readonly Closed[], start: number, end: number): Closed {
    const at = { kind: 'written', span: this.#span(start, end) } as const;
    return { located: { kind: 'list', at, items: items.map(({ located }) => located) }, start, end };
  }

  /** Of keys and values in turn. Own keys win over merged ones, and an earlier map of a list over a later one. */
  #closedMap(inside: readonly Closed[], start: number, end: number): Closed {
    const entries = new Map<string, LocatedEntry>();
    let merged: Located | undefined;
    for (let index = 0; index < inside.length; index += 2) {
      const [key, value] = [inside[index], inside[index + 1]];
      if (key === undefined || value === undefined) throw new NotCertain();
      const text = this.#keyText(key);
      this.#weight -= weightOfScalar(text);
      if (text === '<<' && this.#text.charCodeAt(key.start) === 0x3c) {
        if (merged !== undefined) throw new NotCertain();
        merged = value.located;
      } else {
        if (entries.has(text)) throw new NotCertain();
        entries.set(text, { key: key.located.at, value: value.located });
      }
    }
    if (merged !== undefined) this.#merge(entries, merged);
    return { located: { kind: 'map', at: { kind: 'written', span: this.#span(start, end) }, entries }, start, end };
  }

  #merge(entries: Map<string, LocatedEntry>, merged: Located): void {
    for (const map of merged.kind === 'list' ? merged.items : [merged]) {
      if (map.kind !== 'map') throw new NotCertain();
      this.#spend(map.entries.size);
      for (const [name, entry] of map.entries) if (!entries.has(name)) entries.set(name, entry);
    }
  }

  /** A text without an anchor, with its colon right behind it. */
  #keyText({ located, start, end }: Closed): string {
    const own = located.kind === 'scalar' && located.at.span.start === start;
    if (!own || typeof located.plain !== 'string' || this.#text[end] !== ':') throw new NotCertain();
    const text = located.plain;
    if (end - start > LONGEST_KEY || this.#anchored.has(start)) throw new NotCertain();
    if (RESERVED_KEYS.has(text) || hasControlCharacter(text)) throw new NotCertain();
    return text;
  }

  /** An anchor before a block stands on a line of its own; one before anything else, on the line of that. */
  #placeAnchor({ located }: Closed, anchorEnd: number, start: number): void {
    const ownLine = this.#text.slice(anchorEnd, start).includes('\n');
    const block = located.kind !== 'scalar' && this.#text[start] !== '[' && this.#text[start] !== '{';
    if (ownLine !== block || located.at.span.start !== start) throw new NotCertain();
    if (located.kind === 'scalar') this.#anchored.add(start);
    this.#anchorsGiven += 1;
  }

  #span(start: number, end: number): Span {
    return { source: this.#source, start, end };
  }
}

const ALIAS = /\*([\w-]+)(?=[ ,\]}\r\n]|$)/y;
const BLOCK_HEADER = /^[|>][-+]?(?: +(?:#.*)?)?$/;
const BLANK_BEFORE_BREAK = /[ \t]\r?\n/;
const UNUSUAL_ESCAPE = /\\(?!["\\/nt]|u[\da-fA-F]{4})/;
/** The one control character that a text may have, and that no key and no quoted text may. */
const NEXT_LINE = '\u0085';
/** YAML has 1024 characters from a key to its colon. */
const LONGEST_KEY = 1000;

function isBlockScalar(unit: number): boolean {
  return unit === 0x7c || unit === 0x3e;
}

function isEmpty({ start, end }: Closed): boolean {
  return start === end;
}

/** The end of a plain or block scalar: js-yaml has read the blanks behind it. */
function trimmed(text: string, position: number): number {
  let end = Math.min(position, text.length);
  while (isBlankOrBreak(text.charCodeAt(end - 1)) || text.charCodeAt(end - 1) === 0x09) end -= 1;
  return end;
}
