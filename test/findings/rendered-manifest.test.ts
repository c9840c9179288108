import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyse, emit, parse, readSurroundings, sourceText } from '../../src/pipeline.ts';
import type { Analysis, Manifests } from '../../src/pipeline.ts';
import { originAt, unwrap, writtenAt } from '../../src/model/sourced.ts';

const SEARCH = (existing: string, more = 'signals: { cpu: 70% }', target = '') => `version: 1
name: shop
lint: { level: strict }
targets: { kubernetes: { version: "1.32", namespace: shop${target} } }
pools:
  search:
    kind: always-on
    replicas: 3..9
    workload: { existing: ${existing} }
    ${more}
`;

const RENDERED = `# Source: search/templates/dashboards.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: search-query-dashboard }
data: { 1: "a key that is a number" }
---
# Source: search/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: search-query
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 90
      containers:
        - name: query
          ports: [{ name: http, containerPort: 8080 }]
          readinessProbe: { httpGet: { path: /ready, port: http } }
          resources: { requests: { cpu: 750m } }
        - name: proxy
          resources: { limits: { cpu: .5, memory: 64Mi } }
`;

function looked(text: string, manifest: string | Manifests): Analysis {
  const manifests: Manifests =
    typeof manifest === 'string'
      ? new Map([['rendered.yaml', { value: sourceText('rendered.yaml', manifest), diagnostics: [] }]])
      : manifest;
  return analyse(parse(sourceText('pipestream-scaling.yaml', text)), { today: '2026-11-25', manifests });
}

function found(text: string, manifest: string | Manifests): readonly string[] {
  return looked(text, manifest).diagnostics.map(({ id, severity, message }) => `${severity} ${id}: ${message}`);
}

const BARE = '{ name: search-query, manifest: rendered.yaml }';

describe('a rendered manifest beside the configuration', () => {
  test('says kind, container and request, and everything that comes of them has its line in the manifest', () => {
    const { environments, diagnostics } = looked(SEARCH(BARE), RENDERED);
    expect(diagnostics).toEqual([]);
    const file = emit(environments).value[0]?.files.find(({ path }) => path === 'kubernetes/search-query/hpa.yaml');
    if (file?.form === 'text' || file === undefined) throw new Error('no hpa.yaml');
    expect(unwrap(file.tree)).toMatchObject({
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'search-query' },
        metrics: [{ containerResource: { name: 'cpu', container: 'query' } }],
      },
    });
    const places = [
      ['spec', 'scaleTargetRef', 'kind'],
      ['spec', 'metrics', 0, 'containerResource', 'container'],
    ].map(path => {
      const span = writtenAt(originAt(file.tree, path))?.span;
      return span && [span.source.name, span.source.positionAt(span.start).line];
    });
    expect(places).toEqual([
      ['rendered.yaml', 9],
      ['rendered.yaml', 17],
    ]);
  });

  test('says what the pool knows of its containers', () => {
    const [environment] = looked(SEARCH(BARE), RENDERED).environments;
    const pool = environment?.plan.pools[0]?.pool;
    expect(
      pool?.containers.map(({ name, cpu, memory }) => [
        name.plain,
        cpu?.request.plain,
        memory?.request.plain,
        memory?.limit?.plain,
      ]),
    ).toEqual([
      ['query', 750, undefined, undefined],
      ['proxy', 500, 64 * 1024 * 1024, 64 * 1024 * 1024],
    ]);
    expect(pool?.gracePeriod.plain).toBe(90);
  });

  test('says the images, and a mutable tag is found at its line', () => {
    const image = (name: string) => RENDERED.replace('- name: proxy', `- name: proxy\n          image: ${name}`);
    const { environments, diagnostics } = looked(SEARCH(BARE), image('registry.example.com/proxy'));
    expect(environments[0]?.plan.pools[0]?.pool.containers.map(({ image: { kind } }) => kind)).toEqual([
      'parameter',
      'pinned',
    ]);
    const [unpinned, ...others] = diagnostics;
    expect(others).toEqual([]);
    expect(unpinned).toMatchObject({
      id: 'image-not-pinned',
      message:
        'container "proxy" in "rendered.yaml" uses image "registry.example.com/proxy" without a tag, which means latest: replicas started later may run a different version',
    });
    const place = unpinned?.related?.[0]?.span;
    expect(place && [place.source.name, place.source.positionAt(place.start).line]).toEqual(['rendered.yaml', 22]);
    expect(unpinned?.fixes ?? []).toEqual([]);
    expect(found(SEARCH(BARE), image('registry.example.com/proxy:1.0.0'))).toEqual([]);
  });

  test('comes after what the configuration says itself', () => {
    const { environments, diagnostics } = looked(
      SEARCH('{ kind: Deployment, name: search-query, container: proxy, cpu: 500m, manifest: rendered.yaml }'),
      RENDERED,
    );
    expect(diagnostics).toEqual([]);
    expect(environments[0]?.plan.pools[0]?.pool.containers.map(({ name }) => name.plain)).toEqual(['proxy', 'query']);
  });

  test.each([
    [
      'no such workload',
      '{ name: search, manifest: rendered.yaml }',
      'error workload-not-in-manifest: "rendered.yaml" has no workload "search"',
    ],
    [
      'a workload of another kind only',
      '{ kind: StatefulSet, name: search-query, manifest: rendered.yaml }',
      'error workload-not-in-manifest: "rendered.yaml" has no StatefulSet "search-query"',
    ],
    [
      'no such container',
      '{ name: search-query, container: main, manifest: rendered.yaml }',
      'error unknown-container: the workload has no container "main" in "rendered.yaml"',
    ],
    [
      'another request',
      '{ name: search-query, cpu: 1, manifest: rendered.yaml }',
      'warning manifest-differs: `workload.existing.cpu` of pool "search" is 1, but container "query" requests 750m in "rendered.yaml"',
    ],
  ])('%s', (_what, existing, message) => {
    expect(found(SEARCH(existing), RENDERED)).toContain(message);
  });

  test('a signal measures a container that the manifest has', () => {
    expect(found(SEARCH(BARE, 'signals: { cpu: { target: 70%, container: app } }'), RENDERED)).toContain(
      'error unknown-container: signals.cpu of pool "search" measures the container "app", which it does not have',
    );
  });

  test('a memory request that the manifest does not have is none', () => {
    expect(found(SEARCH(BARE, 'signals: { memory: 80% }'), RENDERED)).toContain(
      'error missing-cpu-request: container "query" has no memory request in "rendered.yaml", and pool "search" scales on its memory, so nothing can scale the pool',
    );
  });

  test('replicas beside an autoscaler, an HPA of the chart and a missing probe are found', () => {
    const manifest = `${RENDERED.replace('spec:\n  template', 'spec:\n  replicas: 2\n  template').replace(/ {10}readinessProbe.*\n/, '')}---
apiVersion: v1
kind: List
items:
  - apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: { name: search-hpa }
    spec: { scaleTargetRef: { kind: Deployment, name: search-query }, maxReplicas: 5 }
  - apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: { name: search-keda }
    spec: { scaleTargetRef: { name: search-query }, triggers: [] }
`;
    const { diagnostics } = looked(SEARCH(BARE), manifest);
    expect(
      diagnostics.map(({ id, severity, span, related }) => [severity, id, span?.source.name, placeOf(related)]),
    ).toEqual([
      ['error', 'manifest-has-autoscaler', 'pipestream-scaling.yaml', 'rendered.yaml:29'],
      ['error', 'manifest-has-autoscaler', 'pipestream-scaling.yaml', 'rendered.yaml:33'],
      ['warning', 'manifest-sets-replicas', 'pipestream-scaling.yaml', 'rendered.yaml:13'],
      ['warning', 'manifest-without-readiness', 'pipestream-scaling.yaml', 'rendered.yaml:18'],
    ]);
  });

  test('a comment on the line that names it suppresses what is found in it', () => {
    const text = SEARCH(BARE).replace(
      '    workload:',
      '    # pipestream-scaling-ignore manifest-sets-replicas -- Argo CD ignores the field\n    workload:',
    );
    const manifest = RENDERED.replace('spec:\n  template', 'spec:\n  replicas: 2\n  template');
    expect(found(text, manifest)).toEqual([]);
  });

  test('the grace period of the manifest is held against the longest work', () => {
    const work = 'work: { longest: 4m }\n    signals: { cpu: 70% }';
    expect(found(SEARCH(BARE, work), RENDERED)).toContain(
      'warning grace-set-elsewhere: pool "search" can work on one unit for up to 4m, but "rendered.yaml" gives the pods of Deployment search-query a grace period of 1m30s',
    );
    expect(found(SEARCH(BARE, 'work: { longest: 80s }\n    signals: { cpu: 70% }'), RENDERED).join()).not.toContain(
      'grace-set-elsewhere',
    );
  });

  test('of two namespaces the one of the pool is meant', () => {
    const inNamespace = (namespace: string) =>
      RENDERED.replace('  name: search-query\n', `$&  namespace: ${namespace}\n`);
    expect(found(SEARCH(BARE), `${inNamespace('blue')}---\n${inNamespace('shop')}`)).toEqual([]);
    expect(found(SEARCH(BARE), inNamespace('blue'))).toEqual([
      'error workload-not-in-manifest: "rendered.yaml" has a workload "search-query" in the namespace "blue" only, and the pool is in "shop"',
      expect.stringContaining('missing-cpu-request'),
    ]);
  });

  test('a template that is not rendered is no manifest, and the place is shown', () => {
    const { diagnostics } = looked(SEARCH(BARE), RENDERED.replace('cpu: 750m', 'cpu: {{ .Values.cpu }}'));
    expect(diagnostics[0]).toMatchObject({ id: 'unreadable-manifest', severity: 'error' });
    expect(diagnostics[0]?.help).toContain('helm template');
    expect(placeOf(diagnostics[0]?.related)).toBe('rendered.yaml:20');
  });

  test('what nobody names is not read: a document that no configuration may be breaks nothing', () => {
    expect(found(SEARCH(BARE), `${RENDERED}---\nkind: [ {{ broken\n`)).toEqual([]);
  });

  test('gone through once, whatever a thousand pools ask of it', () => {
    const pools = Array.from({ length: 300 }, (_, index) => index);
    const manifest = pools
      .map(
        index => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: w-${String(index)} }
spec: { template: { spec: { containers: [{ name: main, resources: { requests: { cpu: 1 } } }] } } }
`,
      )
      .join('');
    const text = `version: 1
name: shop
targets: { kubernetes: { version: "1.32", namespace: shop } }
pools:
${pools
  .map(
    index => `  p${String(index)}:
    kind: always-on
    replicas: 3..9
    workload: { existing: { name: w-${String(index)}, manifest: rendered.yaml } }
    signals: { cpu: 70% }
`,
  )
  .join('')}`;
    expect(found(text, manifest)).toEqual([]);
  });
});

function placeOf(related: Analysis['diagnostics'][number]['related']): string | undefined {
  const span = related?.find(({ span: { source } }) => source.name === 'rendered.yaml')?.span;
  return span && `rendered.yaml:${String(span.source.positionAt(span.start).line)}`;
}

describe('where the manifest is read from', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'manifest-'));
    mkdirSync(join(folder, 'project', '.git'), { recursive: true });
    mkdirSync(join(folder, 'project', 'deploy'));
    writeFileSync(join(folder, 'project', 'rendered.yaml'), RENDERED);
    writeFileSync(join(folder, 'outside.yaml'), RENDERED);
    writeFileSync(join(folder, 'project', 'large.yaml'), ' '.repeat(4 * 1024 * 1024 + 1));
    symlinkSync(join(folder, 'outside.yaml'), join(folder, 'project', 'link.yaml'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const read = (path: string, file: string | undefined = join(folder, 'project', 'pipestream-scaling.yaml')) => {
    const parsed = parse(sourceText(file, SEARCH(`{ name: search-query, manifest: ${path} }`)));
    const around = readSurroundings(file).of(parsed);
    return analyse(parsed, around)
      .diagnostics.filter(({ id }) => id !== 'missing-cpu-request')
      .map(({ message }) => message);
  };

  test('beside it, and in a folder above it that is in the repository', () => {
    expect(read('rendered.yaml')).toEqual([]);
    expect(read('../rendered.yaml', join(folder, 'project', 'deploy', 'pipestream-scaling.yaml'))).toEqual([]);
  });

  test.each([
    ['/etc/passwd', '"/etc/passwd" is not a relative path'],
    ['../outside.yaml', '"../outside.yaml" is outside of the project'],
    ['link.yaml', '"link.yaml" is a link to outside of the project'],
    ['deploy', '"deploy" cannot be read: it is no file'],
    ['gone.yaml', '"gone.yaml" cannot be read: there is no such file'],
    ['large.yaml', '"large.yaml" has 4.0 MB, and a manifest may have 4 MB'],
  ])('%s is refused', (path, message) => {
    expect(read(path)).toEqual([message]);
  });

  test('not from beside standard input, and that is said', () => {
    const parsed = parse(sourceText('<stdin>', SEARCH(BARE)));
    const { diagnostics } = analyse(parsed, readSurroundings(undefined).of(parsed));
    expect(diagnostics[0]?.message).toBe(
      '"rendered.yaml" is not read: the configuration comes from standard input, so nothing is beside it',
    );
  });

  test('named in an overlay, too', () => {
    const file = join(folder, 'project', 'pipestream-scaling.yaml');
    const text = `${SEARCH('{ name: search-query, cpu: 750m }')}environments:
  default: {}
  staging: { pools: { search: { workload: { existing: { cpu: null, manifest: rendered.yaml } } } } }
`;
    const parsed = parse(sourceText(file, text));
    expect(analyse(parsed, readSurroundings(file).of(parsed)).diagnostics).toEqual([]);
  });
});
