import type { Span } from '../model/span.ts';

/**
 * One-based lines and columns in UTF-16 code units, as editors count; the end is the place after the last character.
 */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function regionOf({ source, start, end }: Span): Region {
  const from = source.positionAt(start);
  const to = source.positionAt(Math.max(start, end));
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

/** `pipestream-scaling.yaml:3:16`, which terminals and editors turn into a link. */
export function placeText(span: Span): string {
  const { line, column } = regionOf(span);
  return `${span.source.name}:${String(line)}:${String(column)}`;
}
