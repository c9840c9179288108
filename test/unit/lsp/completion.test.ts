import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { completion } from '../../../src/lsp/completion.ts';

/** Labels at the `|` of a text. */
function labels(text: string): readonly string[] {
  return items(text).map(({ label }) => label);
}

function items(text: string) {
  const offset = text.indexOf('|');
  const document = TextDocument.create(
    'file:///pipestream-scaling.yaml',
    'yaml',
    1,
    text.slice(0, offset) + text.slice(offset + 1),
  );
  return completion(document, offset, [
    { id: 'bounds-inverted', summary: 'The minimum is above the maximum', link: 'https://example.org/bounds-inverted' },
  ]);
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const POOL = 'version: 1\nname: shop\npools:\n  web:\n    kind: always-on\n';

describe('keys', () => {
  test.each([
    ['at the root of an empty file', '|', 'version'],
    ['at the root, half a word', 'version: 1\npo|', 'pools'],
    ['of a pool, before anything is typed', `${POOL}    |`, 'replicas'],
    ['of a pool, half a word', `${POOL}    re|`, 'replicas'],
    ['of a pool, with keys after it', `${POOL}    re|\n    idle: 5m\n`, 'replicas'],
    ['of a map that is just begun', `${POOL}    replicas:\n      |`, 'max'],
    ['of a map in braces', `${POOL}    replicas: { min: 1, | }`, 'max'],
    ['of a map in braces that are not closed', `${POOL}    replicas: { min: 1, m|`, 'max'],
    ['of a map in a list', `${POOL}    schedule:\n      windows:\n        - fr|`, 'from'],
    [
      'of a map in a list, after its first key',
      `${POOL}    schedule:\n      windows:\n        - from: "06:00"\n          |`,
      'to',
    ],
    ['of a load balancer', `${POOL}    loadBalancer:\n      ho|`, 'hosts'],
    ['of one load balancer of a list', `${POOL}    loadBalancer:\n      - priority: 1\n        co|`, 'countsRequests'],
    [
      'of the metadata of a custom trigger',
      `${POOL}    signals:\n      custom:\n        jobs:\n          type: temporal\n          metadata:\n            ta|`,
      'taskQueue',
    ],
    [
      'of the secrets of a custom trigger',
      `${POOL}    signals:\n      custom:\n        jobs: { type: temporal, authentication: { secrets: { | } } }`,
      'apiKey',
    ],
    ['of a patch', `${POOL}    patch:\n      Deployment:\n        spec:\n          te|`, 'template'],
    ['of a patch of a custom resource', `${POOL}    patch: { ScaledObject: { spec: { | } } }`, 'advanced'],
    ['of an affinity', `${POOL}    scheduling:\n      affinity:\n        podAntiAffinity:\n          re|`, REQUIRED],
    [
      'of a source of a projected volume',
      `${POOL}    volumes:\n      token:\n        projected:\n          sources:\n            - serv|`,
      'serviceAccountToken',
    ],
    [
      'of a patch in an overlay',
      'environments:\n  staging:\n    pools:\n      web:\n        patch:\n          Service:\n            spec:\n              |',
      'sessionAffinity',
    ],
    ['of an overlay', 'environments:\n  staging:\n    prio|', 'priority'],
    ['of an overlay, by the names of the base', `${POOL}environments:\n  staging:\n    pools:\n      |`, 'web'],
    ['by the ids of policies', 'lint:\n  rules:\n    |', 'bounds-inverted'],
    ['below a quote that is not closed', `version: 1\nname: "shop\npools:\n  web:\n    |`, undefined],
    ['below a line that is no YAML', `${POOL}    idle 5m\n    re|`, 'replicas'],
    ['above a line that is no YAML', `${POOL}    re|\n   idle 5m]]\n  : {\n`, 'replicas'],
  ])('%s', (_where, text, expected) => {
    if (expected === undefined) expect(labels(text)).toEqual([]);
    else expect(labels(text)).toContain(expected);
  });

  test('that are there already are not offered again', () => {
    expect(labels(`${POOL}    |\n    idle: 5m`)).not.toContain('kind');
    expect(labels(`${POOL}    |\n    idle: 5m`)).not.toContain('idle');
  });

  test('replace the whole word and say what they are', () => {
    expect(items(`${POOL}    re|p`).find(({ label }) => label === 'replicas')).toEqual({
      label: 'replicas',
      kind: 10,
      documentation: { kind: 'plaintext', value: 'Bounds: 2..10 or {min, max, fixed}' },
      sortText: expect.any(String),
      textEdit: { range: { start: { line: 5, character: 4 }, end: { line: 5, character: 7 } }, newText: 'replicas: ' },
    });
  });

  test('keep a colon that is there', () => {
    expect(items(`${POOL}    id|: 5m`).find(({ label }) => label === 'idle')?.textEdit?.newText).toBe('idle');
  });

  test('that are required come first', () => {
    expect(
      items('pools:\n  web:\n    |').toSorted((a, b) => (a.sortText ?? '').localeCompare(b.sortText ?? ''))[0],
    ).toMatchObject({ label: 'kind', detail: 'required' });
  });
});

describe('keys of a patch', () => {
  const IN_CONTAINER = `${POOL}    patch:\n      Deployment:\n        spec:\n          template:\n            spec:\n              containers:\n                - name: app\n                  |`;

  test('are what the compiler leaves, and the name of an item', () => {
    const said = labels(IN_CONTAINER);
    expect(said).toEqual(expect.arrayContaining(['tty', 'workingDir', 'securityContext', 'livenessProbe']));
    for (const owned of ['image', 'env', 'resources', 'ports']) expect(said).not.toContain(owned);
    expect(labels(IN_CONTAINER.replace('name: app\n                  |', '|'))).toContain('name');
  });

  test('are none that lead only to fields of the compiler', () => {
    expect(labels(`${POOL}    patch: { HorizontalPodAutoscaler: { | } }`)).toEqual(['metadata']);
    expect(labels(`${POOL}    patch: { HorizontalPodAutoscaler: { metadata: { | } } }`)).toEqual([
      'annotations',
      'finalizers',
    ]);
  });

  test('are of the version of Kubernetes that the environment has', () => {
    const patch = (version: string) =>
      `version: 1\ntargets: { kubernetes: { version: "${version}" } }\npools: { web: { patch: { Deployment: { spec: { template: { spec: { | } } } } } } }`;
    expect(labels(patch('1.36'))).toContain('hostnameOverride');
    expect(labels(patch('1.28'))).not.toContain('hostnameOverride');
    const overlay =
      'targets: { kubernetes: { version: "1.28" } }\nenvironments: { next: { targets: { kubernetes: { version: "1.36" } }, pools: { web: { patch: { Deployment: { spec: { template: { spec: { | } } } } } } } } }';
    expect(labels(overlay)).toContain('hostnameOverride');
  });

  test('say what they take', () => {
    expect(items(IN_CONTAINER).find(({ label }) => label === 'tty')?.documentation).toEqual({
      kind: 'plaintext',
      value: 'True or false, in a Deployment of Kubernetes 1.36',
    });
  });
});

describe('values', () => {
  test.each([
    ['of an enumeration', 'pools:\n  web:\n    kind: |', ['always-on', 'demand-driven', 'scale-to-zero']],
    [
      'of an enumeration, half a word',
      'pools:\n  web:\n    kind: dem|\n    idle: 5m',
      ['always-on', 'demand-driven', 'scale-to-zero'],
    ],
    ['of a list of an enumeration', 'pools:\n  web:\n    targets: [kubernetes, |]', ['kubernetes', 'ecs']],
    ['of a truth value', 'targets:\n  ecs:\n    containerInsights: |', ['true', 'false']],
    [
      'by the name of hardware',
      'hardware:\n  a10g:\n    gpu: NVIDIA-A10G\n  h100: {}\npools:\n  web:\n    hardware: |',
      ['a10g', 'h100'],
    ],
    [
      'by the name of another environment',
      'environments:\n  staging: {}\n  production: {}\n  canary:\n    extends: |',
      ['staging', 'production'],
    ],
    [
      'by the name of a container',
      'pools:\n  web:\n    containers:\n      app: {}\n      proxy: {}\n    signals:\n      cpu: { target: 70%, container: | }',
      ['app', 'proxy'],
    ],
    [
      'of a field of a patch',
      `${POOL}    patch: { Deployment: { spec: { template: { spec: { hostNetwork: | } } } } }`,
      ['true', 'false'],
    ],
    [
      'by the name of a container in a patch',
      `${POOL}    containers: { app: {}, proxy: {} }\n    patch: { Deployment: { spec: { template: { spec: { containers: [{ name: | }] } } } } }`,
      ['app', 'proxy'],
    ],
    [
      'of a priority in an overlay',
      'environments:\n  staging:\n    priority: |',
      ['low-cost', 'balanced', 'low-latency'],
    ],
  ])('%s', (_where, text, expected) => {
    expect(labels(text)).toEqual(expected);
  });

  test('that look like numbers are quoted', () => {
    expect(
      items('targets:\n  kubernetes:\n    version: |').find(({ label }) => label === '1.32')?.textEdit?.newText,
    ).toBe('"1.32"');
  });

  test('nothing in a comment', () => {
    expect(labels('version: 1 # na|')).toEqual([]);
  });
});

describe('the example, cut off at any key', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../pipestream-scaling.yaml'), 'utf8');
  const keys = [...text.matchAll(/^( *)([\w-]+):/gm)].map(match => ({
    offset: match.index + (match[1] ?? '').length,
    key: match[2] ?? '',
  }));
  // Names are the user's own, and are not offered where they are first written.
  const OWN = new Set([
    'a10g',
    'engine',
    'sidecar',
    'parser',
    'chunker',
    'opensearch-sink',
    'sink',
    'embedder',
    'staging',
    'production',
  ]);

  test('offers that key', () => {
    const missed = keys
      .filter(({ key }) => !OWN.has(key))
      .filter(({ offset, key }) => !labels(`${text.slice(0, offset)}|`).includes(key));
    expect(keys.length).toBeGreaterThan(120);
    expect(missed).toEqual([]);
  });

  test('offers it after its first letter, with the rest of the file below', () => {
    const missed = keys
      .filter(({ key }) => !OWN.has(key))
      .filter(
        ({ offset, key }) =>
          !labels(`${text.slice(0, offset + 1)}|${text.slice(text.indexOf('\n', offset))}`).includes(key),
      );
    expect(missed).toEqual([]);
  });
});
