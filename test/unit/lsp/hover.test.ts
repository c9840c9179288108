import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyse, parse } from '../../../src/pipeline.ts';
import { hover } from '../../../src/lsp/hover.ts';
import { PLAIN } from '../../../src/lsp/markup.ts';
import { sourceText } from '../../../src/source/source-text.ts';

const text = readFileSync(join(import.meta.dirname, '../../../pipestream-scaling.yaml'), 'utf8');
const source = sourceText('pipestream-scaling.yaml', text);
const parsed = parse(source);
const inspection = { source, tree: parsed.value, ...analyse(parsed, { today: '2026-11-24' }) };

/** What is said in the middle of the first `|…|`, which is looked up without its bars. */
function at(place: string): string | undefined {
  const [before = '', word = ''] = place.split('|');
  const start = text.indexOf(place.replaceAll('|', ''));
  expect(start, place).toBeGreaterThanOrEqual(0);
  const said = hover(
    inspection,
    start + before.length + Math.floor(word.length / 2),
    [{ id: 'scale-out-takes-no-leases', summary: 'Replicas that get no lease', link: 'https://example.org/leases' }],
    PLAIN,
  )?.contents;
  return typeof said === 'object' && 'value' in said ? said.value : undefined;
}

test('a key is described by the language', () => {
  expect(at('|pools|:')).toBe('pools: Pools, by key: what scales together');
});

test('a map says what it resolved to in each environment, and why', () => {
  expect(at('|replicas|: { max: 10 }')).toBe(`pools.engine.replicas: Bounds: 2..10 or {min, max, fixed}

- min = 1 in staging: derived: fewest replicas = the row of the priority, the column of the kind, with priority = low-cost (line ${line('priority: low-cost')}), kind = always-on (line ${line('kind: always-on')})
- min = 2 in production: derived: fewest replicas = the row of the priority, the column of the kind, with priority = balanced (line ${line('priority: balanced')}), kind = always-on (line ${line('kind: always-on')})
- max = 10: written in line ${line('replicas: { max: 10 }')}
- fixed = 1 in staging: derived: fixed replicas = max(1, min), with min = 1 (line ${line('priority: low-cost')})
- fixed = 2 in production: derived: fixed replicas = max(1, min), with min = 2 (line ${line('priority: balanced')})`);
});

test('a signal says how much work it takes to reach the most replicas, and how its parts were worked out', () => {
  const said = at('|kafkaLag|:');
  expect(said).toContain(
    `\n- lag at which max is reached = 10000: derived: lag at which max is reached = perReplica × max, with perReplica = 1000 (line ${line('perReplica: 1000')}), max = 10 (line ${line('replicas: { max: 10 }')})`,
  );
  expect(said).toContain(
    '\n- growth.perReplica = 3.33333/s: derived: growth for one replica = lag per replica / range, with perReplica = 1000',
  );
  expect(said).toContain('\n- activation = 0: any work at all wakes a pool at zero');
});

test('a value that an overlay replaces says what holds where', () => {
  expect(
    at('|priority|: balanced')?.split('\n\n')[1],
  ).toBe(`- low-cost in staging: written in line ${line('priority: low-cost')}, by the environment staging
- balanced in production: written in line ${line('priority: balanced')}`);
  expect(at('priority: |low-cost|')?.split('\n\n')[1]).toBe('- low-cost: written here, by the environment staging');
});

test('an environment says what its pools come to', () => {
  expect(at('  |production|: {}')).toContain(`\n- pools.engine.replicas.min = 2: derived: fewest replicas`);
});

test('a name says what it stands for', () => {
  expect(at('hardware: |a10g|')).toContain(
    '\n- coldStart = 4m: derived: cold start = node + image + startup, with node = 1m30s',
  );
});

test.each([
  ['|cpu|: 1..2', '- request = 1: written'],
  ['|memory|: 2Gi..4Gi', '- limit = 4Gi: written'],
  ['retryBudget: |15m|', '- 15m: written here'],
  ['p99: |500ms|', '- 500ms: written here'],
  ['capacity: { |managedInstances|', '- weight = 1: an equal share'],
  ['env: { |PIPESTREAM_SIDECAR_MAX_LEASES|', '- 20: written'],
  ['|kubernetes|:', '- gitops.interval = 5m: git is asked every five minutes'],
  ['|embedder|:\n    name', '- coldStart = 4m: derived'],
])('%s is told with its unit, whatever the model calls it', (place, expected) => {
  expect(at(place)).toContain(expected);
});

test('a policy that is suppressed leads to its page', () => {
  expect(at('ignore |scale-out-takes-no-leases|')).toBe(
    'scale-out-takes-no-leases\n\nReplicas that get no lease\n\nwhy, and how to fix it: https://example.org/leases',
  );
});

test('nothing is said of nothing', () => {
  expect(at('# |Published| once')).toBeUndefined();
});

/** The line in which the first such text stands, counted from one. */
function line(part: string): string {
  return String(text.slice(0, text.indexOf(part)).split('\n').length);
}

test('a field of the Kubernetes API says what it takes, or what says it instead of a patch', () => {
  const pod = readFileSync(join(import.meta.dirname, '../../../docs/configuration/examples/pod.yaml'), 'utf8').replace(
    'sessionAffinity: ClientIP',
    'sessionAffinity: ClientIP, selector: {}',
  );
  const read = sourceText('pod.yaml', pod);
  const tree = parse(read);
  const inspected = { source: read, tree: tree.value, ...analyse(tree, { today: '2026-11-24' }) };
  const said = (place: string) => JSON.stringify(hover(inspected, pod.indexOf(place) + 2, [], PLAIN)?.contents);
  expect(said('sessionAffinity')).toContain('.sessionAffinity: ClientIP, None, in a Service of Kubernetes 1.35');
  expect(said('unhealthyPodEvictionPolicy')).toContain(
    'IfHealthyBudget, AlwaysAllow, in a PodDisruptionBudget of Kubernetes 1.35',
  );
  expect(said('restoreToOriginalReplicaCount')).toContain(': True or false, in a ScaledObject');
  expect(said('selector: {}')).toContain(': A patch cannot set it: `name` of the pool');
  expect(said('expirationSeconds')).toContain(': A whole number, in a Deployment of Kubernetes 1.35');
});

test('a load balancer says what it resolved to, alone and in a list', () => {
  const balanced = readFileSync(
    join(import.meta.dirname, '../../../docs/configuration/examples/balanced.yaml'),
    'utf8',
  );
  const read = sourceText('balanced.yaml', balanced);
  const tree = parse(read);
  const inspected = { source: read, tree: tree.value, ...analyse(tree, { today: '2026-11-24' }) };
  const said = (place: string) => JSON.stringify(hover(inspected, balanced.indexOf(place) + 2, [], PLAIN)?.contents);
  expect(said('gracePeriod: 2m')).toContain('2m: written in line');
  expect(said('port: partner')).toContain('partner: written in line');
});
