import { expect, test } from 'vitest';
import { parse } from '../../../src/config/parse.ts';
import { sourceText } from '../../../src/source/source-text.ts';

test.each([
  ['brackets', '['.repeat(300) + ']'.repeat(300)],
  ['dashes', `${'- '.repeat(300)}a`],
  ['indentation', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ['keys of one line', `${'a: '.repeat(300)}b`],
])('%s that are nested beyond what can be composed are refused before they are', (_how, text) => {
  const { value, diagnostics } = parse(sourceText('deep.yaml', text));
  expect(value).toBeUndefined();
  expect(diagnostics).toMatchObject([{ id: 'yaml-syntax', message: 'this is nested too deeply to be read' }]);
  expect(diagnostics[0]?.span?.start).toBeGreaterThan(200);
});

test('texts that would exhaust the stack are refused in one process, as an editor may send them', () => {
  const text = '{'.repeat(20_000);
  for (let round = 0; round < 20; round += 1) expect(parse(sourceText('deep.yaml', text)).diagnostics).toHaveLength(1);
});
