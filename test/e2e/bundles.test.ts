import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONFIG } from '../../src/config/schema/descriptions/config.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What each bundle is made of, as the bundler said when it was made. */
const BUNDLES: Readonly<Record<string, readonly string[]>> = JSON.parse(read('generated/bundles.json'));

/** The emitting half of the pipeline: what it says, what it is checked by, and the libraries that it needs. */
const EMITTING = [
  /^src\/targets\//,
  /^src\/verify\//,
  /^src\/output\/(?!disk\.ts|failure\.ts)/,
  /^src\/report\/report-file\.ts$/,
  /^node_modules\/(?:cdk8s|constructs|handlebars|js-yaml)\//,
  /^generated\/(?:templates|watcher)/,
];
const emitting = (input: string) => EMITTING.some(part => part.test(input));

test('build has all of it, so the names below mean something', () => {
  for (const part of EMITTING)
    expect(BUNDLES['build.cjs']?.filter(input => part.test(input)).length, part.source).toBeGreaterThan(0);
});

// init lays its starter file out by a template, and needs no other part.
test.each(['main.cjs', 'lint.cjs', 'explain.cjs', 'lsp.cjs', 'schema.cjs', 'machine-formats.cjs'])(
  '%s has no emitter: whoever does not build does not load one',
  bundle => {
    expect(BUNDLES[bundle]?.length).toBeGreaterThan(0);
    expect(BUNDLES[bundle]?.filter(emitting)).toEqual([]);
  },
);

test('a build of which nothing has changed loads no emitter, no reader of YAML and no policy', () => {
  const inputs = BUNDLES['build-again.cjs'] ?? [];
  expect(inputs).toContain('src/output/as-recorded.ts');
  const others = /^(?:src\/(?:targets|verify|plan|config|template|output\/(?:yaml|write))|policies|node_modules)\b/;
  expect(inputs.filter(input => others.test(input))).toEqual([]);
});

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
