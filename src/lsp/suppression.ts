import type { WorkspaceEdit } from 'vscode-languageserver/node';
import { parse } from '../config/parse.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { workspaceEdit } from './edits.ts';
import type { Edited } from './edits.ts';
import { standingAt } from './located-at.ts';
import { rangeOf } from './places.ts';

/**
 * A comment above the entry that a finding is in. The reason is left to be written: until it is, the comment hides
 * nothing and says so itself.
 */
export function suppression({ id, span }: Diagnostic, document: Edited, snippets: boolean): WorkspaceEdit | undefined {
  const { source, uri, version } = document;
  if (span === undefined || span.source.name !== source.name) return undefined;
  const tree = parse(source).value;
  const entry = tree && standingAt(tree, span.start)?.entry;
  if (entry === undefined) return undefined;
  // A value may have lines of its own, in which a comment would be text; the line of its key has none.
  const line = source.text.lastIndexOf('\n', entry.start - 1) + 1;
  const indent = /^ */.exec(source.text.slice(line))?.[0] ?? '';
  const place = { source, start: line, end: line };
  const ending = source.text.includes('\r\n') ? '\r\n' : '\n';
  const comment = `${indent}# pipestream-scaling-ignore ${id} -- `;
  if (!snippets) return workspaceEdit({ edits: [{ span: place, text: comment + ending }] }, document);
  return {
    documentChanges: [
      {
        textDocument: { uri, version },
        edits: [{ range: rangeOf(place), snippet: { kind: 'snippet', value: `${comment}$0${ending}` } }],
      },
    ],
  };
}
