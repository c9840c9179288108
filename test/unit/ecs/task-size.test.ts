import { describe, expect, test } from 'vitest';
import { fargateSize } from '../../../src/plan/ecs/task-size.ts';
import { at, compilePool, payload } from './compile.ts';

describe('33: the size of a Fargate task is the next one that is sold', () => {
  test.each([
    { cpu: 0, memory: 0, size: { cpu: 256, memory: 512 } },
    { cpu: 256, memory: 512, size: { cpu: 256, memory: 512 } },
    { cpu: 256, memory: 513, size: { cpu: 256, memory: 1024 } },
    { cpu: 256, memory: 2048, size: { cpu: 256, memory: 2048 } },
    { cpu: 256, memory: 2049, size: { cpu: 512, memory: 3072 } },
    { cpu: 257, memory: 512, size: { cpu: 512, memory: 1024 } },
    { cpu: 512, memory: 4096, size: { cpu: 512, memory: 4096 } },
    { cpu: 512, memory: 4097, size: { cpu: 1024, memory: 5120 } },
    { cpu: 1024, memory: 1, size: { cpu: 1024, memory: 2048 } },
    { cpu: 1024, memory: 8192, size: { cpu: 1024, memory: 8192 } },
    { cpu: 1025, memory: 1, size: { cpu: 2048, memory: 4096 } },
    { cpu: 2048, memory: 16_384, size: { cpu: 2048, memory: 16_384 } },
    { cpu: 2048, memory: 16_385, size: { cpu: 4096, memory: 17_408 } },
    { cpu: 4096, memory: 30_720, size: { cpu: 4096, memory: 30_720 } },
    { cpu: 4096, memory: 30_721, size: { cpu: 8192, memory: 32_768 } },
    { cpu: 8192, memory: 16_385, size: { cpu: 8192, memory: 20_480 } },
    { cpu: 8192, memory: 61_440, size: { cpu: 8192, memory: 61_440 } },
    { cpu: 8193, memory: 1, size: { cpu: 16_384, memory: 32_768 } },
    { cpu: 16_384, memory: 32_769, size: { cpu: 16_384, memory: 40_960 } },
    { cpu: 16_384, memory: 122_880, size: { cpu: 16_384, memory: 122_880 } },
    { cpu: 16_384, memory: 122_881, size: undefined },
    { cpu: 16_385, memory: 1, size: undefined },
  ])('$cpu units and $memory MiB', ({ cpu, memory, size }) => {
    expect(fargateSize({ cpu, memory })).toEqual(size);
  });

  test('CPU counts what is requested, memory what may be used, over all containers', () => {
    const task = payload(
      compilePool(`kind: always-on
replicas: 2..10
containers:
  engine: {image: "registry.example.com/engine:1", cpu: 1..2, memory: 2Gi..4Gi}
  sidecar: {image: "registry.example.com/sidecar:1", cpu: 500m..1, memory: 2Gi..4Gi}
signals: {cpu: 70%}`),
      'task-definition.json',
    );
    expect([at(task, 'cpu'), at(task, 'memory')]).toEqual(['2048', '8192']);
    expect(
      [0, 1].map(index =>
        ['cpu', 'memory', 'memoryReservation'].map(key => at(task, 'containerDefinitions', index, key)),
      ),
    ).toEqual([
      [1024, 4096, 2048],
      [512, 4096, 2048],
    ]);
  });

  test('what no size holds is laid out in the largest, and the policy fargate-size refuses it', () => {
    const text =
      'kind: demand-driven\nreplicas: 1..3\ncontainers: {app: {image: "registry.example.com/app:1", cpu: 20, memory: 64Gi}}\nsignals: {cpu: 70%}';
    const compiled = compilePool(text);
    const needed = compiled.pools[0]?.ecs.service?.task.needed;
    expect([needed?.cpu.plain, needed?.memory.plain]).toEqual([20_480, 65_536]);
    const task = payload(compiled, 'task-definition.json');
    expect([at(task, 'cpu'), at(task, 'memory')]).toEqual(['16384', '122880']);
  });

  test("machines of one's own are not bound to the sizes of Fargate", () => {
    const task = payload(
      compilePool(
        'kind: demand-driven\nreplicas: 1..3\ncapacity: {ec2: machines}\ncontainers: {app: {image: "registry.example.com/app:1", cpu: 1500m, memory: 3000Mi}}\nsignals: {cpu: 70%}',
      ),
      'task-definition.json',
    );
    expect([at(task, 'cpu'), at(task, 'memory'), at(task, 'requiresCompatibilities')]).toEqual([
      '1536',
      '3000',
      ['EC2'],
    ]);
  });
});
