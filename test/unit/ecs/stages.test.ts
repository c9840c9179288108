import { describe, expect, test } from 'vitest';
import { CONTAINER, at, compilePool, payload, paths, stack } from './compile.ts';

const SIGNALS =
  'signals: {cpu: 70%, requestQueue: {perReplica: 10, source: {cloudwatch: {namespace: Shop, metric: Pending}}}}';
const pool = (stage: string, signals = SIGNALS) =>
  compilePool(`kind: demand-driven\nstage: ${stage}\nreplicas: {min: 2, max: 20, fixed: 3}\n${CONTAINER}\n${signals}`);
const policies = (compiled: ReturnType<typeof pool>) =>
  paths(compiled)
    .filter(path => path.includes('/policies/'))
    .map(path => path.slice('ecs/web/policies/'.length));

describe('the stages of "start simple" on ECS', () => {
  test.each([
    { stage: 'fixed', target: false, suspended: undefined, policies: [], create: 3, update: 3 },
    {
      stage: 'observe',
      target: true,
      suspended: true,
      policies: ['cpu.json', 'queue.json'],
      create: 3,
      update: undefined,
    },
    { stage: 'cpu', target: true, suspended: false, policies: ['cpu.json'], create: 2, update: undefined },
    {
      stage: 'full',
      target: true,
      suspended: false,
      policies: ['cpu.json', 'queue.json'],
      create: 2,
      update: undefined,
    },
  ])('$stage', expected => {
    const compiled = pool(expected.stage);
    expect(paths(compiled).includes('ecs/web/scalable-target.json')).toBe(expected.target);
    if (expected.target) {
      expect(at(payload(compiled, 'scalable-target.json'), 'SuspendedState')).toEqual({
        DynamicScalingInSuspended: expected.suspended,
        DynamicScalingOutSuspended: expected.suspended,
        ScheduledScalingSuspended: expected.suspended,
      });
    }
    expect(policies(compiled)).toEqual(expected.policies);
    expect(at(payload(compiled, 'service.create.json'), 'desiredCount')).toBe(expected.create);
    expect(at(payload(compiled, 'service.update.json'), 'desiredCount')).toBe(expected.update);
    expect(stack(compiled, 'Resources', 'WebService', 'Properties', 'DesiredCount')).toBe(expected.update);
  });

  test('observe keeps its bounds around what is held', () => {
    const target = payload(pool('observe'), 'scalable-target.json');
    expect([at(target, 'MinCapacity'), at(target, 'MaxCapacity')]).toEqual([3, 20]);
  });

  test.each(['observe', 'cpu', 'full'])('from observe on there are alarms for people and a dashboard: %s', stage => {
    const compiled = pool(stage);
    expect(paths(compiled)).toContain('ecs/web/alarms/pinned-at-max.json');
    expect(stack(compiled, 'Resources', 'Dashboard', 'Type')).toBe('AWS::CloudWatch::Dashboard');
  });

  test('on fixed there is neither', () => {
    const compiled = pool('fixed');
    expect(paths(compiled).filter(path => path.includes('/alarms/'))).toEqual([]);
    expect(stack(compiled, 'Resources', 'Dashboard')).toBeUndefined();
  });

  test('a pool without a cpu signal is held on the stage cpu, its policies there to be watched', () => {
    const compiled = pool(
      'cpu',
      'signals: {requestQueue: {perReplica: 10, source: {cloudwatch: {namespace: Shop, metric: Pending}}}}',
    );
    expect(at(payload(compiled, 'scalable-target.json'), 'SuspendedState', 'DynamicScalingOutSuspended')).toBe(true);
    expect(policies(compiled)).toEqual(['queue.json']);
  });

  test('a pool with nothing to scale by holds its count', () => {
    const compiled = compilePool(`kind: demand-driven\nreplicas: {min: 2, max: 2}\n${CONTAINER}`);
    expect(paths(compiled)).not.toContain('ecs/web/scalable-target.json');
    expect(at(payload(compiled, 'service.update.json'), 'desiredCount')).toBe(2);
  });
});
