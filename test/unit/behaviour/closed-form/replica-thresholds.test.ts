import { describe, expect, test } from 'vitest';
import { kubernetesThresholds } from '../../../../src/behaviour/closed-form/kubernetes-thresholds.ts';
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
import { kubernetesOf, poolOf } from '../planned.ts';
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

test('a lag of 1000 a replica: from n the next comes above 1.1 × n × 1000 (semantics 21)', () => {
  const [lag] = kubernetesThresholds(
    kubernetesOf(
      poolOf(
        `
replicas: {min: 2, max: 10}
signals: {kafkaLag: {perReplica: 1000, consumerGroup: web, topics: [orders]}}`,
        'kafka: {bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter}',
      ),
    ),
  );
  expect(lag?.of).toBe('kafkaLag');
  expect(lag?.steps.map(({ outFrom }) => outFrom)).toEqual([
    2200.001,
    3300.001,
    4400.001,
    5500.001,
    6600.001,
    7700.001,
    8800.001,
    9900.001,
    undefined,
  ]);
  expect(lag?.steps.map(({ inFrom }) => inFrom)).toEqual([
    undefined,
    2000,
    3000,
    4000,
    5000,
    6000,
    7000,
    8000,
    9000 - 0.001,
  ]);
});

test('a utilization of 70 % leaves at 63 % what it added above 77 %', () => {
  const [cpu] = kubernetesThresholds(kubernetesOf(poolOf('replicas: {min: 1, max: 20}\nsignals: {cpu: 70%}')));
  expect(cpu?.steps.filter(({ replicas }) => [1, 2, 3, 20].includes(replicas))).toEqual([
    { replicas: 1, outFrom: 78, inFrom: undefined },
    { replicas: 2, outFrom: 78, inFrom: 35 },
    { replicas: 3, outFrom: 78, inFrom: 46 },
    { replicas: 20, outFrom: undefined, inFrom: 62 },
  ]);
});
