import type { SourceText, Span } from '../model/span.ts';
import { NotCertain } from './not-certain.ts';

/**
 * What stands between the scalars of a text: blanks, line breaks, indicators, anchors and comments. Anything else is
 * something that one pass does not take: a tag, a directive, `?`, the end of a document, a tab.
 */
export class BetweenValues {
  /** Of the text so far, in its order. */
  readonly comments: Span[] = [];
  /** Anchors that were passed; each must have been given to a value. */
  anchors = 0;
  readonly #source: SourceText;
  readonly #text: string;
  #read: number;

  constructor(source: SourceText, start: number) {
    this.#source = source;
    this.#text = source.text;
    this.#read = start;
  }

  /** Goes on to the start of a scalar, or to the end of the text, and from there behind it. */
  pass(to: number, end: number): void {
    const text = this.#text;
    let at = this.#read;
    if (to < at) throw new NotCertain();
    while (at < to) {
      switch (text.charCodeAt(at)) {
        case HASH:
          at = this.comment(at);
          break;
        case AMPERSAND:
          this.anchors += 1;
          at = anchorAt(text, at).end;
          break;
        case BLANK:
        case LINE_FEED:
        case CARRIAGE_RETURN:
        case COLON:
        case COMMA:
        case 0x5b:
        case 0x5d:
        case 0x7b:
        case 0x7d:
          at += 1;
          break;
        case DASH:
          at += text.startsWith('---', at) ? 3 : 1;
          if (at < text.length && !isBlankOrBreak(text.charCodeAt(at))) throw new NotCertain();
          break;
        default:
          throw new NotCertain();
      }
    }
    if (at > to) throw new NotCertain();
    this.#read = end;
  }

  /** A comment, which must have a blank or a line break before it; its end. */
  comment(start: number): number {
    const end = lineEnd(this.#text, start);
    if (start > 0 && !isBlankOrBreak(this.#text.charCodeAt(start - 1))) throw new NotCertain();
    this.comments.push({ source: this.#source, start, end });
    return end;
  }
}

export interface Anchor {
  readonly name: string;
  readonly end: number;
}

const ANCHOR = /&([\w-]+)(?=[ \r\n])/y;

/** The anchor at an offset: a word, with a blank or the end of the line behind it. */
export function anchorAt(text: string, offset: number): Anchor {
  ANCHOR.lastIndex = offset;
  const name = ANCHOR.exec(text)?.[1];
  if (name === undefined) throw new NotCertain();
  return { name, end: offset + 1 + name.length };
}

/** The first character that is no blank, no line break and in no comment. */
export function contentAt(text: string, from: number): number {
  for (let at = from; ; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === HASH && (at === 0 || isBlankOrBreak(text.charCodeAt(at - 1)))) at = lineEnd(text, at);
    else if (!isBlankOrBreak(unit)) return at;
  }
}

export function lineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  if (feed < 0) return text.length;
  return text.charCodeAt(feed - 1) === CARRIAGE_RETURN ? feed - 1 : feed;
}

export function isBlankOrBreak(unit: number): boolean {
  return unit === BLANK || unit === LINE_FEED || unit === CARRIAGE_RETURN;
}

const BLANK = 0x20;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const HASH = 0x23;
export const AMPERSAND = 0x26;
export const DASH = 0x2d;
const COLON = 0x3a;
const COMMA = 0x2c;
