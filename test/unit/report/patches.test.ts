import { describe, expect, test } from 'vitest';
import type { OutputFile, StructuredFile } from '../../../src/model/output-file.ts';
import { unwrap } from '../../../src/model/sourced.ts';
import { compile, sourceText } from '../../../src/pipeline.ts';

const POOL = `
version: 1
name: shop
targets: {kubernetes: {version: "1.34", namespace: shop, keda: "2.18", monitoring: none}}
pools:
  web:
    kind: always-on
    replicas: 2..5
    containers: {web: {image: "registry.example.com/web:1.0.0", cpu: 500m, memory: 1Gi, ports: {http: 8080}}}
    signals: {cpu: 70%}
`;
const PATCH = `    patch:
      Deployment:
        spec: {template: {spec: {dnsPolicy: Default, securityContext: {seccompProfile: null}, containers: [{name: web, stdin: true}]}}}
      Service: {metadata: {annotations: {"example.com/team": shop}}, spec: {sessionAffinity: ClientIP}}
      PodDisruptionBudget: {spec: {unhealthyPodEvictionPolicy: null}}
      HorizontalPodAutoscaler: {metadata: {annotations: {note: one}}}
      ScaledObject: {metadata: {annotations: {note: one}}}
`;

function filesOf(text: string): readonly OutputFile[] {
  const { value, diagnostics } = compile(sourceText('shop.yaml', text));
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  return value[0]?.files ?? [];
}

function reportOf(files: readonly OutputFile[]): string {
  const report = files.find(({ path }) => path === 'REPORT.md');
  return report?.form === 'text' ? report.text : '';
}

describe('REPORT.md lists what patches change', () => {
  const patched = filesOf(POOL + PATCH);

  test('each patched object with its fields, and none that is not emitted', () => {
    const [, section = ''] = reportOf(patched).split('## Patches');
    expect(section.split('## ')[0]?.trim().split('\n').slice(2)).toEqual([
      '| Pool | Object | Sets | Removes |',
      '|---|---|---|---|',
      '| web | Deployment web | spec.template.spec.dnsPolicy, spec.template.spec.containers.web.stdin | spec.template.spec.securityContext.seccompProfile |',
      '| web | Service web | metadata.annotations."example.com/team", spec.sessionAffinity | – |',
      '| web | PodDisruptionBudget web | – | spec.unhealthyPodEvictionPolicy |',
      '| web | HorizontalPodAutoscaler web | metadata.annotations.note | – |',
    ]);
  });

  test('the objects and paths are those that differ from what is emitted without the patch', () => {
    const plain = new Map(filesOf(POOL).map(file => [file.path, file]));
    const changed = patched.filter(isStructured).flatMap(file => {
      const before = plain.get(file.path);
      const was = before?.form === 'text' || before === undefined ? [] : leaves(unwrap(before.tree));
      const is = leaves(unwrap(file.tree));
      const differing = [...is.filter(leaf => !was.includes(leaf)), ...was.filter(leaf => !is.includes(leaf))];
      return differing.map(leaf => `${file.path}: ${leaf}`);
    });
    expect(changed.toSorted()).toEqual([
      'kubernetes/web/deployment.yaml: spec.template.spec.containers.0.stdin=true',
      'kubernetes/web/deployment.yaml: spec.template.spec.dnsPolicy="Default"',
      'kubernetes/web/deployment.yaml: spec.template.spec.securityContext.seccompProfile.type="RuntimeDefault"',
      'kubernetes/web/hpa.yaml: metadata.annotations.note="one"',
      'kubernetes/web/pod-disruption-budget.yaml: spec.unhealthyPodEvictionPolicy="AlwaysAllow"',
      'kubernetes/web/service.yaml: metadata.annotations.example.com/team="shop"',
      'kubernetes/web/service.yaml: spec.sessionAffinity="ClientIP"',
    ]);
  });

  test('without a patch nothing is said of patches', () => {
    expect(reportOf(filesOf(POOL))).not.toContain('Patches');
  });
});

function isStructured(file: OutputFile): file is StructuredFile {
  return file.form !== 'text';
}

function leaves(node: unknown, path: readonly string[] = []): readonly string[] {
  if (typeof node !== 'object' || node === null) return [`${path.join('.')}=${JSON.stringify(node)}`];
  return Object.entries(node).flatMap(([key, child]) => leaves(child, [...path, key]));
}
