import type { TextEdit } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';

export type EditResult =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'overlap'; readonly first: TextEdit; readonly second: TextEdit };

/**
 * Applies edits and leaves every other code unit alone.
 *
 * Equal edits count once, since two findings may ask for the same mend. Edits that touch the same text, or insert
 * different text at one place, are refused: their outcome would depend on the order.
 * Throws RangeError for an edit of another text or outside of this one, which is a bug of the caller.
 */
export function applyEdits(source: SourceText, edits: readonly TextEdit[]): EditResult {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let text = '';
  let reached = 0;
  let previous: TextEdit | undefined;
  for (const edit of sorted) {
    const { start, end } = edit.span;
    if (edit.span.source.text !== source.text || start < 0 || end < start || end > source.text.length) {
      throw new RangeError(`edit ${String(start)}..${String(end)} is not of "${source.name}"`);
    }
    if (previous !== undefined) {
      const same = previous.span.start === start && previous.span.end === end;
      if (same && previous.text === edit.text) continue;
      if (start < previous.span.end || same) return { kind: 'overlap', first: previous, second: edit };
    }
    text += source.text.slice(reached, start) + edit.text;
    reached = end;
    previous = edit;
  }
  return { kind: 'edited', text: text + source.text.slice(reached) };
}
