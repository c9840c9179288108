import { describe, expect, test } from 'vitest';
import { ecsScaleIn, ecsScaleOut } from '../../../../src/behaviour/closed-form/ecs-pace.ts';
import { hpaPace } from '../../../../src/behaviour/closed-form/hpa-pace.ts';
import { hpaController } from '../../../../src/behaviour/hpa/hpa-controller.ts';
import type { ScalingBehavior, ScalingRules } from '../../../../src/behaviour/hpa/scaling-rules.ts';
import { DEFAULT_TOLERANCE } from '../../../../src/behaviour/hpa/tolerance.ts';
import type { Load } from '../../../../src/behaviour/load.ts';
import { run } from '../../../../src/behaviour/run.ts';
import { backlog, queueSignals } from '../../../../src/behaviour/signals.ts';
import { simulateEcs, simulateKubernetes } from '../../../../src/behaviour/simulate.ts';
import type { Trace } from '../../../../src/behaviour/trace.ts';
import { emittedHandler } from '../handler.ts';
import { ecsOf, kubernetesOf, poolOf, proofOf } from '../planned.ts';
import { fc, runs } from '../../../properties.ts';

const handler = emittedHandler();
const given = (usual: number) => ({ numRuns: runs(usual) });

/** When the count was reached for the first time from a moment on. */
function reached({ points }: Trace, from: number, count: number): number {
  return points.find(({ at, wanted }) => at >= from && wanted === count)?.at ?? Number.POSITIVE_INFINITY;
}

const rules: fc.Arbitrary<ScalingRules> = fc.record({
  stabilizationWindowSeconds: fc.constantFrom(0, 60, 300, 310, 600),
  selectPolicy: fc.constantFrom('Max' as const, 'Min' as const),
  policies: fc.array(
    fc.record({
      type: fc.constantFrom('Pods' as const, 'Percent' as const),
      value: fc.integer({ min: 1, max: 100 }),
      periodSeconds: fc.constantFrom(15, 30, 60, 100, 180),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

describe('the pace of an HPA', () => {
  /** All is asked for, or nothing, from `change` on. */
  function moved(behavior: ScalingBehavior, from: number, to: number, change: number, seconds: number): number {
    const up = to > from;
    const settings = { min: Math.min(from, to), max: Math.max(from, to), behavior, tolerance: DEFAULT_TOLERANCE };
    const controller = hpaController(settings, ({ world, set }) => [
      {
        kind: 'external',
        name: 'load',
        metricType: 'AverageValue',
        target: 1000,
        value: world.at < change ? set.replicas.length * 1000 : up ? 1_000_000 : 0,
      },
    ]);
    const load: Load = { seconds: change + seconds, arrivals: () => 0, perReplica: 1, signals: {} };
    const trace = run(load, [controller], { start: from, coldStart: 0, every: 5 });
    return reached(trace, change, to) - change;
  }

  test('is at most what the closed form says, and at least that but the waits for a look', () => {
    fc.assert(
      fc.property(
        rules,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 2, max: 40 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 20 }),
        (rule, low, more, up, shift) => {
          const [from, to] = up ? [low, low + more] : [low + more, low];
          const behavior = { scaleUp: rule, scaleDown: rule };
          const longest = hpaPace(behavior, from, to);
          const change = 900 + 5 * shift;
          if (longest === undefined) return;
          const took = moved(behavior, from, to, change, longest + 60);
          expect(took).toBeLessThanOrEqual(longest);
          expect(took).toBeGreaterThanOrEqual(longest - 2 * 15);
        },
      ),
      given(150),
    );
  });

  test('has no end where a policy cannot move one replica', () => {
    const rule: ScalingRules = { stabilizationWindowSeconds: 0, selectPolicy: 'Disabled', policies: [] };
    expect(hpaPace({ scaleUp: rule, scaleDown: rule }, 1, 2)).toBeUndefined();
  });
});

describe('KEDA', () => {
  const KAFKA = 'kafka: {bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter}';
  const sleeping = (idle: string, activation: number) =>
    poolOf(
      `
kind: scale-to-zero
idle: ${idle}
coldStart: 90s
replicas: {min: 0, max: 10}
signals:
  cpu: 70%
  kafkaLag: {perReplica: 100, consumerGroup: web, topics: [orders], activation: ${String(activation)}}`,
      KAFKA,
    );

  test('wakes and returns within the times of the closed forms, whenever the work comes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('1m', '5m', '10m'),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 40 }),
        (idle, activation, shift, rate) => {
          const pool = sleeping(idle, activation);
          const { wake, back } = proofOf(pool, 'kubernetes');
          const path = wake?.paths[0];
          expect(path).toMatchObject({ from: 'kafkaLag', smallest: { plain: activation + 1 } });
          const first = 600 + 5 * shift;
          const load: Load = {
            seconds: 5400,
            arrivals: at => (at >= first && at < first + 60 ? rate : 0),
            perReplica: 20,
            signals: queueSignals(),
          };
          const trace = simulateKubernetes(kubernetesOf(pool), load, { start: 0, coldStart: 90, every: 5 });
          const seen = trace.points.find(({ backlog: waiting }) => waiting > activation)?.at ?? 0;
          const ready = trace.points.find(({ ready: count }) => count > 0)?.at ?? Number.POSITIVE_INFINITY;
          expect(ready - seen).toBeLessThanOrEqual(path?.longest.plain ?? 0);
          const done = trace.points.findLast(({ backlog: waiting }) => waiting > activation)?.at ?? 0;
          expect(reached(trace, done, 0) - done).toBeLessThanOrEqual(back?.after?.plain ?? 0);
        },
      ),
      given(60),
    );
  });

  test('a pool that never sleeps is back at its minimum within the time of the closed form', () => {
    const pool = poolOf(
      `
replicas: {min: 2, max: 12}
signals: {kafkaLag: {perReplica: 100, consumerGroup: web, topics: [orders]}}`,
      KAFKA,
    );
    const back = proofOf(pool, 'kubernetes').back?.after?.plain ?? 0;
    const load: Load = {
      seconds: 900 + back + 300,
      arrivals: () => 0,
      perReplica: 1,
      signals: { kafkaLag: ({ at }) => (at < 900 ? 5000 : 0) },
    };
    const trace = simulateKubernetes(kubernetesOf(pool), load, { start: 2, coldStart: 30 });
    expect(reached(trace, 885, 12)).toBe(885);
    expect(reached(trace, 900, 2) - 900).toBeLessThanOrEqual(back);
    expect(reached(trace, 900, 2) - 900).toBeGreaterThan(back - 60);
  });
});

describe('ECS', () => {
  const CPU_FOR = poolOf(`
replicas: {min: 2, max: 12}
signals: {cpu: {target: 60%, for: 10m}}`);

  test.each([2, 4])('from %i tasks steps reach the maximum and return within the times of the closed forms', from => {
    const ecs = ecsOf(CPU_FOR);
    const { scaling } = ecs;
    if (scaling === undefined) throw new Error('nothing scales the pool');
    const out = ecsScaleOut(scaling, from, 12)?.seconds ?? 0;
    const back = ecsScaleIn(scaling, 12, 2)?.seconds ?? 0;
    for (const begin of [1200, 1215, 1255]) {
      const end = begin + out + 600;
      const load: Load = {
        seconds: end + back + 600,
        arrivals: () => 0,
        perReplica: 1,
        signals: { cpu: ({ at }) => (at < begin ? 50 : at < end ? 65 : 5) },
      };
      const trace = simulateEcs(ecs, load, { start: from, coldStart: 30, handler, every: 5 });
      expect(reached(trace, begin, 12) - begin).toBeLessThanOrEqual(out);
      expect(reached(trace, end, 2) - end).toBeLessThanOrEqual(back);
    }
  });

  test('the watcher wakes and returns within the times of the closed forms', () => {
    const pool = poolOf(`
kind: scale-to-zero
idle: 5m
coldStart: 2m
replicas: {min: 0, max: 5}
signals: {queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/videos"}, perReplica: 20}}`);
    const { wake, back } = proofOf(pool, 'ecs');
    const path = wake?.paths[0];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 1, max: 40 }), (shift, jobs) => {
        const first = 1800 + 5 * shift;
        const load: Load = {
          seconds: 7200,
          arrivals: at => (at === first ? jobs / 5 : 0),
          perReplica: 1,
          signals: { ...queueSignals(), queueBacklog: backlog },
        };
        const trace = simulateEcs(ecsOf(pool), load, { start: 0, coldStart: 120, handler, every: 5 });
        const ready = trace.points.find(({ ready: count }) => count > 0)?.at ?? Number.POSITIVE_INFINITY;
        expect(ready - first).toBeLessThanOrEqual(path?.longest.plain ?? 0);
        const done = trace.points.findLast(({ backlog: waiting }) => waiting > 0)?.at ?? 0;
        const changed = trace.events.findLast(({ to }) => to > 0)?.at ?? 0;
        const asleep = reached(trace, done, 0);
        expect(asleep - Math.max(done, changed)).toBeLessThanOrEqual(back?.after?.plain ?? 0);
      }),
      given(25),
    );
  });
});
