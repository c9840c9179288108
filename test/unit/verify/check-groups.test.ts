import { expect, test } from 'vitest';
import type { OutputFile } from '../../../src/model/output-file.ts';
import { checkFiles } from '../../../src/verify/check.ts';
import { GroupCheck } from '../../../src/verify/check-groups.ts';
import { checkStructure } from '../../../src/verify/structure.ts';
import { autoscaler, changed, deployment, kubernetesFile, scaledObject, service } from './manifests.ts';

type Group = readonly OutputFile[];

function pool(name: string, ...trees: readonly object[]): Group {
  return trees.map((tree, index) => kubernetesFile(`kubernetes/${name}/${String(index)}.yaml`, tree, name));
}

function named(manifest: object, name: string): object {
  return changed(manifest, ['metadata', 'name'], name);
}

function scaling(manifest: object, name: string): object {
  return changed(named(manifest, name), ['spec', 'scaleTargetRef', 'name'], name);
}

function kustomization(...resources: readonly string[]): Group {
  const tree = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources };
  return [kubernetesFile('kubernetes/kustomization.yaml', tree)];
}

const counted = changed(deployment, ['spec', 'replicas'], 3);

const CASES: readonly (readonly [string, readonly Group[]])[] = [
  ['two sound pools', [pool('a', named(deployment, 'a'), scaling(autoscaler, 'a')), pool('b', named(deployment, 'b'))]],
  ['a fault in one of them', [pool('a', named(counted, 'a'), scaling(autoscaler, 'a')), pool('b', service)]],
  [
    'two faults, of which the later pool is named first',
    [
      pool('a', scaling(scaledObject, 'a'), named(counted, 'a')),
      pool('b', scaling(changed(autoscaler, ['spec', 'minReplicas'], 11), 'b')),
    ],
  ],
  ['two autoscalers of one workload', [pool('a', autoscaler), pool('b', named(scaledObject, 'b'))]],
  [
    'two autoscalers of one name',
    [pool('a', autoscaler), pool('b', changed(autoscaler, ['spec', 'scaleTargetRef', 'name'], 'b'))],
  ],
  ['an autoscaler of a workload that comes later', [pool('a', autoscaler), pool('b', counted)]],
  ['an autoscaler of a workload that came before', [pool('a', counted), pool('b', autoscaler)]],
  [
    'a Service in another group than its pods',
    [pool('a', deployment), pool('a', changed(service, ['spec', 'selector'], { app: 'x' }))],
  ],
  [
    'a Service before its pods',
    [
      pool('a', changed(service, ['spec', 'selector'], { app: 'x' })),
      pool('b', named(deployment, 'b')),
      pool('a', deployment),
    ],
  ],
  ['a kustomization that names all', [pool('a', deployment), kustomization('a/0.yaml')]],
  [
    'a kustomization that leaves one out',
    [pool('a', deployment), pool('b', named(deployment, 'b')), kustomization('a/0.yaml')],
  ],
  ['a file that its schema refuses', [pool('a', changed(deployment, ['spec', 'template'], 1)), pool('b', autoscaler)]],
];

test.each(CASES)('what is found in groups is what is found in all at once: %s', (_what, groups) => {
  const all = groups.flat();
  const check = new GroupCheck();
  for (const group of groups) check.add(group);
  expect(check.findings(() => all)).toEqual([...checkFiles(all), ...checkStructure(all)]);
});

test('the cases have faults, and those that have none are never asked for once more', () => {
  const sound = CASES.filter(([, groups]) => checkStructure(groups.flat()).length === 0);
  expect(sound.map(([what]) => what)).toContain('two sound pools');
  expect(CASES.length - sound.length).toBeGreaterThan(7);
  const check = new GroupCheck();
  for (const group of CASES[0]?.[1] ?? []) check.add(group);
  expect(
    check.findings(() => {
      throw new Error('asked for all files');
    }),
  ).toEqual([]);
});
