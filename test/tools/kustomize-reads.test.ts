import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { kustomize } from '../../scripts/kustomize.mjs';
import { because } from '../../src/model/sourced.ts';
import { render } from '../../src/output/render.ts';
import { unlessSkipped } from '../programs.ts';
import { DANGEROUS } from '../unit/output/dangerous-texts.ts';
import { inSandbox, put } from '../unit/output/sandbox.ts';

test('the YAML 1.1 reader of Kustomize reads every dangerous text, key and value, back as it was', context => {
  // What it reads right, it refuses to print: control characters are for the other readers to show.
  const readable = DANGEROUS.filter(
    word => word !== '__proto__' && !/[\u0000\u0007\u001B\u007F\u0085\u2028\u2029\uFFFE\uFEFF]/.test(word),
  );
  const annotations = Object.fromEntries(readable.map((word, index) => [`v${String(index)}`, word]));
  // Keys of a thousand characters it cannot print either, and a key `<<` it merges even when it is quoted.
  const keys = Object.fromEntries(
    readable.filter(word => word.length < 500 && word !== '<<').map(word => [word, word]),
  );
  const object = {
    apiVersion: 'example.com/v1',
    kind: 'Sample',
    metadata: { name: 'sample', annotations },
    spec: { keys, list: readable },
  };
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['a.yaml'],
  };
  const built = inSandbox(folder => {
    put(folder, { 'a.yaml': yamlOf(object), 'kustomization.yaml': yamlOf(kustomization) });
    return unlessSkipped(context, kustomize(folder));
  });
  expect(built.stderr).toBe('');
  expect(load(built.stdout)).toEqual(object);
});

function yamlOf(tree: unknown): string {
  return render({ form: 'yaml', path: 'a.yaml', tree: because('a test', tree), header: [] }).text;
}
