import { describe, expect, test } from 'vitest';
import { plainOf } from '../../../src/model/output-file.ts';
import type { StructuredFile } from '../../../src/model/output-file.ts';
import { because, originAt } from '../../../src/model/sourced.ts';
import { synthesise } from '../../../src/targets/kubernetes/synthesise.ts';

const file = (tree: unknown): StructuredFile => ({
  form: 'yaml',
  path: 'kubernetes/web/config-map.yaml',
  tree: because('a test', tree),
});

describe('decision 0005: cdk8s makes the objects that are printed', () => {
  const port = because('the port of the test', 8080);
  const [made] = synthesise([
    file({
      kind: 'Service',
      spec: { type: 'ClusterIP', ports: [{ port, name: 'http' }] },
      metadata: { namespace: 'shop', name: 'web', labels: { b: '2', a: '1' }, annotations: undefined },
      apiVersion: 'v1',
    }),
  ]);

  test('in the key order of the tree, which cdk8s sorts', () => {
    expect(made && JSON.stringify(plainOf(made))).toBe(
      JSON.stringify({
        kind: 'Service',
        spec: { type: 'ClusterIP', ports: [{ port: 8080, name: 'http' }] },
        metadata: { namespace: 'shop', name: 'web', labels: { b: '2', a: '1' } },
        apiVersion: 'v1',
      }),
    );
  });

  test('and the tree beside them still says where each field comes from', () => {
    expect(originAt(made?.tree, ['spec', 'ports', 0, 'port'])).toBe(port.origin);
  });

  test('in the same order whatever the environment variable of cdk8s says', () => {
    const tree = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { b: '2', a: '1' } };
    const printed = () => JSON.stringify(synthesise([file(tree)]).map(plainOf));
    const sorted = printed();
    process.env['CDK8S_DISABLE_SORT'] = '1';
    try {
      expect(printed()).toBe(sorted);
    } finally {
      delete process.env['CDK8S_DISABLE_SORT'];
    }
  });

  const head = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  test.each([
    ['dropped', { ...head, data: { a: null } }, 'cdk8s dropped data.a of kubernetes/web/config-map.yaml'],
    ['added', { apiVersion: 'v1', kind: 'ConfigMap' }, 'cdk8s added metadata of kubernetes/web/config-map.yaml'],
    ['changed', { ...head, data: { a: ['x', null] } }, 'cdk8s changed data.a.1 of kubernetes/web/config-map.yaml'],
  ])('a member that it %s is a bug, named with its file and path', (_how, tree, message) => {
    expect(() => synthesise([file(tree)])).toThrow(message);
  });

  test('what is no object is a bug as well', () => {
    expect(() => synthesise([file({ name: 'web' })])).toThrow(
      'kubernetes/web/config-map.yaml is not a Kubernetes object',
    );
  });
});
