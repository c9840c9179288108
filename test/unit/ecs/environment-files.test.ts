import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/pipeline.ts';
import { analysed } from '../../analysed.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { at, compilePool, payload, stack } from './compile.ts';

const ONE = 'arn:aws:s3:::settings/web.env';
const TWO = 'arn:aws:s3:::settings/common/all.env';

const pool = (envFrom: string) => `
kind: always-on
replicas: 2..10
initContainers:
  fetch: {image: "registry.example.com/fetch:1.0.0", envFrom: [{s3: "${TWO}"}]}
containers:
  app: {image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi, envFrom: ${envFrom}}
signals: {cpu: 70%}`;

test('files in S3 are in the task definition, in the order written, of every container', () => {
  const definitions = at(
    payload(compilePool(pool(`[{s3: "${ONE}"}, {configMap: web, s3: "${TWO}"}]`)), 'task-definition.json'),
    'containerDefinitions',
  );
  expect(definitions).toMatchObject([
    {
      name: 'app',
      environmentFiles: [
        { value: ONE, type: 's3' },
        { value: TWO, type: 's3' },
      ],
    },
    { name: 'fetch', environmentFiles: [{ value: TWO, type: 's3' }] },
  ]);
});

test('the stack has them as CloudFormation spells them, and no role is made or changed', () => {
  const compiled = compilePool(pool(`[{s3: "${ONE}"}]`));
  expect(stack(compiled, 'Resources', 'WebTask', 'Properties', 'ContainerDefinitions', 0, 'EnvironmentFiles')).toEqual([
    { Value: ONE, Type: 's3' },
  ]);
  expect(JSON.stringify(stack(compiled))).not.toContain('s3:GetObject');
});

const system = (envFrom: string, targets = 'kubernetes, ecs') => `version: 1
name: shop
targets:
  kubernetes: { version: "1.35", namespace: shop }
  ecs:
    region: eu-west-1
    accountId: "123456789012"
    cluster: main
    subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]
    securityGroups: [sg-0123456789abcdef0]
    executionRoleArn: arn:aws:iam::123456789012:role/execution
pools:
  web:
    kind: always-on
    replicas: 2..10
    targets: [${targets}]
    containers:
      app: {image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi, envFrom: ${envFrom}}
    signals: {cpu: 70%}
environments:
  production: {}
`;

function both(envFrom: string, targets?: string) {
  const source = sourceText('pipestream-scaling.yaml', system(envFrom, targets));
  const [compiled] = compile(source).value;
  return {
    found: analysed(source).diagnostics.map(({ id }) => id),
    losses: compiled?.plan.losses
      .filter(({ what }) => what.includes('envFrom'))
      .map(({ target, what, dangerous, instead }) => `${target} ${what}${dangerous ? '!' : ''}: ${instead}`),
    deployment: load(compiled?.rendered.find(({ path }) => path.endsWith('deployment.yaml'))?.text ?? ''),
  };
}

describe('on both platforms', () => {
  test('nothing is lost where a file is beside the object', () => {
    const { losses, deployment, found } = both(`[{secret: web, s3: "${ONE}", prefix: WEB_}]`);
    expect(losses).toEqual([]);
    expect(found).not.toContain('signal-without-effect');
    expect(deployment).toHaveProperty('spec.template.spec.containers.0.envFrom', [
      { prefix: 'WEB_', secretRef: { name: 'web' } },
    ]);
  });

  test('a file alone is a dangerous loss on Kubernetes, and an object alone on ECS', () => {
    const { losses, deployment, found } = both(`[{s3: "${ONE}"}, {configMap: web}]`);
    expect(losses).toEqual([
      'kubernetes containers.app.envFrom.0.s3!: Only ECS reads files in S3, so the container starts without its variables.',
      'ecs containers.app.envFrom!: A ConfigMap exists only on Kubernetes, so the container starts without its variables.',
    ]);
    expect(found).toContain('dangerous-loss');
    expect(deployment).toHaveProperty('spec.template.spec.containers.0.envFrom', [{ configMapRef: { name: 'web' } }]);
  });

  test('a file is never optional on ECS', () => {
    expect(both(`[{configMap: web, s3: "${ONE}", optional: true}]`).losses).toEqual([
      'ecs containers.app.envFrom.0.optional: ECS starts no task without the file.',
    ]);
    expect(both(`[{configMap: web, s3: "${ONE}", optional: false}]`).losses).toEqual([]);
  });

  test('a file beside an object is found where only Kubernetes is a target', () => {
    expect(both(`[{configMap: web, s3: "${ONE}"}]`, 'kubernetes').found).toContain('signal-without-effect');
  });
});

test.for([
  ['[{configMap: a, secret: b}]', 'expected exactly one of configMap and secret'],
  ['[{}]', 'expected exactly one of configMap and secret'],
  [`[{s3: "${ONE}", prefix: A_}]`, 'expected prefix and optional beside configMap or secret only'],
  ['[{s3: "arn:aws:s3:::settings/web.txt"}]', 'expected the ARN of a file in S3 that ends in .env'],
  ['[{s3: "s3://settings/web.env"}]', 'expected the ARN of a file in S3 that ends in .env'],
  [`[${`{s3: "${ONE}"}, `.repeat(11)}]`, 'expected 10 files in S3 or fewer'],
] as const)('%s is refused', ([envFrom, message]) => {
  const { diagnostics } = analysed(sourceText('pipestream-scaling.yaml', system(envFrom)));
  expect(diagnostics.map(found => found.message).join('\n')).toContain(message);
});
