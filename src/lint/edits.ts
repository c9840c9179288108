import type { Fix, TextEdit } from '../model/diagnostic.ts';
import { writtenAt } from '../model/sourced.ts';
import type { Origin, Sourced } from '../model/sourced.ts';
import type { Span } from '../model/span.ts';

/** Edits for fixes: each touches what it is about and leaves every other byte, comments too. */

/** A fix of all these edits; undefined where one of them cannot be made. */
export function fix(title: string, safety: Fix['safety'], ...edits: readonly (TextEdit | undefined)[]): Fix | undefined {
  const made = edits.filter(edit => edit !== undefined);
  return made.length === edits.length ? { title, safety, edits: made } : undefined;
}

/** Another text in place of a written value; undefined where the value was not written itself. */
export function replaceValue(value: Sourced<unknown>, text: string): TextEdit | undefined {
  return value.origin.kind === 'written' ? { span: value.origin.span, text } : undefined;
}

/** `key: value` as the first entry of a written map, block or flow; `map` is the place of the map's value. */
export function insertEntry(map: Origin, key: string, value: string): TextEdit | undefined {
  const span = writtenAt(map)?.span;
  if (span === undefined) return undefined;
  const { source, start } = span;
  const at = (offset: number, text: string): TextEdit => ({ span: { source, start: offset, end: offset }, text });
  if (source.text[start] === '{') return at(start + 1, /^\{\s*\}/.test(source.text.slice(start)) ? ` ${key}: ${value} ` : ` ${key}: ${value},`);
  const line = lineStart(span);
  const indent = source.text.slice(line, start);
  // A block map begins at its first key; anything but blanks or a list's dash before it is no block map.
  if (!/^[ ]*(?:- +)*$/.test(indent)) return undefined;
  return at(start, `${key}: ${value}\n${indent.replaceAll('-', ' ')}`);
}

/** Takes away `key: value`, from a line of its own or from a flow map; undefined for any other layout. */
export function removeEntry(value: Sourced<unknown>): TextEdit | undefined {
  if (value.origin.kind !== 'written') return undefined;
  const { span } = value.origin;
  const { source, end } = span;
  const { text } = source;
  const line = lineStart(span);
  const before = text.slice(line, span.start);
  const rest = /^[^\n]*/.exec(text.slice(end))?.[0] ?? '';
  if (/^ *[\w.-]+: +$/.test(before)) {
    const comment = /^[ ]*(#.*)$/.exec(rest)?.[1];
    const indent = /^ */.exec(before)?.[0] ?? '';
    if (comment !== undefined) return { span: { source, start: line, end: end + rest.length }, text: indent + comment };
    if (/^[ \t\r]*$/.test(rest)) return { span: { source, start: line, end: Math.min(text.length, end + rest.length + 1) }, text: '' };
    return undefined;
  }
  const key = /([{,])([ ]*)[\w.-]+: +$/.exec(before);
  if (key === null) return undefined;
  const start = span.start - key[0].length;
  const comma = /^[ ]*,[ ]*/.exec(rest)?.[0];
  // The first entry takes the comma behind it along, any other the one before it.
  if (key[1] === '{') return { span: { source, start: start + 1 + (key[2]?.length ?? 0), end: end + (comma?.length ?? 0) }, text: '' };
  return { span: { source, start, end }, text: '' };
}

function lineStart({ source, start }: Span): number {
  return source.text.lastIndexOf('\n', start - 1) + 1;
}
