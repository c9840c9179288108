import { describe, expect, test } from 'vitest';
import { NO_MEMORY, scaleCapacity } from '../../../../src/behaviour/ecs/application-auto-scaling.ts';
import type { CapacityDecision, ScalingMemory } from '../../../../src/behaviour/ecs/application-auto-scaling.ts';
import { forcedInto, scheduledBounds } from '../../../../src/behaviour/ecs/scheduled-actions.ts';
import { stepCapacity } from '../../../../src/behaviour/ecs/step-scaling.ts';
import { wallClockAt } from '../../../../src/behaviour/clock/wall-clock.ts';
import type { EcsPolicy, EcsScaling, EcsStepPolicy } from '../../../../src/model/ecs-plan.ts';
import { ecsOf, poolOf } from '../planned.ts';

const scalingOf = (body: string, top?: string): EcsScaling => {
  const { scaling } = ecsOf(poolOf(body, top));
  if (scaling === undefined) throw new Error('nothing scales the pool');
  return scaling;
};
const stepOf = (scaling: EcsScaling, key: string): EcsStepPolicy => {
  const policy = scaling.policies.find(one => one.key === key);
  if (policy?.kind !== 'step') throw new Error(`no step policy ${key}`);
  return policy;
};

const CPU = `
replicas: {min: 2, max: 20}
coldStart: 60s
signals: {cpu: 70%}`;
const LATENCY = `
replicas: {min: 2, max: 20}
signals:
  cpu: {target: 60%, for: 10m}
  latency: {p99: 500ms, source: {cloudwatch: {namespace: Shop, metric: Latency, dimensions: {Service: web}, statistic: p99}}}`;

describe('steps', () => {
  const scaling = scalingOf(LATENCY);
  const cpu = stepOf(scaling, 'cpu-out');
  const latency = stepOf(scaling, 'latency-out');
  const quiet = stepOf(scaling, 'in');
  test.each<[string, EcsStepPolicy, number, number, number]>([
    ['a third more up to half way to 100 %', cpu, 9, 5, 12],
    ['two thirds more beyond it', cpu, 9, 25, 15],
    ['the lower bound belongs to its step', cpu, 9, 20, 15],
    ['at least one task', cpu, 1, 5, 2],
    ['a fifth more up to twice the target', latency, 10, 0.4, 12],
    ['half as many again beyond', latency, 10, 0.5, 15],
    ['a percentage is cut', latency, 9, 0.4, 10],
    ['a tenth fewer', quiet, 20, 0, 18],
    ['a tenth is cut too', quiet, 19, 0, 18],
    ['at least one fewer', quiet, 3, 0, 2],
  ])('%s', (_, policy, tasks, beyond, expected) => {
    expect(stepCapacity(policy, tasks, beyond)).toBe(expected);
  });
});

interface Minute {
  readonly desired: number;
  readonly memory?: ScalingMemory;
  readonly now?: number;
  readonly deploying?: boolean;
  /** Newest last, by key of the policy. */
  readonly values: Readonly<Record<string, readonly (number | undefined)[]>>;
}

function decide(
  scaling: EcsScaling,
  { desired, memory = NO_MEMORY, now = 0, deploying = false, values }: Minute,
): CapacityDecision {
  const points = (policy: EcsPolicy, minutes: number) =>
    Array.from({ length: minutes }, (_, index) => values[policy.key]?.at(index - minutes));
  const bounds = { min: scaling.min.plain, max: scaling.max.plain };
  return scaleCapacity(scaling, bounds, memory, desired, now, points, deploying);
}

const minutes = (count: number, value: number | undefined) => Array.from({ length: count }, () => value);

describe('target tracking, modelled', () => {
  const scaling = scalingOf(CPU);
  test.each<[string, Minute, number]>([
    ['two minutes above the target: nothing', { desired: 4, values: { cpu: [70, 90, 90] } }, 4],
    ['three minutes: in proportion, rounded up', { desired: 4, values: { cpu: minutes(3, 90) } }, 6],
    ['the newest point counts', { desired: 4, values: { cpu: [90, 90, 75] } }, 5],
    ['never above the maximum', { desired: 18, values: { cpu: minutes(3, 100) } }, 20],
    ['fourteen minutes below nine tenths: nothing', { desired: 4, values: { cpu: [70, ...minutes(14, 30)] } }, 4],
    ['fifteen minutes: in proportion', { desired: 10, values: { cpu: minutes(15, 35) } }, 5],
    ['never below the minimum', { desired: 10, values: { cpu: minutes(15, 1) } }, 2],
    ['exactly nine tenths is not below', { desired: 10, values: { cpu: minutes(15, 63) } }, 10],
    ['not during a deployment (37)', { desired: 10, deploying: true, values: { cpu: minutes(15, 35) } }, 10],
    ['out during a deployment', { desired: 4, deploying: true, values: { cpu: minutes(3, 90) } }, 6],
    ['missing data: nothing (35)', { desired: 10, values: { cpu: minutes(20, undefined) } }, 10],
    ['from zero, of which no task publishes: nothing (35)', { desired: 0, values: { cpu: [] } }, 0],
  ])('%s', (_, minute, expected) => {
    expect(decide(scaling, minute).desired).toBe(expected);
  });

  test('in the cooldown of a scale-out, what was added counts toward the next', () => {
    const first = decide(scaling, { desired: 4, values: { cpu: minutes(3, 90) } });
    expect(first.memory.out).toEqual({ base: 4, until: 60 });
    const still = decide(scaling, { desired: 6, memory: first.memory, now: 30, values: { cpu: minutes(3, 90) } });
    expect(still.desired).toBe(6);
    const worse = decide(scaling, { desired: 6, memory: first.memory, now: 30, values: { cpu: minutes(3, 140) } });
    expect(worse.desired).toBe(8);
    const later = decide(scaling, { desired: 6, memory: first.memory, now: 60, values: { cpu: minutes(3, 90) } });
    expect(later.desired).toBe(8);
  });

  test('a scale-in waits for its cooldown, and a scale-out ends it', () => {
    const quiet = { cpu: minutes(15, 35) };
    const first = decide(scaling, { desired: 20, values: quiet });
    expect([first.desired, first.memory.inUntil]).toEqual([10, 300]);
    expect(decide(scaling, { desired: 10, memory: first.memory, now: 299, values: quiet }).desired).toBe(10);
    expect(decide(scaling, { desired: 10, memory: first.memory, now: 300, values: quiet }).desired).toBe(5);
    const out = decide(scaling, { desired: 10, memory: first.memory, now: 60, values: { cpu: minutes(3, 100) } });
    expect([out.desired, out.memory.inUntil]).toEqual([15, 0]);
  });
});

describe('several policies', () => {
  const scaling = scalingOf(`
replicas: {min: 1, max: 20}
signals:
  cpu: 70%
  memory: 80%`);
  test.each<[string, Minute, number]>([
    ['any scales out, the largest wins', { desired: 4, values: { cpu: minutes(3, 90), memory: minutes(3, 160) } }, 8],
    ['one scales out beside a quiet one', { desired: 4, values: { cpu: minutes(15, 90), memory: minutes(15, 10) } }, 6],
    [
      'one that does not agree holds (37)',
      { desired: 4, values: { cpu: minutes(15, 10), memory: minutes(15, 75) } },
      4,
    ],
    ['one without data holds', { desired: 4, values: { cpu: minutes(15, 10) } }, 4],
    [
      'all agree: the largest of what they ask for',
      { desired: 10, values: { cpu: minutes(15, 7), memory: minutes(15, 40) } },
      5,
    ],
  ])('%s', (_, minute, expected) => {
    expect(decide(scaling, minute).desired).toBe(expected);
  });

  test('where one signal is stepped, tracking scales nothing in and the policy "in" does', () => {
    const stepped = scalingOf(LATENCY);
    expect(decide(stepped, { desired: 10, values: { cpu: minutes(15, 1) } }).desired).toBe(10);
    expect(decide(stepped, { desired: 10, values: { in: minutes(15, 1) } }).desired).toBe(9);
    expect(decide(stepped, { desired: 10, values: { in: minutes(15, 1), 'latency-out': minutes(3, 2) } }).desired).toBe(
      15,
    );
  });
});

describe('scheduled actions', () => {
  const { schedules } = scalingOf(`
replicas: {min: 2, max: 20}
signals: {cpu: 70%}
schedule: {timezone: Europe/Berlin, windows: [{from: "08:00", to: "20:00", min: 6, days: [mon, tue]}]}`);
  const before = { min: 2, max: 20 };
  // Monday 2026-01-05 00:00 UTC is one o'clock in Berlin.
  const at = (hour: number, minute = 0) => wallClockAt(1_767_571_200 + (hour - 1) * 3600 + minute * 60);

  test.each([
    ['before', at(7, 59), before],
    ['at the start', at(8), { min: 6, max: 20 }],
    ['a minute later nothing acts', at(8, 1), before],
    ['at the end', at(20), { min: 2, max: 20 }],
    ['on another day', at(8 + 48), before],
  ])('%s', (_, clock, bounds) => {
    expect(scheduledBounds(schedules, before, clock)).toEqual(bounds);
  });

  test('a maximum that an action states holds until another one states it again', () => {
    const nightly = scalingOf(`
kind: scale-to-zero
replicas: 0..6
signals: {cpu: 60%}
schedule: {timezone: Europe/Berlin, windows: [{from: "08:00", to: "20:00", min: 2}]}`).schedules;
    const asleep = scheduledBounds(nightly, { min: 2, max: 6 }, at(20));
    expect(asleep).toEqual({ min: 0, max: 0 });
    expect(scheduledBounds(nightly, asleep, at(21))).toBe(asleep);
    expect(scheduledBounds(nightly, asleep, at(8 + 24))).toEqual({ min: 2, max: 6 });
  });

  test.each([
    ['lifts what is below', { min: 6, max: 20 }, 2, 6],
    ['leaves what is between: the end of a window scales nothing in (44a)', { min: 2, max: 20 }, 6, 6],
    ['lowers what is above', { min: 0, max: 0 }, 6, 0],
  ])('%s', (_, bounds, capacity, expected) => {
    expect(forcedInto(bounds, capacity)).toBe(expected);
  });
});
