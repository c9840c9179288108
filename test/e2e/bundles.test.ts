import { spawnSync } from 'node:child_process';
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
  // Lint holds what is written in the words of an API against its schema: a file that it requires then.
  /^src\/verify\/(?!written-parts|invalid|json-path|validators|violation)/,
  /^src\/output\/(?!disk\.ts|failure\.ts)/,
  /^src\/report\/report-file\.ts$/,
  /^node_modules\/(?:cdk8s|constructs|handlebars)\//,
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

test('no bundle carries the yaml package: it is a file of its own, which only a text that one pass refuses loads', () => {
  const inside = (input: string): boolean => input.startsWith('node_modules/yaml/');
  expect(BUNDLES['yaml.cjs']?.some(inside)).toBe(true);
  expect(Object.keys(BUNDLES).filter(bundle => BUNDLES[bundle]?.some(inside))).toEqual(['yaml.cjs']);
  expect(loads(read('pipestream-scaling.yaml'), 'yaml.cjs')).toBe(false);
  expect(loads('version: [1', 'yaml.cjs')).toBe(true);
});

/** Whether lint reads a bundle while it looks at a text. */
function loads(text: string, bundle: string): boolean {
  const said = `
    const fs = require('node:fs');
    const { readFileSync } = fs;
    fs.readFileSync = (path, ...rest) => {
      if (String(path).endsWith(${JSON.stringify(bundle)})) process.stderr.write('\\nit loads it\\n');
      return readFileSync(path, ...rest);
    };
    process.argv = [process.argv[0], 'pipestream-scaling', 'lint', '-'];
    require(${JSON.stringify(join(root, 'bin/pipestream-scaling.cjs'))});`;
  return spawnSync(process.execPath, ['-e', said], { cwd: root, encoding: 'utf8', input: text }).stderr.includes(
    'it loads it',
  );
}
test('no command carries the grammar of PromQL: only a query that is not plain loads it', () => {
  const of = (input: string) => input.startsWith('node_modules/@lezer/') || input.includes('lezer-promql');
  expect(BUNDLES['promql-grammar.cjs']?.some(of)).toBe(true);
  expect(Object.keys(BUNDLES).filter(bundle => BUNDLES[bundle]?.some(of))).toEqual(['promql-grammar.cjs']);
  expect(read('dist/lint.cjs')).toContain('require("#generated/promql-grammar.cjs")');
});

test('build has the classes of cdk8s that make objects, and nothing that starts a program', () => {
  const cdk8s = BUNDLES['build.cjs']?.filter(input => input.startsWith('node_modules/cdk8s/lib/'));
  expect(cdk8s).toEqual(expect.arrayContaining(['node_modules/cdk8s/lib/api-object.js']));
  expect(cdk8s?.filter(input => /helm|include|testing|yaml/.test(input))).toEqual([]);
  expect(read('dist/build.cjs')).not.toMatch(/require\("(?:node:)?child_process"\)/);
});

test('only what shows descriptions of fields carries them', () => {
  const description = CONFIG['pools.*.signals.kafkaLag.growth'];
  expect(description).toBeDefined();
  const carries = (bundle: string): boolean => read(`dist/${bundle}.cjs`).includes(String(description));
  expect(['build', 'lint', 'explain', 'schema', 'lsp'].filter(carries)).toEqual(['schema', 'lsp']);
});
