import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kubeconform } from '../../scripts/kubeconform.mjs';
import { kustomize } from '../../scripts/kustomize.mjs';
import { unlessSkipped } from '../programs.ts';

const out = join(import.meta.dirname, '../../out');

test('the real kubeconform accepts the committed output, strictly', context => {
  const folders = ['staging', 'production'].flatMap(name => [join(out, name, 'kubernetes'), join(out, name, 'gitops')]);
  const { summary } = unlessSkipped(context, kubeconform(folders, { kubernetesVersion: '1.32' }));
  expect(summary).toEqual({ valid: 68, invalid: 0, errors: 0, skipped: 0 });
});

test.for(['staging', 'production'])('the real Kustomize builds %s', (name, context) => {
  const built = unlessSkipped(context, kustomize(join(out, name, 'kubernetes')));
  expect(built.stderr).toBe('');
  expect(built.stdout.match(/^kind: ScaledObject$/gm)).toHaveLength(5);
});
