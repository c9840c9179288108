import type { PlacedText } from '../model/organisation.ts';
import type { Span } from '../model/span.ts';

/**
 * The text of a scalar with the place of each of its parts.
 *
 * YAML changes what is written: escapes, folded lines, the indentation of a block. Both texts are walked side by side;
 * where they cannot be matched (which no scalar of YAML 1.2 should show), a part is the whole scalar.
 */
export function placedText(plain: string, span: Span): PlacedText {
  let written: readonly Range[] | undefined;
  return {
    plain,
    span,
    part(start, end) {
      written ??= rangesOf(plain, span.source.text.slice(span.start, span.end));
      const first = written[Math.min(Math.max(start, 0), plain.length)];
      // Behind the last character, not before the next: a line break with its indentation may stand between.
      const last =
        end > start ? written[Math.min(end, plain.length) - 1] : first && { start: first.start, end: first.start };
      return first === undefined || last === undefined
        ? span
        : { source: span.source, start: span.start + first.start, end: Math.min(span.start + last.end, span.end) };
    },
  };
}

/** Half-open range of offsets in what is written. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** For each character of the text, and for its end, where it is written; fewer where the two part. */
function rangesOf(plain: string, raw: string): readonly Range[] {
  const block = /^[|>][^\r\n]*\r?\n/.exec(raw);
  const ranges: Range[] = [];
  const reader = block === null ? flowReader(raw) : blockReader(raw, block[0]);
  for (const character of plain.split('')) {
    const range = reader(character);
    if (range === undefined) return ranges;
    ranges.push(range);
  }
  const end = ranges.at(-1)?.end ?? Math.min(1, raw.length);
  ranges.push({ start: end, end });
  return ranges;
}

/** Given the characters of a text in turn, says where each is written. */
type Reader = (character: string) => Range | undefined;

function blockReader(raw: string, header: string): Reader {
  // The first line that is not empty sets the indentation, and a tab is not empty; an indicator counts from the parent,
  // which is not seen here.
  const explicit = /[1-9]/.test(header.split('#', 1)[0] ?? '');
  const indent = /^(?: *\r?\n)*( *)/.exec(raw.slice(header.length))?.[1]?.length ?? 0;
  let at = header.length;
  const skipIndent = (): void => {
    for (let left = indent; left > 0 && raw[at] === ' '; left -= 1) at += 1;
    if (raw[at] === '\r') at += 1;
  };
  const take = (): Range => {
    const start = at;
    at += 1;
    if (raw[start] === '\n') skipIndent();
    else if (raw[at] === '\r') at += 1;
    return { start, end: start + 1 };
  };
  skipIndent();
  return character => {
    if (explicit) return undefined;
    // A folded break is a blank; of several breaks the first is gone.
    while (raw[at] === '\n' && character !== '\n' && character !== ' ') take();
    if (raw[at] === '\n' || raw[at] === character) return take();
    return at >= raw.length && character === '\n' ? { start: raw.length, end: raw.length } : undefined;
  };
}

const BREAK = /[ \t]*\r?\n[ \t\r\n]*/y;
const ESCAPE = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|\r?\n[ \t]*|[^\r\n])/y;

function flowReader(raw: string): Reader {
  const quote = raw.startsWith('"') || raw.startsWith("'") ? raw[0] : undefined;
  let at = quote === undefined ? 0 : 1;
  /** Halves of an astral escape, or the breaks that a folded one stands for, still to come. */
  let pending: { readonly range: Range; left: number } | undefined;
  const lengthAt = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.exec(raw)?.[0].length ?? 0;
  };
  return character => {
    if (pending !== undefined && pending.left > 0) {
      pending.left -= 1;
      return pending.range;
    }
    for (;;) {
      const start = at;
      const folded = lengthAt(BREAK);
      if (folded > 0) {
        at += folded;
        // One break is a blank; n of them are n - 1 line breaks.
        const breaks = raw.slice(start, at).split('\n').length - 1;
        pending = { range: { start, end: at }, left: Math.max(breaks - 2, 0) };
        return pending.range;
      }
      if (quote === '"' && raw[at] === '\\') {
        at += lengthAt(ESCAPE);
        if (/^\\\r?\n/.test(raw.slice(start, start + 3))) continue;
        pending = {
          range: { start, end: at },
          left: raw[start + 1] === 'U' && Number.parseInt(raw.slice(start + 2, start + 10), 16) > 0xffff ? 1 : 0,
        };
        return pending.range;
      }
      if (raw[at] !== character) return undefined;
      at += quote === "'" && character === "'" ? 2 : 1;
      return { start, end: at };
    }
  };
}
