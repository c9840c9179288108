import type { Fix, TextEdit } from '../../model/diagnostic.ts';
import { writtenAt } from '../../model/sourced.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import type { Span } from '../../model/span.ts';
import { MOST_DAYS } from '../../model/units.ts';
import { yamlText } from '../../model/yaml-scalar.ts';

/** Edits for fixes: each touches what it is about and leaves every other byte, comments too. */

/** A fix of all these edits; undefined where one of them cannot be made. */
export function fix(
  title: string,
  safety: Fix['safety'],
  ...edits: readonly (TextEdit | undefined)[]
): Fix | undefined {
  const made = edits.filter(edit => edit !== undefined).filter(({ text }) => !hasTooLongDuration(text));
  return made.length === edits.length ? { title, safety, edits: made } : undefined;
}

/**
 * Another scalar in place of a written one: a text is in quotes where it needs them or where the old one has them, a
 * number never. Undefined where the value was not written itself, or is one end of a range.
 */
export function replaceValue(value: Sourced<unknown>, scalar: string | number): TextEdit | undefined {
  if (value.origin.kind !== 'written') return undefined;
  const { span } = value.origin;
  const old = span.source.text.slice(span.start, span.end);
  if (isRange(old)) return undefined;
  // A number, and what is read as one (70%, 5m), needs quotes only where it has had them.
  if (typeof scalar === 'number') return { span, text: String(scalar) };
  return { span, text: typeof value.plain === 'string' || /^["']/.test(old) ? yamlText(scalar, span) : scalar };
}

/** A map or list of YAML in place of a written value. */
export function replaceByFlow(value: Sourced<unknown>, flow: string): TextEdit | undefined {
  return value.origin.kind === 'written' ? { span: value.origin.span, text: flow } : undefined;
}

/** Another text where `old` stands, such as a name inside a query; undefined where the place is not exactly that. */
export function replacePlace(place: Origin, old: string, text: string): TextEdit | undefined {
  if (place.kind !== 'written') return undefined;
  const { span } = place;
  return span.source.text.slice(span.start, span.end) === old ? { span, text } : undefined;
}

/**
 * Text before and behind a part of a written value, such as a query inside its quotes; undefined where it does not
 * stand there as it is.
 */
export function wrapPlace(place: Origin, inner: string, before: string, behind: string): TextEdit | undefined {
  return replacePlace(place, inner, `${before}${inner}${behind}`);
}

/**
 * `key: value` as the first entry of a written map, block or flow; `map` is the place of the map's value. The value is
 * YAML: a name that a file gives is written by `yamlText`.
 */
export function insertEntry(map: Origin, key: string, value: string): TextEdit | undefined {
  const span = writtenAt(map)?.span;
  if (span === undefined) return undefined;
  const { source, start } = span;
  const at = (offset: number, text: string): TextEdit => ({ span: { source, start: offset, end: offset }, text });
  if (source.text[start] === '{')
    return at(start + 1, /^\{\s*\}/.test(source.text.slice(start)) ? ` ${key}: ${value} ` : ` ${key}: ${value},`);
  const line = lineStart(span);
  const indent = source.text.slice(line, start);
  // A block map begins at its first key; anything but blanks or a list's dash before it is no block map.
  if (!/^[ ]*(?:- +)*$/.test(indent)) return undefined;
  return at(start, `${key}: ${value}\n${indent.replaceAll('-', ' ')}`);
}

/** `key: value` beside a written entry of the same map, block or flow, of which only the value's place is known. */
export function insertBeside(sibling: Sourced<unknown>, key: string, value: string): TextEdit | undefined {
  if (sibling.origin.kind !== 'written') return undefined;
  const { span } = sibling.origin;
  const { source, end } = span;
  const line = lineStart(span);
  const before = source.text.slice(line, span.start);
  const at = (offset: number, text: string): TextEdit => ({ span: { source, start: offset, end: offset }, text });
  // Only inside a flow map is a value followed by a comma or a brace, which may be on a later line.
  if (/^(?:\s|#[^\n]*\n)*[,}]/.test(source.text.slice(end))) return at(end, `, ${key}: ${value}`);
  return /^ *[\w.-]+: +$/.test(before) ? at(line, `${/^ */.exec(before)?.[0] ?? ''}${key}: ${value}\n`) : undefined;
}

/** Another number in place of a written one, which may be the upper end of a range such as `2..10`. */
export function replaceUpper(upper: Sourced<number>, text: string): TextEdit | undefined {
  if (upper.origin.kind !== 'written') return undefined;
  const { source, start, end } = upper.origin.span;
  const number = /^(?:\d+\.\.)?(\d+)$/.exec(source.text.slice(start, end))?.[1];
  return number === undefined ? undefined : { span: { source, start: end - number.length, end }, text };
}

/** Another number in place of a written one, which may be the lower end of a range such as `2..10`. */
export function replaceLower(lower: Sourced<number>, text: string): TextEdit | undefined {
  if (lower.origin.kind !== 'written') return undefined;
  const { source, start, end } = lower.origin.span;
  const number = /^(\d+)(?:\.\.\d+)?$/.exec(source.text.slice(start, end))?.[1];
  return number === undefined ? undefined : { span: { source, start, end: start + number.length }, text };
}

/**
 * Takes away `key: value`, from a line of its own or from a flow map; undefined for any other layout, and for one end
 * of a range, which is not the whole value.
 */
export function removeEntry(value: Sourced<unknown>): TextEdit | undefined {
  if (value.origin.kind !== 'written') return undefined;
  const { span } = value.origin;
  const { source, end } = span;
  const { text } = source;
  const line = lineStart(span);
  const before = text.slice(line, span.start);
  if (isRange(text.slice(span.start, end))) return undefined;
  const rest = /^[^\n]*/.exec(text.slice(end))?.[0] ?? '';
  if (/^ *[\w./-]+: +$/.test(before)) {
    const comment = /^[ ]*(#.*)$/.exec(rest)?.[1];
    const indent = /^ */.exec(before)?.[0] ?? '';
    if (comment !== undefined) return { span: { source, start: line, end: end + rest.length }, text: indent + comment };
    if (/^[ \t\r]*$/.test(rest))
      return { span: { source, start: line, end: Math.min(text.length, end + rest.length + 1) }, text: '' };
    return undefined;
  }
  const key = /([{,])([ ]*)[\w./-]+: +$/.exec(before);
  if (key === null) return undefined;
  const start = span.start - key[0].length;
  const comma = /^[ ]*,[ ]*/.exec(rest)?.[0];
  // The first entry takes the comma behind it along, any other the one before it.
  if (key[1] === '{')
    return { span: { source, start: start + 1 + (key[2]?.length ?? 0), end: end + (comma?.length ?? 0) }, text: '' };
  return { span: { source, start, end }, text: '' };
}

/** A year and more, as formatDuration writes it, which the language refuses; such a fix would be another mistake. */
function hasTooLongDuration(text: string): boolean {
  return [...text.matchAll(/\b(\d+)d(\d+[hms])?/g)].some(
    ([, days, more]) => Number(days) > MOST_DAYS || (Number(days) === MOST_DAYS && more !== undefined),
  );
}

/** `2..10`: each end has the place of the whole. */
function isRange(written: string): boolean {
  return /^[\w.]+\.\.[\w.]+$/.test(written);
}

function lineStart({ source, start }: Span): number {
  return source.text.lastIndexOf('\n', start - 1) + 1;
}
