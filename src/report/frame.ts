import type { SourceText, Span } from '../model/span.ts';
import type { Paint } from './colour.ts';
import { columnsOf, isUnsafe, screenText, widthOf, wrapped } from './screen-text.ts';

export interface Mark {
  readonly span: Span;
  readonly style: 'error' | 'warning' | 'information';
  /** Said after the carets. */
  readonly label?: string;
}

export interface FrameOptions {
  readonly width: number;
  readonly paint: Paint;
  /** From `lineReader`, so that a text is split once for all of its frames. */
  readonly linesOf: LineReader;
}

export type LineReader = (source: SourceText) => readonly string[];

export function lineReader(): LineReader {
  const known = new WeakMap<SourceText, readonly string[]>();
  return source => {
    const lines = known.get(source) ?? source.text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
    known.set(source, lines);
    return lines;
  };
}

/** Lines shown before and after a marked one. */
const CONTEXT = 2;
const TAB = 4;

/**
 * The lines around some spans of one text, with carets under each.
 *
 * A span of several lines is marked in its first. Lines that do not fit the width show the part around their mark.
 */
export function frame(marks: readonly Mark[], { width, paint, linesOf }: FrameOptions): readonly string[] {
  const source = marks[0]?.span.source;
  if (source === undefined) return [];
  const lines = linesOf(source);
  const placed = marks
    .map(mark => ({ ...mark, ...placeOf(mark.span, lines) }))
    .toSorted((a, b) => a.line - b.line || a.from - b.from);
  const shown = shownLines(
    placed.map(mark => mark.line),
    lines,
  );
  const gutter = String(Math.max(...shown)).length;
  const room = Math.max(20, width - gutter - 5);

  const printed: string[] = [];
  let previous: number | undefined;
  for (const number of shown) {
    if (previous !== undefined && number > previous + 1) printed.push(`${' '.repeat(gutter)} ${paint('frame', '…')}`);
    previous = number;
    const marked = placed.filter(mark => mark.line === number);
    const { text: part, start } = partOf(lines[number - 1] ?? '', marked[0]?.from ?? 0);
    const here = marked.map(mark => ({
      ...mark,
      from: Math.max(0, mark.from - start),
      to: Math.max(1, mark.to - start),
    }));
    const cells = cellsOf(part);
    const window = windowOf(cells, here[0], room);
    const pointer = here.length > 0 ? paint(here[0]?.style ?? 'error', '>') : ' ';
    const text = windowText(cells, window);
    printed.push(
      `${pointer} ${paint('frame', `${String(number).padStart(gutter)} |`)}${text === '' ? '' : ` ${text}`}`,
    );
    for (const [index, mark] of here.entries()) {
      const again = here[index - 1];
      const carets = caretsOf(cells, mark, window);
      const label = mark.label === undefined ? '' : screenText(mark.label);
      const repeated = again?.from === mark.from && again.to === mark.to;
      const beside = label !== '' && !repeated && carets.before + carets.count + 1 + widthOf(label) <= room;
      const margin = `  ${' '.repeat(gutter)} ${paint('frame', '|')} `;
      if (!repeated)
        printed.push(
          `${margin}${' '.repeat(carets.before)}${paint(mark.style, `${'^'.repeat(carets.count)}${beside ? ` ${label}` : ''}`)}`,
        );
      // A long label stands below its carets, and so does a second one of the same place.
      if (!beside) for (const line of wrapped(label, room)) printed.push(`${margin}${paint(mark.style, line)}`);
    }
  }
  return printed;
}

/** Of a longer line only what stands around its mark is laid out: a line may be a file of 8 MB. */
const LONG = 4000;

function partOf(line: string, from: number): { readonly text: string; readonly start: number } {
  if (line.length <= LONG) return { text: line, start: 0 };
  const wanted = Math.max(0, from - LONG / 2);
  // Not between the halves of a pair.
  const start = /[\udc00-\udfff]/.test(line.charAt(wanted)) ? wanted + 1 : wanted;
  return { text: line.slice(start, start + LONG).replace(/[\ud800-\udbff]$/, ''), start };
}

interface Placed {
  /** One-based. */
  readonly line: number;
  /** UTF-16 offsets in the line. */
  readonly from: number;
  readonly to: number;
}

function placeOf(span: Span, lines: readonly string[]): Placed {
  const { line, column } = span.source.positionAt(span.start);
  const end = span.source.positionAt(span.end);
  const written = lines[line - 1] ?? '';
  const length = written.length > LONG ? written.length : written.trimEnd().length;
  const from = column - 1;
  return { line, from, to: Math.max(from + 1, end.line === line ? end.column - 1 : length) };
}

/** Context above and below each mark; blank lines at the edges say nothing. */
function shownLines(marked: readonly number[], lines: readonly string[]): readonly number[] {
  const blank = (line: number): boolean => (lines[line - 1] ?? '').slice(0, LONG).trim() === '';
  const shown = new Set<number>();
  for (const line of new Set(marked)) {
    let first = Math.max(1, line - CONTEXT);
    let last = Math.min(lines.length, line + CONTEXT);
    while (first < line && blank(first)) first += 1;
    while (last > line && blank(last)) last -= 1;
    for (let number = first; number <= last; number += 1) shown.add(number);
  }
  return [...shown].toSorted((a, b) => a - b);
}

/** A character as it is shown, where it stands in the line and on the screen. */
interface Cell {
  readonly shown: string;
  readonly offset: number;
  readonly column: number;
  readonly columns: number;
}

function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let offset = 0;
  let column = 0;
  for (const character of line.trimEnd()) {
    const tab = character === '\t';
    const unsafe = !tab && isUnsafe(character);
    const shown = tab ? ' '.repeat(TAB - (column % TAB)) : unsafe ? screenText(character) : character;
    const columns = tab || unsafe ? shown.length : columnsOf(character);
    cells.push({ shown, offset, column, columns });
    offset += character.length;
    column += columns;
  }
  return cells;
}

/** Screen columns [from, to) that are shown. */
interface Window {
  readonly from: number;
  readonly to: number;
  readonly whole: number;
}

function windowOf(cells: readonly Cell[], mark: Placed | undefined, room: number): Window {
  const whole = columnAt(cells, Infinity);
  const start = columnAt(cells, mark?.from ?? 0);
  // A caret may stand one column after the last character.
  const needed = Math.max(whole, start + 1);
  if (needed <= room) return { from: 0, to: needed, whole };
  const end = Math.min(columnAt(cells, mark?.to ?? 0), start + room - 2);
  const wanted =
    end < room - 1 ? 0 : Math.max(0, Math.min(start - Math.floor((room - (end - start)) / 2), whole - room + 2));
  return { from: wanted, to: wanted + room - (wanted > 0 ? 2 : 1), whole };
}

function windowText(cells: readonly Cell[], window: Window): string {
  const inside = cells.filter(cell => cell.column >= window.from && cell.column + cell.columns <= window.to);
  const text = inside.map(cell => cell.shown).join('');
  return `${leadOf(cells, window)}${text}${window.to < window.whole ? '…' : ''}`;
}

/** `…`, and a blank for each half of a wide character that was cut. */
function leadOf(cells: readonly Cell[], window: Window): string {
  if (window.from === 0) return '';
  const first = cells.find(cell => cell.column >= window.from);
  return `…${' '.repeat((first?.column ?? window.from) - window.from)}`;
}

function caretsOf(
  cells: readonly Cell[],
  mark: Placed,
  window: Window,
): { readonly before: number; readonly count: number } {
  const lead = window.from > 0 ? 1 : 0;
  const start = Math.min(Math.max(columnAt(cells, mark.from), window.from), window.to - 1);
  const end = Math.min(Math.max(columnAt(cells, mark.to), start + 1), window.to);
  return { before: start - window.from + lead, count: Math.max(1, end - start) };
}

/** Screen column of a UTF-16 offset; past the last character, the column after it. */
function columnAt(cells: readonly Cell[], offset: number): number {
  const cell = cells.findLast(candidate => candidate.offset <= offset);
  if (cell === undefined) return 0;
  return cells.at(-1) === cell && offset > cell.offset ? cell.column + cell.columns : cell.column;
}
