import { CodeActionKind, CodeActionTriggerKind } from 'vscode-languageserver/node';
import type { CodeAction, CodeActionContext, Range } from 'vscode-languageserver/node';
import type * as lsp from 'vscode-languageserver/node';
import type { Diagnostic } from '../model/diagnostic.ts';
import { difference, workspaceEdit } from './edits.ts';
import type { Edited } from './edits.ts';
import { overlap } from './places.ts';
import { suppression } from './suppression.ts';

/** All safe fixes at once, for editors that make them on save. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.pipestream-scaling`;

export interface Found {
  readonly diagnostic: Diagnostic;
  readonly shown: lsp.Diagnostic;
}

export interface ActionOptions {
  readonly document: Edited;
  readonly range: Range;
  readonly context: CodeActionContext;
  /** The whole text with every safe fix made. */
  readonly mend: () => string;
  /** Ids of what a comment may suppress. */
  readonly policies: ReadonlySet<string>;
  /** Whether an edit may leave the cursor in its middle. */
  readonly snippets: boolean;
}

/** What can be done about the findings in a range: their fixes first, a comment that suppresses them last. */
export function quickFixes(found: readonly Found[], options: ActionOptions): readonly CodeAction[] {
  const { context, document, range } = options;
  const here = found.filter(({ shown }) => overlap(shown.range, range));
  const fixes = wanted(context, CodeActionKind.QuickFix) ? here.flatMap(one => fixesOf(one, document)) : [];
  const comments = wanted(context, CodeActionKind.QuickFix) ? here.flatMap(one => suppressing(one, options) ?? []) : [];
  return [...fixes, ...comments, ...fixAll(found, here, options)];
}

/** `source` asks for `source.fixAll` and all that is under it; nothing asks for everything. */
function wanted({ only }: CodeActionContext, kind: string): boolean {
  return (
    only === undefined ||
    only.some(asked => kind === asked || kind.startsWith(`${asked}.`) || asked === CodeActionKind.Empty)
  );
}

function fixesOf({ diagnostic, shown }: Found, document: Edited): readonly CodeAction[] {
  const safeFirst = (diagnostic.fixes ?? []).toSorted(
    (a, b) => Number(b.safety === 'safe') - Number(a.safety === 'safe'),
  );
  return safeFirst.flatMap((fix, index): CodeAction[] => {
    const edit = workspaceEdit(fix, document);
    if (edit === undefined) return [];
    const title = fix.safety === 'safe' ? fix.title : `${fix.title} (unsafe)`;
    return [
      {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [shown],
        edit,
        ...(index === 0 && fix.safety === 'safe' ? { isPreferred: true } : {}),
      },
    ];
  });
}

function suppressing(
  { diagnostic, shown }: Found,
  { document, policies, snippets }: ActionOptions,
): CodeAction | undefined {
  const edit = policies.has(diagnostic.id) ? suppression(diagnostic, document, snippets) : undefined;
  return edit === undefined
    ? undefined
    : { title: `Suppress ${diagnostic.id} with a comment`, kind: CodeActionKind.QuickFix, diagnostics: [shown], edit };
}

/** To mend takes several looks at the text, so not each time that the cursor moves. */
function fixAll(
  found: readonly Found[],
  here: readonly Found[],
  { context, document, mend }: ActionOptions,
): readonly CodeAction[] {
  if (!wanted(context, FIX_ALL)) return [];
  const among = context.only === undefined ? here : found;
  const asked = context.only !== undefined || context.triggerKind !== CodeActionTriggerKind.Automatic;
  if (!asked || !among.some(({ diagnostic }) => diagnostic.fixes?.some(({ safety }) => safety === 'safe') === true))
    return [];
  const text = mend();
  const edit = text === document.source.text ? undefined : workspaceEdit(difference(document.source, text), document);
  return edit === undefined ? [] : [{ title: 'Make every safe fix', kind: FIX_ALL, edit }];
}
