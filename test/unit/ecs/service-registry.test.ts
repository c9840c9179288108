import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/pipeline.ts';
import { analysed } from '../../analysed.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { at, compilePool, payload, stack } from './compile.ts';

const ARN = 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-utcrh6wavdkggqtk';

const pool = (more: string) => `
kind: always-on
replicas: 2..10
${more}
containers:
  app: {image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi, ports: {http: 8080, grpc: 9000}}
signals: {cpu: 70%}`;

describe('a service of Cloud Map', () => {
  test('with A records takes the addresses of the tasks, in the payloads and in the stack', () => {
    const compiled = compilePool(pool(`serviceRegistry: ${ARN}`));
    for (const file of ['service.create.json', 'service.update.json'])
      expect(at(payload(compiled, file), 'serviceRegistries')).toEqual([{ registryArn: ARN }]);
    expect(stack(compiled, 'Resources', 'WebService', 'Properties', 'ServiceRegistries')).toEqual([
      { RegistryArn: ARN },
    ]);
  });

  test('with SRV records takes the port too', () => {
    const compiled = compilePool(pool(`serviceRegistry: {arn: "${ARN}", port: grpc}`));
    const registry = [{ registryArn: ARN, containerName: 'app', containerPort: 9000 }];
    expect(at(payload(compiled, 'service.create.json'), 'serviceRegistries')).toEqual(registry);
    expect(stack(compiled, 'Resources', 'WebService', 'Properties', 'ServiceRegistries')).toEqual([
      { RegistryArn: ARN, ContainerName: 'app', ContainerPort: 9000 },
    ]);
  });

  test('stands beside Service Connect and a load balancer', () => {
    const created = payload(
      compilePool(
        pool(`serviceRegistry: ${ARN}
loadBalancer: {targetGroup: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/6d0ecf831eec9f09"}`),
        { target: 'serviceConnect: shop' },
      ),
      'service.create.json',
    );
    expect(created).toMatchObject({
      serviceConnectConfiguration: { namespace: 'shop' },
      loadBalancers: [{ containerName: 'app' }],
      serviceRegistries: [{ registryArn: ARN }],
    });
  });

  test('of a port that no container has is refused at its line', () => {
    const { diagnostics } = compilePool(pool(`serviceRegistry: {arn: "${ARN}", port: admin}`));
    expect(diagnostics.map(({ id, message, path }) => [id, message, path])).toEqual([
      [
        'unknown-port',
        'the service registry of pool "web" uses the port "admin", which no container of the pool has',
        ['pools', 'web', 'serviceRegistry', 'port'],
      ],
    ]);
  });
});

describe('what leads to a port', () => {
  const losses = (more: string) =>
    compilePool(pool(more))
      .losses.filter(({ what }) => /\.ports\.|headless/.test(what))
      .map(({ what, instead }) => `${what}: ${instead}`);

  test('is an A record for every port, and an SRV record for its own', () => {
    expect(losses(`serviceRegistry: ${ARN}`)).toEqual([]);
    expect(losses(`serviceRegistry: {arn: "${ARN}", port: grpc}`)).toEqual([
      'containers.app.ports.http: Nothing on ECS sends requests to it: the records of `serviceRegistry` say another port, and `targets.ecs.serviceConnect` is not set.',
    ]);
  });

  test('takes the place of a headless Service', () => {
    expect(losses('service: {headless: true}')).toContain('service.headless: Tasks are not registered for discovery.');
    expect(losses(`service: {headless: true}\nserviceRegistry: ${ARN}`)).toEqual([]);
  });
});

const system = (targets: string, body: string) => `version: 1
name: shop
targets:
  kubernetes: { version: "1.35", namespace: shop }
  ecs: { region: eu-west-1, cluster: main }
pools:
  web:
    kind: always-on
    replicas: 2..10
    targets: [${targets}]
    serviceRegistry: ${ARN}
    ${body}
environments: { production: {} }
`;

test('nothing of it is lost on Kubernetes, and alone there it is found to do nothing', () => {
  const source = sourceText(
    'pipestream-scaling.yaml',
    system(
      'kubernetes',
      'containers: { app: { image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } } }\n    signals: { cpu: 70% }',
    ),
  );
  expect(compile(source).value[0]?.plan.losses.filter(({ what }) => what === 'serviceRegistry')).toEqual([]);
  expect(analysed(source).diagnostics.map(({ id }) => id)).toContain('signal-without-effect');
});

test('the service of another tool registers its own tasks', () => {
  const source = sourceText(
    'pipestream-scaling.yaml',
    system('ecs', 'workload: { existing: { name: web, cpu: 500m } }\n    signals: { cpu: 70% }'),
  );
  expect(analysed(source).diagnostics.map(({ id }) => id)).toContain('signal-without-effect');
});
