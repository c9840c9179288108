import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/pipeline.ts';
import { unsafeEnvironment, unsafePath } from '../../src/output/paths.ts';
import { sourceText } from '../../src/source/source-text.ts';

interface Names {
  readonly pool?: string;
  readonly own?: string;
  readonly workload?: string;
  readonly environment?: string;
  readonly label?: string;
  readonly node?: string;
}

const SHOP = ({ pool = 'web', own, workload, environment, label = 'team', node = 'gpu' }: Names) => `version: 1
name: shop
targets:
  kubernetes: { version: "1.32", namespace: shop, prometheus: "http://prometheus.monitoring:9090" }
  ecs: { region: us-east-1, accountId: "123456789012", cluster: shop, subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718], executionRoleArn: "arn:aws:iam::123456789012:role/x" }
hardware:
  a10g: { gpu: NVIDIA-A10G, nodeSelector: { ${node}: "yes" } }
pools:
  ${pool}:
    kind: demand-driven
    replicas: 2..4
    hardware: a10g
    capacity: { ec2: gpu }
${own === undefined ? '' : `    name: ${own}\n`}${
  workload === undefined
    ? '    containers: { web: { image: "example.com/web:1.0.0", cpu: 500m, memory: 1Gi } }'
    : `    workload: { existing: { name: ${workload}, container: web, cpu: 1 } }`
}
    signals: { cpu: 70% }
    labels: { ${label}: x }
${environment === undefined ? '' : `environments: { ${environment}: {} }`}
`;

function compiled(names: Names) {
  const text = SHOP(names);
  const { value, diagnostics } = compile(sourceText('a.yaml', text));
  return {
    value,
    errors: diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ id, span }) => [id, text.slice(span?.start, span?.end)]),
  };
}

const DEVICES = ['con', 'prn', 'aux', 'nul', 'com0', 'com1', 'com9', 'lpt1', 'lpt9'];

describe.each(DEVICES)('%s', name => {
  test.each<[string, Names]>([
    ['a pool', { pool: name }],
    ['the name of a pool', { own: name }],
    ['a workload that exists', { workload: name }],
    ['an environment', { environment: name }],
  ])('is found as the name of %s, at its line', (_what, names) => {
    expect(compiled(names).errors).toEqual([['reserved-name', name]]);
  });

  test('is taken where it is no folder', () => {
    expect(compiled({ pool: name, own: 'web' }).errors).toEqual([]);
    expect(compiled({ workload: name, own: 'web' }).errors).toEqual([]);
    expect(compiled({ pool: `${name}-1`, environment: `${name}x` }).errors).toEqual([]);
  });
});

test.each([
  ['"a;touch pwned $(id)"', '"a;touch pwned $(id)"'],
  ['"\\u202ea"', '"\\u202ea"'],
  ['--force', '--force'],
  ['../x', '../x'],
  ['.git', '.git'],
  ['staging.', 'staging.'],
  ['Staging', 'Staging'],
  ['"a b"', '"a b"'],
  ['"1"', '"1"'],
  ['a'.repeat(64), 'a'.repeat(64)],
])('the environment %s is refused at its key', (environment, place) => {
  expect(compiled({ environment }).errors).toEqual([['invalid-key', place]]);
});

test('every name that is taken can be the folder that it becomes', () => {
  const names = ['a', 'constructor', 'hasownproperty', 'a-1', 'x'.repeat(63), 'common', 'console', 'ledger'];
  for (const name of names) {
    const { value, errors } = compiled({ pool: name, environment: name });
    expect(errors).toEqual([]);
    expect(value.map(environment => unsafeEnvironment(environment.name))).toEqual([undefined]);
    const paths = value.flatMap(({ rendered }) => rendered.map(({ path }) => path));
    expect(paths.filter(path => unsafePath(path) !== undefined)).toEqual([]);
    expect(paths.length).toBeGreaterThan(9);
  }
});

/** What every object of JavaScript has, and what libraries ask objects for. */
const KEYS = ['constructor', 'hasOwnProperty', 'toString', 'valueOf', 'toJSON', 'value', 'then', 'resolve', 'length'];

test.each(KEYS)('a label and a node label called %s are emitted as they are', key => {
  const { value, errors } = compiled({ label: key, node: key });
  expect(errors).toEqual([]);
  const deployment = value
    .flatMap(({ rendered }) => rendered)
    .find(({ path }) => path === 'kubernetes/web/deployment.yaml');
  expect(load(deployment?.text ?? '')).toMatchObject({
    spec: { template: { metadata: { labels: { [key]: 'x' } }, spec: { nodeSelector: { [key]: 'yes' } } } },
  });
});

test('a label called __proto__ is refused at its key', () => {
  expect(compiled({ label: '__proto__' }).errors).toEqual([['reserved-key', '__proto__']]);
});
