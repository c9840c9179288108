import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kubernetesVersions } from '../../../src/verify/validators.ts';

const folder = join(import.meta.dirname, '../../../schema');
const files = ['kubernetes', 'aws']
  .flatMap(part => readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' }).map(file => join(part, file)))
  .filter(file => file.endsWith('.json'));

/** Where a schema names members and lets others in beside them. */
function openObjects(node: unknown, path: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own =
    'properties' in node && 'type' in node && node.type === 'object' && !('additionalProperties' in node) ? [path] : [];
  return [...own, ...Object.entries(node).flatMap(([key, child]) => openObjects(child, `${path}/${key}`))];
}

describe('the schemas of what is emitted', () => {
  it('are there for every minor that a configuration may name', () => {
    expect(
      readdirSync(join(folder, 'kubernetes'))
        .filter(name => name !== 'crds')
        .sort(),
    ).toEqual([...kubernetesVersions]);
    const kinds = [
      'configmap-v1.json',
      'deployment-apps-v1.json',
      'horizontalpodautoscaler-autoscaling-v2.json',
      'namespace-v1.json',
      'poddisruptionbudget-policy-v1.json',
      'service-v1.json',
      'serviceaccount-v1.json',
    ];
    for (const version of kubernetesVersions)
      expect(readdirSync(join(folder, 'kubernetes', version)).sort()).toEqual(kinds);
    expect(readdirSync(join(folder, 'kubernetes', 'crds')).sort()).toEqual([
      'application-argoproj-v1alpha1.json',
      'gitrepository-source-v1.json',
      'kustomization-kustomize-v1.json',
      'kustomization-kustomize-v1beta1.json',
      'podmonitor-monitoring-v1.json',
      'prometheusrule-monitoring-v1.json',
      'scaledobject-keda-v1alpha1.json',
      'triggerauthentication-keda-v1alpha1.json',
    ]);
  });

  it.each(files)('%s refuses unknown members everywhere', file => {
    expect(openObjects(JSON.parse(readFileSync(join(folder, file), 'utf8')), '')).toEqual([]);
  });
});
