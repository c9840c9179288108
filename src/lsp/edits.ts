import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import type { Fix } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { rangeOf, uriOf } from './places.ts';

/** A document as its edits must name it. */
export interface Edited {
  readonly uri: string;
  readonly version: number;
  readonly source: SourceText;
  /** Whether the editor can be told which version of a document is meant. */
  readonly versioned: boolean;
}

/** A fix as an editor makes it; undefined where it changes what is in no file. */
export function workspaceEdit({ edits }: Pick<Fix, 'edits'>, document: Edited): WorkspaceEdit | undefined {
  const byUri = new Map<string, TextEdit[]>();
  for (const { span, text } of edits) {
    const uri = uriOf(span.source, document);
    if (uri === undefined) return undefined;
    byUri.set(uri, [...(byUri.get(uri) ?? []), { range: rangeOf(span), newText: text }]);
  }
  if (!document.versioned) return { changes: Object.fromEntries(byUri) };
  return {
    documentChanges: [...byUri].map(([uri, changes]) => ({
      textDocument: { uri, version: uri === document.uri ? document.version : null },
      edits: changes,
    })),
  };
}

/** The one edit between two texts: what both begin and end with is left alone, and so are the cursors in it. */
export function difference(source: SourceText, text: string): Pick<Fix, 'edits'> {
  const old = source.text;
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start < shorter && old[start] === text[start]) start += 1;
  let same = 0;
  while (same < shorter - start && old[old.length - 1 - same] === text[text.length - 1 - same]) same += 1;
  return { edits: [{ span: { source, start, end: old.length - same }, text: text.slice(start, text.length - same) }] };
}
