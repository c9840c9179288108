import { describe, expect, test } from 'vitest';
import { scalesInFrom, scalesOutFrom } from '../../../../src/behaviour/closed-form/replica-thresholds.ts';
import type { ComparedMetric } from '../../../../src/behaviour/closed-form/replica-thresholds.ts';
import {
  isFailure,
  replicasByAverageValue,
  replicasByUtilization,
  replicasByValue,
} from '../../../../src/behaviour/hpa/replica-calculator.ts';
import type { Scene } from '../../../../src/behaviour/hpa/replica-calculator.ts';
import { DEFAULT_STARTUP } from '../../../../src/behaviour/hpa/pods.ts';
import type { Tolerance } from '../../../../src/behaviour/hpa/tolerance.ts';
import { fc, runs } from '../../../properties.ts';

/** What the calculator makes of a value on n replicas that are all ready. */
function asked({ kind, target }: ComparedMetric, tolerance: Tolerance, n: number, value: number): number {
  const pods = Array.from({ length: n }, (_, index) => ({
    name: `pod-${String(index)}`,
    phase: 'Running' as const,
    ready: true,
    started: -1000,
    transition: -900,
    deleting: false,
  }));
  const scene: Scene = { current: n, pods, tolerance, startup: DEFAULT_STARTUP, now: 0 };
  const calculated =
    kind === 'average-value'
      ? replicasByAverageValue(scene, n, [value], target)
      : kind === 'value'
        ? replicasByValue(scene, [value], target)
        : replicasByUtilization(
            scene,
            pods.map(({ name }) => ({ pod: name, value: value * 10, at: 0, window: 15 })),
            new Map(pods.map(({ name }) => [name, 1000])),
            'cpu',
            target,
          );
  if (isFailure(calculated)) throw new Error(calculated.error);
  return calculated.replicas;
}

const metric: fc.Arbitrary<ComparedMetric> = fc.oneof(
  fc.record({ kind: fc.constant('average-value' as const), target: fc.integer({ min: 1, max: 5_000_000 }) }),
  fc.record({ kind: fc.constant('value' as const), target: fc.integer({ min: 1, max: 5_000_000 }) }),
  fc.record({ kind: fc.constant('utilization' as const), target: fc.integer({ min: 1, max: 100 }) }),
);
const tolerance = fc.record({
  up: fc.constantFrom(0, 0.02, 0.05, 0.1, 0.25),
  down: fc.constantFrom(0, 0.02, 0.05, 0.1, 0.25),
});
const given = { numRuns: runs(2000) };

describe('the thresholds are those of the calculator, to the last thousandth', () => {
  test('out', () => {
    fc.assert(
      fc.property(metric, tolerance, fc.integer({ min: 1, max: 60 }), (compared, within, n) => {
        const from = scalesOutFrom(compared, within, n);
        expect(asked(compared, within, n, from)).toBeGreaterThan(n);
        expect(asked(compared, within, n, from - 1)).toBeLessThanOrEqual(n);
      }),
      given,
    );
  });

  test('in', () => {
    fc.assert(
      fc.property(metric, tolerance, fc.integer({ min: 1, max: 60 }), (compared, within, n) => {
        const from = scalesInFrom(compared, within, n);
        if (from !== undefined) expect(asked(compared, within, n, from)).toBeLessThan(n);
        expect(asked(compared, within, n, (from ?? -1) + 1)).toBeGreaterThanOrEqual(n);
      }),
      given,
    );
  });
});
