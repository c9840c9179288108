import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cfnLint } from '../../scripts/python-tools.mjs';
import { unwrap } from '../../src/model/sourced.ts';
import { unlessSkipped } from '../programs.ts';
import { compileText, fileAt } from '../unit/ecs/compile.ts';
import { systemOn } from '../unit/ecs/systems.ts';

describe('the real cfn-lint', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cfn-lint-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function findings(name: string, template: unknown): readonly string[] | undefined {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, dump(template, { noRefs: true, lineWidth: -1 }));
    return cfnLint(file, 'eu-west-1');
  }

  test.for(['fixed', 'observe', 'cpu', 'full'])('has nothing against the stack on the stage %s', (stage, context) => {
    const found = findings(stage, unwrap(fileAt(compileText(systemOn(stage)), 'ecs/stack.yaml').tree));
    expect(unlessSkipped(context, found)).toEqual([]);
  });

  test('has nothing against target groups and rules that the stack makes, and what reads them', context => {
    const found = findings('balanced', unwrap(fileAt(compileText(BALANCED), 'ecs/stack.yaml').tree));
    expect(unlessSkipped(context, found)).toEqual([]);
  });

  test('sees a task size that Fargate does not sell', context => {
    const found = findings('bad', {
      AWSTemplateFormatVersion: '2010-09-09',
      Resources: {
        Task: {
          Type: 'AWS::ECS::TaskDefinition',
          Properties: {
            RequiresCompatibilities: ['FARGATE'],
            NetworkMode: 'awsvpc',
            Cpu: '256',
            Memory: '8192',
            ContainerDefinitions: [{ Name: 'a', Image: 'a' }],
          },
        },
      },
    });
    expect(unlessSkipped(context, found).length).toBeGreaterThan(0);
  });
});

const LISTENER =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2';
/** One pool that is kept, one that sleeps and whose watcher reads the requests, and one that is stepped. */
const BALANCED = `
version: 1
name: shop
targets:
  ecs:
    region: eu-west-1
    accountId: "123456789012"
    cluster: main
    subnets: [subnet-0123456789abcdef0]
    securityGroups: [sg-0123456789abcdef0]
    vpc: vpc-0123456789abcdef0
    serviceConnect: shop
    executionRoleArn: arn:aws:iam::123456789012:role/execution
    taskRoleArn: arn:aws:iam::123456789012:role/application
pools:
  web:
    kind: always-on
    replicas: 2..10
    architecture: arm64
    executeCommand: true
    containers: {web: {image: "registry.example.com/web:1.0.0", cpu: 500m, memory: 1Gi, ports: {http: 8080}, envFrom: [{s3: "arn:aws:s3:::settings/web.env"}]}}
    loadBalancer:
      - {listener: "${LISTENER}", hosts: [shop.example.com], paths: [/api/*], priority: 10, countsRequests: true}
      - {listener: "${LISTENER}", hosts: [inner.example.com], priority: 11}
    serviceRegistry: arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-utcrh6wavdkggqtk
    signals: {requests: 100/s}
  caller:
    kind: scale-to-zero
    replicas: {max: 4}
    containers: {caller: {image: "registry.example.com/caller:1.0.0", cpu: 500m, memory: 1Gi, ports: {grpc: 9000}}}
    loadBalancer: {listener: "${LISTENER}", paths: ["/shop.Caller/*"], priority: 20, protocol: grpc}
    signals:
      requests: 10/s
      queueBacklog: {perReplica: 5, sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/work"}}
  stepped:
    kind: demand-driven
    replicas: 1..4
    containers: {stepped: {image: "registry.example.com/stepped:1.0.0", cpu: 500m, memory: 1Gi, ports: {http: 8080}}}
    loadBalancer: {listener: "${LISTENER}", hosts: [stepped.example.com], priority: 30}
    serviceRegistry: {arn: "arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-abcrh6wavdkggqtk", port: http}
    signals: {requests: 10/s, cpu: {target: 70%, for: 5m}}
environments: {production: {}}
`;
