import { lineAt } from '../model/line-at.ts';
import type { Position, SourceText, Span } from '../model/span.ts';

/**
 * A text that can turn offsets into places.
 *
 * Lines end at LF, CRLF or a lone CR, as in editors and the language server protocol; U+2028 and U+0085 do not end
 * a line, because YAML 1.2 and editors agree that they do not. A byte order mark takes no column.
 */
export function sourceText(name: string, text: string): SourceText {
  let starts: readonly number[] | undefined;
  return {
    name,
    text,
    positionAt(offset: number): Position {
      starts ??= lineStarts(text);
      const within = Math.min(Math.max(offset, 0), text.length);
      const line = lineAt(starts, within);
      const start = starts[line] ?? 0;
      const mark = line === 0 && within > 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
      return { line: line + 1, column: within - start - mark + 1 };
    },
  };
}

export function spanOf(source: SourceText, start: number, end: number): Span {
  return { source, start, end };
}

const BYTE_ORDER_MARK = 0xfeff;

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 10 || (unit === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  return starts;
}
