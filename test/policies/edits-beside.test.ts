import { expect, test } from 'vitest';
import { insertBeside, replaceUpper } from '../../src/lint/engine/edits.ts';
import { because, Sourced } from '../../src/model/sourced.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { applyEdits } from '../../src/source/text-edits.ts';
import type { TextEdit } from '../../src/model/diagnostic.ts';

/** `«…»` marks the value that is known. */
function marked(text: string): {
  readonly value: Sourced<number>;
  readonly apply: (edit: TextEdit | undefined) => string | undefined;
} {
  const start = text.indexOf('«');
  const end = text.indexOf('»') - 1;
  const source = sourceText('test.yaml', text.replace(/[«»]/g, ''));
  return {
    value: new Sourced(0, { kind: 'written', span: { source, start, end } }),
    apply: edit => {
      if (edit === undefined) return undefined;
      const edited = applyEdits(source, [edit]);
      return edited.kind === 'edited' ? edited.text : undefined;
    },
  };
}

test.each([
  [
    'a block map',
    'lag:\n  perReplica: «5»  # each\n  group: g\n',
    'lag:\n  key: v\n  perReplica: 5  # each\n  group: g\n',
  ],
  ['a flow map', 'lag: { perReplica: «5», group: g }\n', 'lag: { perReplica: 5, key: v, group: g }\n'],
  [
    'the last entry of a flow map',
    'lag: { group: g, perReplica: «5» }\n',
    'lag: { group: g, perReplica: 5, key: v }\n',
  ],
  [
    'a flow map over several lines',
    'lag: {\n  group: g,\n  perReplica: «5» # each\n}\n',
    'lag: {\n  group: g,\n  perReplica: 5, key: v # each\n}\n',
  ],
  ['an item of a list', '- perReplica: «5»\n', undefined],
])('an entry beside another in %s', (_what, text, expected) => {
  const { value, apply } = marked(text);
  expect(apply(insertBeside(value, 'key', 'v'))).toBe(expected);
});

test.each([
  ['a number', 'max: «10»\n', 'max: 7\n'],
  ['the end of a range', 'replicas: «2..10»\n', 'replicas: 2..7\n'],
  ['a range in quotes, which is left alone', 'replicas: «"2..10"»\n', undefined],
])('%s', (_what, text, expected) => {
  const { value, apply } = marked(text);
  expect(apply(replaceUpper(value, '7'))).toBe(expected);
});

test('what was not written has no edit', () => {
  expect(insertBeside(because('a default', 1), 'key', 'v')).toBeUndefined();
  expect(replaceUpper(because('a default', 1), '7')).toBeUndefined();
});
