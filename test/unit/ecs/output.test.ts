import { describe, expect, test } from 'vitest';
import { originAt, unwrap, writtenAt } from '../../../src/model/sourced.ts';
import type { Json } from '../../../src/model/sourced.ts';
import { diagnoseStacks } from '../../../src/plan/ecs/stacks.ts';
import { checkFiles } from '../../../src/verify/check.ts';
import { checkStructure } from '../../../src/verify/structure.ts';
import { at, compileText, fileAt, payload, paths, stack } from './compile.ts';
import { manyPools, systemOn } from './systems.ts';

const RUNGS = ['fixed', 'observe', 'cpu', 'full'] as const;

describe('what is emitted for ECS', () => {
  test.each(RUNGS)('holds against the schemas of the operations and the rules between fields: %s', stage => {
    const { files, diagnostics } = compileText(systemOn(stage));
    expect(diagnostics).toEqual([]);
    expect(checkFiles(files)).toEqual([]);
    expect(checkStructure(files)).toEqual([]);
  });

  test('is one file a payload', () => {
    expect(
      paths(compileText(systemOn('full'))).filter(
        path => path.startsWith('ecs/worker/') || path.startsWith('ecs/api/'),
      ),
    ).toEqual([
      'ecs/worker/log-group.json',
      'ecs/worker/log-retention.json',
      'ecs/worker/task-definition.json',
      'ecs/worker/service.create.json',
      'ecs/worker/service.update.json',
      'ecs/worker/scalable-target.json',
      'ecs/worker/policies/cpu-out.json',
      'ecs/worker/policies/memory.json',
      'ecs/worker/policies/lag.json',
      'ecs/worker/policies/latency-out.json',
      'ecs/worker/policies/lag-growth-out.json',
      'ecs/worker/policies/in.json',
      'ecs/worker/alarms/cpu-out.json',
      'ecs/worker/alarms/latency-out.json',
      'ecs/worker/alarms/lag-growth-out.json',
      'ecs/worker/alarms/in.json',
      'ecs/worker/alarms/pinned-at-max.json',
      'ecs/worker/alarms/lag-growing-at-max.json',
      'ecs/worker/alarms/cpu-high.json',
      'ecs/worker/alarms/memory-high.json',
      'ecs/worker/alarms/lag-high.json',
      'ecs/worker/alarms/latency-high.json',
      'ecs/api/log-group.json',
      'ecs/api/log-retention.json',
      'ecs/api/task-definition.json',
      'ecs/api/service.create.json',
      'ecs/api/service.update.json',
      'ecs/api/scalable-target.json',
      'ecs/api/policies/cpu.json',
      'ecs/api/policies/requests.json',
      'ecs/api/alarms/pinned-at-max.json',
      'ecs/api/alarms/cpu-high.json',
      'ecs/api/alarms/requests-high.json',
      'ecs/api/schedules/0600-min-5.json',
      'ecs/api/schedules/2000-min-1.json',
    ]);
  });

  test('a container carries all that is declared of it', () => {
    expect(
      at(payload(compileText(systemOn('full')), 'task-definition.json', 'worker'), 'containerDefinitions', 0),
    ).toEqual({
      name: 'worker',
      image: 'registry.example.com/worker:1.0.0',
      essential: true,
      cpu: 1024,
      memory: 4096,
      memoryReservation: 2048,
      entryPoint: ['/bin/worker'],
      command: ['--serve', 'all'],
      portMappings: [
        { name: 'grpc', containerPort: 9000, protocol: 'tcp' },
        { name: 'http', containerPort: 8080, protocol: 'tcp' },
      ],
      environment: [
        { name: 'LEVEL', value: 'info' },
        { name: 'TRICKY', value: 'a "quoted" {{json x}} value' },
      ],
      secrets: [{ name: 'TOKEN', valueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-AbCdEf' }],
      user: '1000',
      readonlyRootFilesystem: true,
      stopTimeout: 120,
      healthCheck: { command: ['CMD', '/bin/healthy'], interval: 10, timeout: 5, retries: 3, startPeriod: 60 },
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '/ecs/main/worker',
          'awslogs-region': 'eu-west-1',
          'awslogs-stream-prefix': 'worker',
          'awslogs-create-group': 'true',
        },
      },
    });
  });

  test('Fargate and Spot share the tasks by base and weight', () => {
    expect(
      at(payload(compileText(systemOn('full')), 'service.create.json', 'api'), 'capacityProviderStrategy'),
    ).toEqual([
      { capacityProvider: 'FARGATE', base: 1, weight: 1 },
      { capacityProvider: 'FARGATE_SPOT', weight: 4 },
    ]);
  });

  test('a deployment rolls back by itself and never goes below what is wanted, but for a GPU that sleeps', () => {
    const compiled = compileText(systemOn('full'));
    const deployment = (pool: string) => at(payload(compiled, 'service.create.json', pool), 'deploymentConfiguration');
    expect(deployment('worker')).toEqual({
      deploymentCircuitBreaker: { enable: true, rollback: true },
      minimumHealthyPercent: 100,
      maximumPercent: 200,
    });
    expect(deployment('transcoder')).toEqual({
      deploymentCircuitBreaker: { enable: true, rollback: true },
      minimumHealthyPercent: 0,
      maximumPercent: 100,
    });
  });

  test('a generated field leads back to the line that was written', () => {
    const file = fileAt(compileText(systemOn('full')), 'ecs/worker/policies/lag.json');
    const written = writtenAt(originAt(file.tree, ['TargetTrackingScalingPolicyConfiguration', 'TargetValue']));
    expect(written?.span.source.text.slice(written.span.start, written.span.end)).toBe('1000');
  });

  test('so does a field of the stack', () => {
    const file = fileAt(compileText(systemOn('full')), 'ecs/stack.yaml');
    const written = writtenAt(originAt(file.tree, ['Resources', 'WorkerTarget', 'Properties', 'MaxCapacity']));
    expect(written?.span.source.text.slice(written.span.start, written.span.end)).toBe('10');
  });
});

describe('the stack', () => {
  test("options of a log driver keep their names, all else has CloudFormation's", () => {
    const definition = stack(
      compileText(systemOn('full')),
      'Resources',
      'WorkerTask',
      'Properties',
      'ContainerDefinitions',
      0,
    );
    expect(at(definition, 'LogConfiguration', 'Options', 'awslogs-group')).toBe('/ecs/main/worker');
    expect(at(definition, 'ReadonlyRootFilesystem')).toBe(true);
    expect(at(definition, 'PortMappings', 0, 'ContainerPort')).toBe(9000);
  });

  test('alarms that scale refer to the policy that they set off, those for people to the topic', () => {
    const compiled = compileText(systemOn('full'));
    expect(stack(compiled, 'Resources', 'WorkerAlarmCpuOut', 'Properties', 'AlarmActions')).toEqual([
      { Ref: 'WorkerPolicyCpuOut' },
    ]);
    expect(stack(compiled, 'Resources', 'WorkerAlarmPinnedAtMax', 'Properties', 'AlarmActions')).toEqual([
      'arn:aws:sns:eu-west-1:123456789012:on-call',
    ]);
  });

  test('the target is made after its service, and policies after the target', () => {
    const compiled = compileText(systemOn('full'));
    expect(stack(compiled, 'Resources', 'WorkerTarget', 'Properties', 'ResourceId')).toEqual({
      'Fn::Join': ['/', ['service', 'main', { 'Fn::GetAtt': ['WorkerService', 'Name'] }]],
    });
    expect(stack(compiled, 'Resources', 'WorkerPolicyLag', 'Properties', 'ScalingTargetId')).toEqual({
      Ref: 'WorkerTarget',
    });
  });

  test('Git sync finds the template from the root of the repository', () => {
    expect(unwrap(fileAt(compileText(systemOn('full')), 'ecs/stack-deployment.yaml').tree)).toEqual({
      'template-file-path': 'out/production/ecs/stack.yaml',
      parameters: {},
      tags: { system: 'shop', environment: 'production', 'managed-by': 'pipestream-scaling' },
    });
  });

  test('the dashboard is JSON that shows each pool', () => {
    const body = stack(compileText(systemOn('full')), 'Resources', 'Dashboard', 'Properties', 'DashboardBody');
    const widgets = at(unwrap(JSON.parse(String(body))), 'widgets');
    const titles = Array.isArray(widgets) ? widgets.map((widget: Json) => at(widget, 'properties', 'title')) : [];
    expect(titles).toContain('worker: tasks');
    expect(titles).toContain('worker: messages waiting for each task');
    expect(titles).toContain("billing: CPU in percent of the tasks' size");
  });

  test('500 resources fit in one; beyond that each pool has its own, and it is said', () => {
    const one = compileText(manyPools(55));
    const many = compileText(manyPools(56));
    const resources = Object.keys(stack(one, 'Resources') ?? {}).length;
    expect(resources).toBe(55 * 9 + 1);
    expect(
      diagnoseStacks(
        one.system,
        one.pools.map(pool => pool.ecs),
      ),
    ).toEqual([]);
    expect(paths(many)).not.toContain('ecs/stack.yaml');
    expect(paths(many)).toContain('ecs/pool-56/stack.yaml');
    expect(unwrap(fileAt(many, 'ecs/pool-56/stack-deployment.yaml').tree)).toMatchObject({
      'template-file-path': 'out/production/ecs/pool-56/stack.yaml',
    });
    expect(
      diagnoseStacks(
        many.system,
        many.pools.map(pool => pool.ecs),
      ).map(({ id, severity }) => [id, severity]),
    ).toEqual([['stack-per-pool', 'information']]);
  });
});
