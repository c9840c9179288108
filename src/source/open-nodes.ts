import type { Budgets } from '../model/budgets.ts';
import type { SourceText, Span } from '../model/span.ts';
import { AMPERSAND, anchorAt, BetweenValues, contentAt, DASH, isBlankOrBreak, lineEnd } from './between-values.ts';
import { certainPlain } from './certain-plain.ts';
import { hasControlCharacter } from './characters.ts';
import { ClosedNodes, isEmpty } from './closed-nodes.ts';
import type { Closed } from './closed-nodes.ts';
import type { Located } from './located.ts';
import { NotCertain } from './not-certain.ts';

/** What js-yaml tells of a node, when it opens and when it closes it. */
interface Told {
  readonly position: number;
  readonly line: number;
  readonly kind: string | null;
  result: unknown;
}

interface Opened {
  readonly at: number;
  /** Where its content begins, once that was looked up: not at the blanks, comments and anchor before it. */
  begin?: number;
  readonly line: number;
  /** Nodes that waited by then; those after them are in this one. */
  readonly waiting: number;
  readonly weight: number;
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

/**
 * js-yaml opens a node wherever one may be, a mapping before it knows whether there is one: then a node holds a single
 * one that begins where it does, and is that.
 */
export class OpenNodes {
  readonly #text: string;
  readonly #depth: number;
  readonly #between: BetweenValues;
  readonly #nodes: ClosedNodes;
  /** js-yaml leaves a byte order mark out of its offsets. */
  readonly #shift: number;
  readonly #opened: Opened[] = [];
  readonly #closed: Closed[] = [];
  #anchors = 0;

  constructor(source: SourceText, budgets: Pick<Budgets, 'nodes' | 'depth' | 'aliases'>) {
    this.#text = source.text;
    this.#depth = budgets.depth;
    this.#shift = source.text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
    this.#between = new BetweenValues(source, this.#shift);
    this.#nodes = new ClosedNodes(source, budgets);
  }

  open({ position, line }: Told): void {
    // There are as many levels as open nodes at most.
    if (this.#opened.length >= this.#depth) throw new NotCertain();
    this.#opened.push({
      at: position + this.#shift,
      line,
      waiting: this.#closed.length,
      weight: this.#nodes.weight,
    });
  }

  close(told: Told): void {
    const opened = this.#opened.pop();
    if (opened === undefined) throw new NotCertain();
    const { kind, result } = told;
    // What js-yaml itself puts together is of no use here, and of this it is the least.
    told.result = '';
    const end = told.position + this.#shift;
    const found = contentAt(this.#text, opened.at);
    if (kind === null && !(this.#text.charAt(found) === '*' && end > found)) {
      this.#closed.push(this.#nodes.empty(behindBlanks(this.#text, opened.at)));
      return;
    }
    const anchor = this.#text.charCodeAt(found) === AMPERSAND ? anchorAt(this.#text, found) : undefined;
    const start = anchor === undefined ? found : contentAt(this.#text, anchor.end);
    const node = this.#node({ kind, result, start, end, lines: told.line > opened.line }, opened.waiting);
    this.#closed.length = opened.waiting;
    this.#closed.push(node);
    if (anchor === undefined) return;
    this.#placeAnchor(node, anchor.end);
    this.#nodes.anchor(anchor.name, node, this.#nodes.weight - opened.weight);
    this.#anchors += 1;
  }

  /** The root, when all of the text is read. */
  end(): { readonly tree: Located; readonly comments: readonly Span[]; readonly weight: number } {
    const [root] = this.#closed;
    const text = this.#text;
    this.#between.pass(text.length, text.length);
    if (root === undefined || this.#closed.length > 1 || root.located.kind !== 'map') throw new NotCertain();
    if (this.#between.anchors !== this.#anchors) throw new NotCertain();
    // A root behind `---` on the same line, or one that is indented.
    if (root.start > this.#shift && text.charAt(root.start - 1) !== '\n') throw new NotCertain();
    return { tree: root.located, comments: this.#between.comments, weight: this.#nodes.weight };
  }

  #node(said: Said, waiting: number): Closed {
    const { kind, start } = said;
    const count = this.#closed.length - waiting;
    const first = this.#closed[waiting];
    const unit = this.#text.charCodeAt(start);
    // A tag, and a tab between a colon and its value: js-yaml reads on behind both.
    if (unit === EXCLAMATION || unit === TAB) throw new NotCertain();
    if (first === undefined) {
      if (kind === null) return this.#alias(start);
      return kind === 'scalar' ? this.#scalar(said) : this.#flow([], said);
    }
    if (count === 1 && isBlockScalar(unit) && isEmpty(first)) {
      // js-yaml looks for a key before it, and finds nothing.
      this.#nodes.weight -= 1;
      return this.#scalar(said);
    }
    if (first.start === start && count === 1) return first;
    const inside = this.#closed.slice(waiting);
    const last = inside.at(-1)?.end ?? start;
    if (first.start === start) return this.#nodes.map(inside, start, last, 0);
    return unit === DASH ? this.#blockList(inside, said, last) : this.#flow(inside, said);
  }

  #alias(start: number): Closed {
    ALIAS.lastIndex = start;
    const name = ALIAS.exec(this.#text)?.[1];
    if (name === undefined) throw new NotCertain();
    const end = start + 1 + name.length;
    this.#between.pass(start, end);
    return this.#nodes.alias(name, start, end);
  }

  #scalar({ result, start, end: position, lines }: Said): Closed {
    if (typeof result !== 'string') throw new NotCertain();
    const unit = this.#text.charCodeAt(start);
    const quoted = unit === DOUBLE_QUOTE || unit === SINGLE_QUOTE;
    const end = quoted ? position : trimmed(this.#text, position);
    this.#between.pass(start, end);
    if (isBlockScalar(unit)) this.#blockScalar(start, end);
    else if (lines) this.#continues(start, end);
    if (quoted) checkQuoted(this.#text.slice(start, end), result);
    const plain = quoted || isBlockScalar(unit) ? result : certainPlain(result);
    if (plain === undefined) throw new NotCertain();
    return this.#nodes.scalar(plain, start, end);
  }

  /** No digit in the header; of the last of a text, how it ends must not matter. */
  #blockScalar(start: number, end: number): void {
    const headerEnd = lineEnd(this.#text, start);
    const header = this.#text.slice(start, headerEnd);
    if (!BLOCK_HEADER.test(header) || end <= headerEnd) throw new NotCertain();
    // The place of a block scalar ends before other blanks than those of YAML too.
    if (/\s/.test(this.#text.charAt(end - 1))) throw new NotCertain();
    const hash = header.indexOf('#');
    if (hash >= 0) this.#between.comment(start + hash);
    const last = contentAt(this.#text, end) >= this.#text.length;
    if (last && (header.includes('+') || !/^\r?\n?$/.test(this.#text.slice(end)))) throw new NotCertain();
  }

  #blockList(items: readonly Closed[], { result, start }: Said, end: number): Closed {
    if (!Array.isArray(result) || result.length !== items.length || items.some(isEmpty)) throw new NotCertain();
    return this.#nodes.list(items, start, end, items.length);
  }

  #flow(inside: readonly Closed[], { kind, result, start, end, lines }: Said): Closed {
    const list = kind === 'sequence';
    if (this.#text.charAt(start) !== (list ? '[' : '{') || inside.some(isEmpty)) throw new NotCertain();
    // `[a: b]` is a map in a list.
    if (list && (!Array.isArray(result) || result.length !== inside.length)) throw new NotCertain();
    if (lines) this.#continues(start, end);
    return list ? this.#nodes.list(inside, start, end, 1) : this.#nodes.map(inside, start, end, 1);
  }

  /** Each line must be deeper than what a flow collection or a text of several lines is in. */
  #continues(start: number, end: number): void {
    const text = this.#text;
    const around = this.#around(start);
    // Inside of another one, the lines are looked at with those of that.
    if (around !== undefined && (text.charAt(around) === '[' || text.charAt(around) === '{')) return;
    const column = around === undefined ? -1 : around - (text.lastIndexOf('\n', around) + 1);
    for (let feed = text.indexOf('\n', start); feed >= 0 && feed < end; feed = text.indexOf('\n', feed + 1)) {
      const content = behindBlanks(text, feed + 1);
      if (content - feed - 1 <= column && !isBlankOrBreak(text.charCodeAt(content))) throw new NotCertain();
    }
  }

  /** Where the map or list begins that a node is in. */
  #around(start: number): number | undefined {
    for (const opened of this.#opened.toReversed()) {
      opened.begin ??= this.#begin(opened.at);
      if (opened.begin !== start) return opened.begin;
    }
    return undefined;
  }

  #begin(opened: number): number {
    const found = contentAt(this.#text, opened);
    const anchored = this.#text.charCodeAt(found) === AMPERSAND;
    return anchored ? contentAt(this.#text, anchorAt(this.#text, found).end) : found;
  }

  /** An anchor before a block stands on a line of its own; one before anything else, on the line of that. */
  #placeAnchor({ located, start }: Closed, anchorEnd: number): void {
    const ownLine = this.#text.slice(anchorEnd, start).includes('\n');
    const block = located.kind !== 'scalar' && this.#text.charAt(start) !== '[' && this.#text.charAt(start) !== '{';
    if (ownLine !== block) throw new NotCertain();
  }
}

const BYTE_ORDER_MARK = 0xfeff;
const TAB = 0x09;
const BLANK = 0x20;
const EXCLAMATION = 0x21;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const ALIAS = /\*([\w-]+)(?=[ ,\]}\r\n]|$)/y;
const BLOCK_HEADER = /^[|>][-+]?(?: +(?:#.*)?)?$/;
const UNUSUAL_ESCAPE = /\\(?!["\\/nt]|u[\da-fA-F]{4})/;

function isBlockScalar(unit: number): boolean {
  return unit === 0x7c || unit === 0x3e;
}

/** js-yaml keeps some of the blanks at the end of a line; an escape may stand for what no text may hold. */
function checkQuoted(written: string, plain: string): void {
  if (/[ \t]\r?\n/.test(written)) throw new NotCertain();
  if (written.startsWith('"') && written.includes('\\') && (UNUSUAL_ESCAPE.test(written) || hasControlCharacter(plain)))
    throw new NotCertain();
}

function behindBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === BLANK) at += 1;
  return at;
}

/** The end of a plain or block scalar: js-yaml has read the blanks behind it. */
function trimmed(text: string, position: number): number {
  let end = Math.min(position, text.length);
  while (isBlankOrBreak(text.charCodeAt(end - 1)) || text.charCodeAt(end - 1) === TAB) end -= 1;
  return end;
}
