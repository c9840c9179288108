import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NO_HISTORY, reconcile } from '../../../../src/behaviour/hpa/horizontal-pod-autoscaler.ts';
import type { HpaHistory } from '../../../../src/behaviour/hpa/horizontal-pod-autoscaler.ts';
import type { Pod, PodUsage } from '../../../../src/behaviour/hpa/pods.ts';
import { replicasByUtilization } from '../../../../src/behaviour/hpa/replica-calculator.ts';
import { DEFAULT_BEHAVIOR } from '../../../../src/behaviour/hpa/scaling-rules.ts';
import type { Tolerance } from '../../../../src/behaviour/hpa/tolerance.ts';

/** Numbers of upstream's own tests; the file names its source. */
const vectors: { readonly cpu: readonly ReconcileVector[] } = JSON.parse(
  readFileSync(new URL('vectors/reconcile.json', import.meta.url), 'utf8'),
);

interface ReconcileVector {
  readonly test: string;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly current: number;
  /** Left out where the HPA has no metric. */
  readonly target?: number;
  readonly tolerance: Tolerance;
  readonly behavior: boolean;
  /** The first look counts as a recommendation. */
  readonly seeded: boolean;
  /** A second metric that fails. */
  readonly invalid: boolean;
  readonly pods: readonly (Pod & { readonly request: number })[];
  readonly usage: readonly PodUsage[];
  readonly expected: number;
}

/** A history that no window reaches: upstream's tests have an empty one that is not seeded. */
const FORGOTTEN: HpaHistory = { ...NO_HISTORY, recommendations: [{ replicas: 0, at: -1e9 }] };

describe('a whole reconcile on CPU', () => {
  test('every vector of upstream is there', () => {
    expect(vectors.cpu).toHaveLength(35);
  });

  test.each(vectors.cpu)('$test: $name', ({ current, pods, usage, target, tolerance, ...vector }) => {
    const startup = { cpuInitializationPeriod: 120, initialReadinessDelay: 10 };
    const requests = new Map(pods.map(({ name, request }) => [name, request]));
    const { replicas } = reconcile(
      { min: vector.min, max: vector.max, behavior: vector.behavior ? DEFAULT_BEHAVIOR : undefined },
      vector.seeded ? NO_HISTORY : FORGOTTEN,
      current,
      0,
      () => [
        ...(vector.invalid ? [{ metric: 'invalid', calculated: { error: 'unknown metric source type' } }] : []),
        ...(target === undefined
          ? []
          : [
              {
                metric: 'cpu',
                calculated: replicasByUtilization(
                  { current, pods, tolerance, startup, now: 0 },
                  usage,
                  requests,
                  'cpu',
                  target,
                ),
              },
            ]),
      ],
    );
    expect(replicas).toBe(vector.expected);
  });
});

describe('an invalid metric', () => {
  const failed = { metric: 'lag', calculated: { error: 'away' } };
  const asks = (replicas: number) => ({ metric: 'cpu', calculated: { replicas, usage: 0 } });
  const spec = { min: 1, max: 10, behavior: undefined };
  const decide = (...proposals: readonly (typeof failed | ReturnType<typeof asks>)[]) =>
    reconcile(spec, FORGOTTEN, 4, 0, () => proposals).replicas;

  test.each([
    ['holds where it is the only one', decide(failed), 4],
    ['holds where the others would scale down', decide(failed, asks(3)), 4],
    ['lets the others scale up', decide(failed, asks(6)), 6],
    ['and the largest of them wins', decide(asks(5), failed, asks(7)), 7],
  ])('%s', (_, replicas, expected) => {
    expect(replicas).toBe(expected);
  });
});
