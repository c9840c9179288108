import { lineAt } from '../../model/line-at.ts';
import type { Span } from '../../model/span.ts';

/** Half-open range of offsets in which a finding must begin to be meant by a comment. */
export interface Scope {
  readonly from: number;
  readonly to: number;
}

/**
 * What comments of a text cover: one behind something covers its line; one that stands alone covers the entry below
 * with all that is indented deeper. The text is gone through once, however many comments ask.
 */
export function scopesIn(text: string): (comment: Span) => Scope {
  let known: Lines | undefined;
  return ({ start }) => {
    const line = text.lastIndexOf('\n', start - 1) + 1;
    if (text.slice(line, start).trim() !== '') return { from: line, to: lineEnd(text, start) };
    known ??= linesOf(text);
    const { starts, entry, end } = known;
    const below = entry[lineAt(starts, start) + 1] ?? starts.length;
    return { from: starts[below] ?? text.length, to: starts[end[below] ?? starts.length] ?? text.length };
  };
}

interface Lines {
  /** Offset of each line. */
  readonly starts: readonly number[];
  /** Of each line, the first at or below it that is neither blank nor a comment. */
  readonly entry: Int32Array;
  /** Of each such line, the first below it that is such a line and is not indented deeper. */
  readonly end: Int32Array;
}

function linesOf(text: string): Lines {
  const starts: number[] = [];
  for (let at = 0; at < text.length; at = lineEnd(text, at)) starts.push(at);
  const count = starts.length;
  const entry = new Int32Array(count).fill(count);
  const end = new Int32Array(count).fill(count);
  const indents = starts.map((start, index) => indentAt(text, start, starts[index + 1] ?? text.length));
  /** Entries below, the nearest last, each indented deeper than those before it. */
  const below: number[] = [];
  for (let line = count - 1; line >= 0; line -= 1) {
    const indent = indents[line] ?? -1;
    if (indent >= 0) {
      while ((indents[below.at(-1) ?? count] ?? -1) > indent) below.pop();
      end[line] = below.at(-1) ?? count;
      below.push(line);
    }
    entry[line] = indent >= 0 ? line : (entry[line + 1] ?? count);
  }
  return { starts, entry, end };
}

/** Blanks in front of a line; -1 for one that is blank or a comment. */
function indentAt(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text[at] === ' ') at += 1;
  const indent = at - start;
  while (at < end && /\s/.test(text.charAt(at))) at += 1;
  return at === end || text[at] === '#' ? -1 : indent;
}

/** Offset behind the line break. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}
