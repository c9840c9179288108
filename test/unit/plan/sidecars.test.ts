import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { analysed } from '../../analysed.ts';
import { compile } from '../../../src/pipeline.ts';
import { sourceText } from '../../../src/source/source-text.ts';

const SYSTEM = (inits: string, version = '1.32') => `version: 1
name: shop
targets:
  kubernetes: { version: "${version}", namespace: shop }
  ecs: { region: eu-west-1, accountId: "123456789012", cluster: main, subnets: [subnet-0123456789abcdef0], securityGroups: [sg-0123456789abcdef0], executionRoleArn: "arn:aws:iam::123456789012:role/e", alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:a" }
pools:
  api:
    kind: always-on
    replicas: 2..4
    signals: { cpu: 70% }
    initContainers: { ${inits} }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
`;
const init = (name: string, more = 'cpu: 2, memory: 3Gi') =>
  `${name}: { image: "registry.example.com/${name}:1.0.0", ${more} }`;
const sidecar = (name: string, more = 'cpu: 1, memory: 2Gi') => init(name, `restartPolicy: Always, ${more}`);

function output(inits: string, file: string) {
  const { value, diagnostics } = compile(sourceText('a.yaml', SYSTEM(inits)));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return load(value[0]?.rendered.find(({ path }) => path.endsWith(file))?.text ?? '');
}
const findings = (inits: string, version?: string) =>
  analysed(sourceText('a.yaml', SYSTEM(inits, version))).diagnostics;

test('on Kubernetes a sidecar is an init container that is restarted, in the order written', () => {
  expect(output([init('one'), sidecar('proxy'), init('two')].join(', '), 'deployment.yaml')).toMatchObject({
    spec: {
      template: {
        spec: { initContainers: [{ name: 'one' }, { name: 'proxy', restartPolicy: 'Always' }, { name: 'two' }] },
      },
    },
  });
});

describe('on ECS', () => {
  const definitions = (inits: string) => output(inits, 'task-definition.json');

  test('what comes after a sidecar waits for its start, and for the end of what ended before', () => {
    const task = definitions([init('one'), sidecar('proxy'), init('two'), sidecar('agent')].join(', '));
    const ended = (containerName: string) => ({ containerName, condition: 'SUCCESS' });
    const started = (containerName: string) => ({ containerName, condition: 'START' });
    const restartPolicy = { enabled: true, restartAttemptPeriod: 60 };
    expect(task).toMatchObject({
      containerDefinitions: [
        { name: 'api', essential: true, dependsOn: [ended('two'), started('proxy'), started('agent')] },
        { name: 'one', essential: false },
        { name: 'proxy', essential: true, restartPolicy, dependsOn: [ended('one')], cpu: 1024, memory: 2048 },
        { name: 'two', essential: false, dependsOn: [ended('one'), started('proxy')] },
        { name: 'agent', essential: true, restartPolicy, dependsOn: [ended('two'), started('proxy')] },
      ],
    });
    expect(task).not.toHaveProperty('containerDefinitions.1.restartPolicy');
  });

  test('a sidecar has its place beside the containers, and beside what runs to its end after it', () => {
    // 1 vCPU and 1 GiB of the container, 1 and 2 of the sidecar: 2 and 3.
    expect(definitions(sidecar('proxy'))).toMatchObject({ cpu: '2048', memory: '4096' });
    // One that ends, 2 and 3, before the sidecar is there: alone it needs no more than both together do.
    expect(definitions(`${init('one')}, ${sidecar('proxy')}`)).toMatchObject({ cpu: '2048', memory: '4096' });
    // After it, 3 and 5 are needed together.
    expect(definitions(`${sidecar('proxy')}, ${init('one')}`)).toMatchObject({ cpu: '4096', memory: '8192' });
  });

  test('that it is restarted only after a minute is a stated loss, and a secret without an ARN a dangerous one', () => {
    const inits = sidecar('proxy', 'cpu: 100m, memory: 64Mi, secrets: { TOKEN: { secret: proxy } }');
    const losses = compile(sourceText('a.yaml', SYSTEM(inits))).value[0]?.plan.losses;
    expect(losses?.map(({ target, what, dangerous }) => `${target} ${what}${dangerous ? '!' : ''}`)).toEqual(
      expect.arrayContaining(['ecs initContainers.proxy.restartPolicy', 'ecs initContainers.proxy.secrets.TOKEN!']),
    );
  });
});

test('before Kubernetes 1.29 it is refused at its line', () => {
  const text = SYSTEM(sidecar('proxy'), '1.28');
  const errors = analysed(sourceText('a.yaml', text)).diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ id, span }) => [id, text.slice(span?.start, span?.end)])).toEqual([
    ['sidecar-too-new', 'Always'],
  ]);
  expect(findings(init('one'), '1.28').filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(findings(sidecar('proxy'), '1.29').filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a sidecar requests what it needs and is pinned as any container that runs', () => {
  const proxy = 'proxy: { image: "registry.example.com/proxy", restartPolicy: Always }';
  const ids = (inits: string) => findings(inits).map(({ id, path }) => `${id} ${path?.join('.') ?? ''}`);
  expect(ids(proxy)).toEqual(
    expect.arrayContaining([
      'missing-resources pools.api.initContainers.proxy.cpu',
      'image-not-pinned pools.api.initContainers.proxy.image',
    ]),
  );
  expect(ids(proxy.replace(', restartPolicy: Always', '')).filter(id => id.includes('initContainers'))).toEqual([]);
});

test('another value than Always is refused', () => {
  expect(
    findings(init('proxy', 'restartPolicy: OnFailure'))
      .map(({ message }) => message)
      .join('\n'),
  ).toContain('Always');
});
