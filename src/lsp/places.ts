import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location, Range } from 'vscode-languageserver/node';
import type { SourceText, Span } from '../model/span.ts';

/** Where a span is in an editor: lines and UTF-16 units from zero. */
export function rangeOf({ source, start, end }: Span): Range {
  const from = source.positionAt(start);
  const to = source.positionAt(Math.max(start, end));
  return {
    start: { line: from.line - 1, character: from.column - 1 },
    end: { line: to.line - 1, character: to.column - 1 },
  };
}

/** The same in the file that it is in; undefined for what is in no file, such as an earlier revision. */
export function locationOf(
  span: Span,
  document: { readonly uri: string; readonly source: SourceText },
): Location | undefined {
  const uri = uriOf(span.source, document);
  return uri === undefined ? undefined : { uri, range: rangeOf(span) };
}

export function uriOf(
  { name }: SourceText,
  document: { readonly uri: string; readonly source: SourceText },
): string | undefined {
  if (name === document.source.name) return document.uri;
  return isAbsolute(name) ? pathToFileURL(name).href : undefined;
}

export function overlap(one: Range, other: Range): boolean {
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function isBefore(one: Range['start'], other: Range['start']): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
