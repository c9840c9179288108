import { CompletionItemKind, MarkupKind } from 'vscode-languageserver/node';
import type { CompletionItem, Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Path } from '../model/sourced.ts';
import { yamlLibrary } from '../source/yaml-library.ts';
import { cursorAt } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { PolicyPage } from './inspection.ts';
import { namesFor, namesIn } from './names.ts';
import { matches } from './paths.ts';
import { descriptionAt, keysOf, schemaAt, valuesOf } from './schema.ts';
import { rawKeys, rawValues } from './raw-fields.ts';
import { parameterKeys, parameterValues } from './scaler-parameters.ts';
import type { SchemaKey } from './schema.ts';

/** What the language has at the cursor: keys, values that can be listed, and names from elsewhere in the file. */
export function completion(
  document: TextDocument,
  offset: number,
  policies: readonly PolicyPage[],
): readonly CompletionItem[] {
  const cursor = cursorAt(document.getText(), offset);
  if (cursor === undefined) return [];
  const range = { start: document.positionAt(cursor.start), end: document.positionAt(cursor.end) };
  switch (cursor.kind) {
    case 'key':
      return keyItems(cursor, cursor.path, range, policies);
    case 'value':
      return valueItems(cursor, cursor.path, range);
    case 'item':
      return [...valueItems(cursor, [...cursor.path, 0], range), ...keyItems(cursor, [...cursor.path, 0], range, [])];
  }
}

function keyItems(
  cursor: Cursor,
  path: Cursor['path'],
  range: Range,
  policies: readonly PolicyPage[],
): readonly CompletionItem[] {
  const known = keysOf(schemaAt(path));
  const names = namesIn(cursor.document, path).map(
    (key): SchemaKey => ({ key, description: descriptionAt([...path, key]), required: false, compound: true }),
  );
  const rules = matches(path, 'lint.rules')
    ? policies.map(
        ({ id, summary }): SchemaKey => ({ key: id, description: summary, required: false, compound: false }),
      )
    : [];
  const valueAt = (step: Path) => cursor.document.getIn(step);
  return [...known, ...names, ...rules, ...parameterKeys(valueAt, path), ...rawKeys(valueAt, path)]
    .filter(({ key }) => !cursor.beside.includes(key))
    .map(({ key, description, required, compound }, index) => ({
      label: key,
      kind: CompletionItemKind.Property,
      ...documented(description),
      ...(required ? { detail: 'required' } : {}),
      // What must be there comes first, the rest in the order of the language.
      sortText: `${required ? '0' : '1'}${String(index).padStart(4, '0')}`,
      textEdit: { range, newText: cursor.colon ? key : `${key}:${compound ? '' : ' '}` },
    }));
}

function valueItems({ document }: Cursor, path: Cursor['path'], range: Range): readonly CompletionItem[] {
  const item = (value: string | number | boolean, kind: CompletionItemKind, index: number): CompletionItem => ({
    label: String(value),
    kind,
    sortText: String(index).padStart(4, '0'),
    textEdit: { range, newText: written(value) },
  });
  const listed = valuesOf(schemaAt(path)).map((value, index) => item(value, CompletionItemKind.EnumMember, index));
  const valueAt = (step: Path) => document.getIn(step);
  const parameters = [...parameterValues(valueAt, path), ...rawValues(valueAt, path)].map((value, index) =>
    item(value, CompletionItemKind.EnumMember, index),
  );
  const names = namesFor(document, path).map((name, index) => item(name, CompletionItemKind.Reference, index));
  return [...listed, ...parameters, ...names];
}

/** As YAML must have it: a text that looks like a number is quoted. */
function written(value: string | number | boolean): string {
  return yamlLibrary().stringify(value, { lineWidth: 0 }).trimEnd();
}

function documented(description: string | undefined): Pick<CompletionItem, 'documentation'> {
  return description === undefined ? {} : { documentation: { kind: MarkupKind.PlainText, value: description } };
}
