import { describe, expect, test } from 'vitest';
import { stepTime } from '../../../src/lint/knowledge/ecs/pace.ts';
import type { StepRules } from '../../../src/lint/knowledge/ecs/pace.ts';
import { hpaTime } from '../../../src/lint/knowledge/kubernetes/pace.ts';
import type { HpaRules } from '../../../src/lint/knowledge/kubernetes/pace.ts';

const UP: HpaRules = { window: 0, every: 15, percent: 100, replicas: 4, select: 'max' };
const DOWN: HpaRules = { window: 300, every: 60, percent: 10, replicas: 1, select: 'max' };

/**
 * What is in the brackets is the count after each step; the first comes with the window, the others a period later
 * each.
 */
describe('an HPA', () => {
  test.each<[string, HpaRules, number, number, number]>([
    // [5, 10, 20]
    ['doubles, or adds 4, every 15 s', UP, 1, 20, 30],
    ['is there with the first step', UP, 2, 6, 0],
    ['has nowhere to go', UP, 4, 4, 0],
    // [3, 6, 12, 24]
    ['takes the smaller of both where it says min', { ...UP, percent: 100, replicas: 20, select: 'min' }, 2, 20, 45],
    // 10 % of 2 is rounded up to 1: [3, 4, 5, 6]
    ['rounds a percentage up on the way up', { ...UP, percent: 10, replicas: undefined }, 2, 6, 45],
    ['waits for its window first', { ...UP, window: 300 }, 1, 20, 330],
    // It decides every 15 s, so a period of 20 s is one of 30 s: [2, 3, 4]
    ['moves only when it decides', { ...UP, percent: undefined, replicas: 1, every: 20 }, 1, 4, 60],
    // [9, 8, 7, 6, 5, 4, 3, 2]
    ['takes one replica a minute from a small pool', DOWN, 10, 2, 720],
    // [18, 16, 14, 12, 10, 9, 8, …, 1]: what remains of 18 × 0.9 is cut off
    ['takes a tenth a minute from a larger one, cutting off what remains', DOWN, 20, 1, 1080],
    ['takes all of them at once', { ...DOWN, window: 30, percent: 100, replicas: undefined }, 10, 2, 30],
    // [7, 4, 1]
    ['takes the larger step where it says max', { ...DOWN, window: 0, replicas: 3 }, 10, 1, 120],
    // [9, 8, 7, 6, 5, 4, 3, 2, 1]
    ['takes the smaller step where it says min', { ...DOWN, window: 0, replicas: 3, select: 'min' }, 10, 1, 480],
  ])('%s', (_what, rules, from, to, seconds) => {
    expect(hpaTime(rules, from, to)).toBe(seconds);
  });
});

const OUT: StepRules = { wait: 180, cooldown: 60, percent: 50, minimum: 1 };
const IN: StepRules = { wait: 900, cooldown: 300, percent: 10, minimum: 1 };

describe('step scaling on ECS', () => {
  test.each<[string, StepRules, number, number, number]>([
    // [2, 3, 4, 6, 9, 13, 19, 28]
    ['adds half as many again each cooldown, cut to whole tasks', OUT, 1, 20, 600],
    ['is there with the first step, whatever the cooldown', { ...OUT, cooldown: 3600 }, 2, 3, 180],
    // [18, 17, 16, …, 1], 18 steps
    ['takes a tenth, and one task at least', IN, 20, 1, 6000],
    // [7, 4, 1]
    ['takes the least that it was told to', { ...IN, minimum: 3 }, 10, 1, 1500],
    ['has nowhere to go', IN, 3, 3, 0],
  ])('%s', (_what, rules, from, to, seconds) => {
    expect(stepTime(rules, from, to)).toBe(seconds);
  });
});
