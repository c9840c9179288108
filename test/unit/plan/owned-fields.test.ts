import { describe, expect, test } from 'vitest';
import { EVERYTHING } from '../../matrix/everything.ts';
import { analysed } from '../../analysed.ts';
import { PATCHED_KINDS } from '../../../src/model/patch.ts';
import type { PatchedKind } from '../../../src/model/patch.ts';
import type { StructuredFile } from '../../../src/model/output-file.ts';
import { Sourced } from '../../../src/model/sourced.ts';
import { analyse, compile, parse } from '../../../src/pipeline.ts';
import { ownedBy } from '../../../src/plan/kubernetes/owned-fields.ts';
import { sourceText } from '../../../src/source/source-text.ts';

/** Every field of the emitted objects that a patch may be of, and whether the emitter took it from the plan. */
function emitted(): readonly { kind: PatchedKind; path: readonly string[]; fromPlan: boolean }[] {
  const unpatched = EVERYTHING.replace(/ {4}patch:\n(?: {6}.*\n)+/, '');
  expect(unpatched).not.toBe(EVERYTHING);
  const [environment] = compile(sourceText('a.yaml', unpatched)).value;
  const files = (environment?.files ?? []).filter((file): file is StructuredFile => file.form !== 'text');
  return files.flatMap(file => {
    const kind = PATCHED_KINDS.find(one => file.schema?.of === 'kubernetes' && file.schema.kind === one);
    return kind === undefined ? [] : leaves(file.tree.plain, [], false).map(leaf => ({ kind, ...leaf }));
  });
}

function leaves(
  node: unknown,
  path: readonly string[],
  sourced: boolean,
): readonly { path: readonly string[]; fromPlan: boolean }[] {
  if (node === undefined) return [];
  if (node instanceof Sourced) return leaves(node.plain, path, true);
  // Items of lists are named in a patch, and the table has a star for any of them.
  if (Array.isArray(node)) return node.flatMap(item => leaves(item, [...path, 'item'], sourced));
  if (typeof node === 'object' && node !== null)
    return Object.entries(node).flatMap(([key, child]) => leaves(child, [...path, key], false));
  return [{ path, fromPlan: sourced }];
}

/** Whose items are those of the pool: the plan knows their names. */
const BY_NAME = /\.(?:volumeMounts\.item\.|volumes\.item\.name$)/;
const FIELDS = emitted().filter(field => !BY_NAME.test(named(field)));
function named({ kind, path }: { kind: string; path: readonly string[] }): string {
  return `${kind} ${path.join('.')}`;
}

describe('what the emitter writes from the plan', () => {
  test('is on some hundred places of each kind that a patch may be of', () => {
    expect(new Set(FIELDS.map(({ kind }) => kind))).toEqual(new Set(PATCHED_KINDS));
    expect(new Set(FIELDS.filter(({ fromPlan }) => fromPlan).map(named)).size).toBeGreaterThan(100);
  });

  test('is owned: no patch sets it', () => {
    expect([
      ...new Set(FIELDS.filter(({ kind, path, fromPlan }) => fromPlan && ownedBy(kind, path) === undefined).map(named)),
    ]).toEqual([]);
  });

  test('and of the constants of the emitter these may be patched, and no other', () => {
    expect(
      [...new Set(FIELDS.filter(({ kind, path }) => ownedBy(kind, path) === undefined).map(named))].toSorted(),
    ).toEqual([
      'Deployment metadata.annotations.argocd.argoproj.io/sync-options',
      'Deployment metadata.annotations.kustomize.toolkit.fluxcd.io/prune',
      'Deployment spec.template.spec.securityContext.seccompProfile.type',
      'PodDisruptionBudget spec.unhealthyPodEvictionPolicy',
      'Service spec.type',
    ]);
  });
});

const WITH = (patch: string, more = '') => `version: 1
name: shop
targets: { kubernetes: { version: "1.32", namespace: shop } }
pools:
  api:
    kind: always-on
    replicas: 2..4
    volumes: { scratch: { emptyDir: {} } }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi, ports: { http: 80 }, mounts: { /tmp: scratch } } }
    signals: { cpu: 70% }
    patch: ${patch}
${more}`;
const errors = (patch: string) =>
  analysed(sourceText('a.yaml', WITH(patch)))
    .diagnostics.filter(({ severity }) => severity !== 'information')
    .map(({ id, message, help, span }) => ({ id, message, help, at: WITH(patch).slice(span?.start, span?.end) }));

describe('a patch is refused at its line', () => {
  test.each([
    ['{ Deployment: { spec: { replicas: 5 } } }', 'spec.replicas', '5', '`replicas`'],
    ['{ Deployment: { spec: null } }', 'spec', 'null', '`replicas`'],
    ['{ Deployment: { metadata: { name: other } } }', 'metadata.name', 'other', '`name` of the pool'],
    ['{ Deployment: { metadata: { labels: { a: b } } } }', 'metadata.labels.a', 'b', '`labels` of the pool'],
    [
      '{ Deployment: { spec: { template: { spec: { containers: [{ name: api, resources: { limits: { cpu: 2 } } }] } } } } }',
      'spec.template.spec.containers.api.resources.limits.cpu',
      '2',
      '`cpu`, `memory` and `ephemeralStorage` of the container',
    ],
    [
      '{ Deployment: { spec: { template: { spec: { containers: [] } } } } }',
      'spec.template.spec.containers',
      '[]',
      '`containers`',
    ],
    [
      '{ Deployment: { spec: { template: { spec: { volumes: [{ name: scratch, nfs: { server: a, path: /b } }] } } } } }',
      'spec.template.spec.volumes.scratch.nfs.server',
      'a',
      '`volumes`',
    ],
    ['{ HorizontalPodAutoscaler: { spec: { maxReplicas: 9 } } }', 'spec.maxReplicas', '9', '`replicas.max`'],
    ['{ Service: { spec: { selector: { a: b } } } }', 'spec.selector.a', 'b', '`name` of the pool'],
  ])('%s', (patch, field, at, instead) => {
    const [first] = errors(patch);
    const kind = /\w+/.exec(patch)?.[0] ?? '';
    expect(first).toMatchObject({
      id: 'owned-field',
      message: `the patch of pool "api" sets ${field} of its ${kind}, which the compiler sets`,
      at,
    });
    expect(first?.help).toContain(instead);
  });

  test('where the API does not have the field, or has another type', () => {
    expect(
      errors('{ Deployment: { spec: { template: { spec: { hostNetwork: "yes", hostnetwork: true } } } } }').map(
        ({ id, message, at }) => ({ id, message, at }),
      ),
    ).toEqual([
      {
        id: 'invalid-object-field',
        message:
          'patch.Deployment of pool "api" is not what Kubernetes 1.32 takes: spec.template.spec.hostnetwork is not a field of the API',
        at: 'true',
      },
      {
        id: 'invalid-object-field',
        message:
          'patch.Deployment of pool "api" is not what Kubernetes 1.32 takes: spec.template.spec.hostNetwork must be true or false, and is "yes"',
        at: '"yes"',
      },
    ]);
  });

  test('where it is of a container that the pool does not have', () => {
    expect(
      errors('{ Deployment: { spec: { template: { spec: { containers: [{ name: other, stdin: true }] } } } } }')[0],
    ).toMatchObject({ id: 'owned-field', at: 'other' });
  });

  test('where its object is not generated, it has no effect', () => {
    expect(errors('{ ScaledObject: { metadata: { annotations: { a: b } } } }')).toMatchObject([
      { id: 'signal-without-effect' },
    ]);
  });
});

test('a patch is laid over the object: maps merge, null removes, items are found by their names', () => {
  const pod = [
    'dnsPolicy: Default, securityContext: { seccompProfile: null }',
    'volumes: [{ name: share, nfs: { server: files, path: / } }]',
    'containers: [{ name: api, stdin: true, volumeMounts: [{ name: share, mountPath: /share }] }]',
  ].join(', ');
  const patch = `{ Deployment: { metadata: { annotations: { a: b } }, spec: { template: { spec: { ${pod} } } } } }`;
  expect(errors(patch)).toEqual([]);
  const [environment] = compile(sourceText('a.yaml', WITH(patch))).value;
  const text = environment?.rendered.find(({ path }) => path.endsWith('deployment.yaml'))?.text ?? '';
  expect(text).toContain('    kustomize.toolkit.fluxcd.io/prune: disabled\n    a: b\n');
  expect(text).toContain('      securityContext: {}\n');
  expect(text).toContain(
    '          volumeMounts:\n            - name: scratch\n              mountPath: /tmp\n            - name: share\n              mountPath: /share\n',
  );
  expect(text).toContain(
    '      volumes:\n        - name: scratch\n          emptyDir: {}\n        - name: share\n          nfs:\n            server: files\n            path: /\n',
  );
});

test('a policy of an organisation can forbid patches', () => {
  const policy = `version: 1
policies:
  - id: no-host-network
    severity: error
    scope: pool
    assert: pool.patches.all(p, p.field != "spec.template.spec.hostNetwork")
    message: pool "{pool.name}" uses the network of its nodes
    why: It sees the traffic of other pods
    help: Remove it
`;
  const text = WITH('{ Deployment: { spec: { template: { spec: { hostNetwork: true } } } } }', 'policies: [p.yaml]\n');
  const found = analyse(parse(sourceText('a.yaml', text)), {
    today: '2026-11-24',
    policyFiles: new Map([['p.yaml', { value: sourceText('p.yaml', policy), diagnostics: [] }]]),
  });
  expect(found.diagnostics.map(({ id, message }) => [id, message])).toContainEqual([
    'no-host-network',
    'pool "api" uses the network of its nodes',
  ]);
});
