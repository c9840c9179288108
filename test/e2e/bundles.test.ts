import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONFIG } from '../../src/config/schema/descriptions/config.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('lint carries no CEL: it is a file of its own, which only a configuration that names policies loads', () => {
  const marks = ['DescriptorProto', 'no matching overload for', '_?_:_'];
  const library = read('generated/cel.cjs');
  expect(marks.filter(mark => library.includes(mark))).toEqual(marks);
  const lint = read('dist/lint.cjs');
  expect(lint).toContain('require("#generated/cel.cjs")');
  expect(lint).not.toContain('DescriptorProto');
});

test('only what shows descriptions of fields carries them', () => {
  const description = CONFIG['pools.*.signals.kafkaLag.growth'];
  expect(description).toBeDefined();
  const carries = (bundle: string): boolean => read(`dist/${bundle}.cjs`).includes(String(description));
  expect(['build', 'lint', 'explain', 'schema', 'lsp'].filter(carries)).toEqual(['schema', 'lsp']);
});
