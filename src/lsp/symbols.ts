import { SymbolKind } from 'vscode-languageserver/node';
import type { DocumentSymbol } from 'vscode-languageserver/node';
import type { Located } from '../source/located.ts';
import type { Inspection } from './inspection.ts';
import { rangeOf } from './places.ts';

/** Below this an outline would repeat the file. */
const DEEPEST = 4;

/** The outline: keys with what is under them. */
export function symbols({ tree }: Inspection): readonly DocumentSymbol[] {
  return tree === undefined ? [] : under(tree, 1);
}

function under(node: Located, depth: number): DocumentSymbol[] {
  if (node.kind !== 'map' || depth > DEEPEST) return [];
  return [...node.entries].flatMap(([name, { key, value }]): DocumentSymbol[] => {
    const { source, start } = key.span;
    // What an alias or a merge key brings stands elsewhere, and a symbol may not.
    if (
      name === '' ||
      start < node.at.span.start ||
      value.at.span.start < start ||
      value.at.span.end > node.at.span.end
    )
      return [];
    const children = under(value, depth + 1);
    return [
      {
        name,
        ...(value.kind === 'scalar' ? { detail: String(value.plain) } : {}),
        kind: value.kind === 'map' ? SymbolKind.Object : value.kind === 'list' ? SymbolKind.Array : SymbolKind.Property,
        range: rangeOf({ source, start, end: value.at.span.end }),
        selectionRange: rangeOf(key.span),
        ...(children.length === 0 ? {} : { children }),
      },
    ];
  });
}
