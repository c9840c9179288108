import { describe, expect, test } from 'vitest';
import { isWithinCron } from '../../../../src/behaviour/clock/cron-window.ts';
import { wallClockAt } from '../../../../src/behaviour/clock/wall-clock.ts';
import { withFallback } from '../../../../src/behaviour/keda/fallback.ts';
import type { Fallback } from '../../../../src/behaviour/keda/fallback.ts';
import { cappedLag } from '../../../../src/behaviour/keda/kafka-lag.ts';
import { scalersOf } from '../../../../src/behaviour/keda/scalers.ts';
import { readTrigger, targetOf } from '../../../../src/behaviour/keda/trigger.ts';
import type { Trigger } from '../../../../src/model/kubernetes-plan.ts';
import { poolOf, scaledObjectOf } from '../planned.ts';

const clock = wallClockAt(0);
// Without lagMetrics the brokers are asked, whatever else scales the pool.
const KAFKA = 'kafka: {bootstrapServers: "kafka:9092"}';
const triggers = scaledObjectOf(
  poolOf(
    `
kind: scale-to-zero
replicas: {min: 0, max: 10}
signals:
  cpu: 70%
  kafkaLag: {perReplica: 100, consumerGroup: web, topics: [orders], activation: 5}
  latency: {p99: 500ms, source: {prometheus: {histogram: web_seconds}}}`,
    KAFKA,
  ),
).triggers;
const [cpu, kafka, latency] = triggers;
const read = (trigger: Trigger | undefined, value: number | undefined, partitions?: number) => {
  if (trigger === undefined) throw new Error('no such trigger');
  return readTrigger(trigger, { observe: () => value, clock, now: 0, partitions });
};

describe('a trigger as KEDA reads it', () => {
  test.each<[string, ReturnType<typeof read>, ReturnType<typeof read>]>([
    ['the activation is strict', read(kafka, 5), { kind: 'read', active: false, metric: 5000 }],
    ['just above the activation', read(kafka, 6), { kind: 'read', active: true, metric: 6000 }],
    [
      'lag is capped by partitions, activity is not',
      read(kafka, 900, 3),
      { kind: 'read', active: true, metric: 300_000 },
    ],
    [
      'no answer of the brokers is an error',
      read(kafka, undefined),
      { kind: 'error', why: 'the brokers do not answer' },
    ],
    [
      'no result of a query is an error',
      read(latency, undefined),
      { kind: 'error', why: 'the query returned no number' },
    ],
    ['NaN is an error', read(latency, Number.NaN), { kind: 'error', why: 'the query returned no number' }],
    ['what cannot be reached never wakes', read(latency, 60), { kind: 'read', active: false, metric: 60_000 }],
    ['cpu is the HPA’s business', read(cpu, undefined), { kind: 'read', active: false, metric: undefined }],
  ])('%s', (_, state, expected) => {
    expect(state).toEqual(expected);
  });

  test('targets are thousandths, by the type of the metric', () => {
    expect(triggers.map(trigger => targetOf(trigger))).toEqual([
      undefined,
      { metricType: 'AverageValue', target: 100_000 },
      { metricType: 'Value', target: 500 },
    ]);
  });
});

/** pkg/scalers/kafka_scaler.go, 825 to 841. */
test.each([
  [250, 3, false, 250],
  [399, 3, false, 399],
  [400, 3, false, 300],
  [5000, 3, false, 300],
  [5000, 3, true, 5000],
])('a lag of %i on %i partitions, idle consumers %s: %i', (lag, partitions, idle, expected) => {
  expect(cappedLag(lag, 100, partitions, idle)).toBe(expected);
});

describe('a fallback', () => {
  const fallback: Fallback = { replicas: 3, failureThreshold: 3, behavior: 'static' };
  const error = { kind: 'error', why: 'away' } as const;
  const average = { metricType: 'AverageValue', target: 100_000 } as const;
  const value = { metricType: 'Value', target: 500 } as const;
  const of = (given: Fallback | undefined, failures: number, target: typeof average | typeof value, ready = 30) =>
    withFallback(error, failures, given, target, { current: 30, ready });

  /** pkg/fallback/fallback.go, 115 to 318. */
  test.each<[string, ReturnType<typeof of>['state'], number]>([
    ['the third failure is still an error', of(fallback, 2, average).state, -1],
    ['the fourth falls back, and a pool of 30 is asked for 3 (20)', of(fallback, 3, average).state, 300_000],
    [
      'the current count is kept where it is higher',
      of({ ...fallback, behavior: 'currentReplicasIfHigher' }, 3, average).state,
      3_000_000,
    ],
    ['the lower of both', of({ ...fallback, behavior: 'currentReplicasIfLower' }, 3, average).state, 300_000],
    ['a Value is divided by the ready replicas', of(fallback, 3, value).state, 50],
    ['and cannot be without any', of(fallback, 3, value, 0).state, -1],
    ['without one the error stays', of(undefined, 9, average).state, -1],
  ])('%s', (_, state, metric) => {
    expect(state.kind === 'read' ? state.metric : -1).toBe(metric);
  });

  test('one answer forgets the failures', () => {
    const read = { kind: 'read', active: false, metric: 0 } as const;
    expect(withFallback(read, 3, fallback, average, { current: 1, ready: 1 }).failures).toBe(0);
  });
});

describe('scalers are built all or none (1a)', () => {
  const look = (scalers: ReturnType<typeof scalersOf>, lag: number | undefined) =>
    scalers
      .look(
        'hpa',
        { observe: purpose => (purpose === 'kafkaLag' ? lag : 1), clock, now: 0, partitions: undefined },
        { current: 2, ready: 2 },
      )
      .states.map(({ kind }) => kind);
  const options = { fallback: undefined, loopFallsBack: true };

  test('brokers that are away when it is applied leave no trigger and no HPA', () => {
    const scalers = scalersOf(triggers, options);
    expect(look(scalers, undefined)).toEqual(['error', 'error', 'error']);
    expect(scalers.everBuilt).toBe(false);
    expect(look(scalers, 1)).toEqual(['read', 'read', 'read']);
    expect(scalers.everBuilt).toBe(true);
  });

  test('brokers that go away take the healthy triggers with them at the second look', () => {
    const scalers = scalersOf(triggers, options);
    look(scalers, 1);
    expect(look(scalers, undefined)).toEqual(['read', 'error', 'read']);
    expect(look(scalers, undefined)).toEqual(['error', 'error', 'error']);
    expect(look(scalers, 1)).toEqual(['read', 'read', 'read']);
  });

  test('before 2.19 the loop sees the error, and the HPA the fallback (20)', () => {
    const fallback: Fallback = { replicas: 3, failureThreshold: 0, behavior: 'static' };
    const away = { observe: () => undefined, clock, now: 0, partitions: undefined };
    const kindsOf = (loopFallsBack: boolean) => {
      const scalers = scalersOf(
        triggers.filter(({ scaler }) => scaler === 'prometheus'),
        { fallback, loopFallsBack },
      );
      return (['loop', 'hpa'] as const).flatMap(who =>
        scalers.look(who, away, { current: 2, ready: 2 }).states.map(({ kind }) => kind),
      );
    };
    expect(new Set(kindsOf(false))).toEqual(new Set(['error', 'read']));
    expect(new Set(kindsOf(true))).toEqual(new Set(['read']));
  });

  test('nothing falls back then', () => {
    const scalers = scalersOf(triggers, {
      fallback: { replicas: 3, failureThreshold: 0, behavior: 'static' },
      loopFallsBack: true,
    });
    expect(look(scalers, undefined)).toEqual(['error', 'error', 'error']);
  });
});

describe('a window of a schedule', () => {
  const at = (weekday: number, hour: number, minute = 0) => ({ weekday, hour, minute });
  /** pkg/scalers/cron_scaler.go, 123 to 152. */
  test.each([
    ['before it', '0 8 * * 1,2', '0 20 * * 1,2', at(1, 7, 59), false],
    ['at its start', '0 8 * * 1,2', '0 20 * * 1,2', at(1, 8), true],
    ['in it', '0 8 * * 1,2', '0 20 * * 1,2', at(2, 19, 59), true],
    ['at its end', '0 8 * * 1,2', '0 20 * * 1,2', at(2, 20), false],
    ['on another day', '0 8 * * 1,2', '0 20 * * 1,2', at(3, 12), false],
    ['over midnight', '0 22 * * 5', '0 4 * * 6', at(6, 3, 59), true],
    ['over midnight, after', '0 22 * * 5', '0 4 * * 6', at(6, 4), false],
    ['over the end of the week', '0 22 * * 6', '0 4 * * 0', at(0, 1), true],
    ['every day', '30 6 * * *', '0 7 * * *', at(4, 6, 45), true],
  ])('%s', (_, start, end, local, open) => {
    expect(isWithinCron(start, end, local)).toBe(open);
  });

  test('is seen by the clock of its zone, summer time included', () => {
    // 2026-07-01 06:30 UTC and 2026-01-07 06:30 UTC, both Wednesdays.
    expect(wallClockAt(1_782_887_400).at('Europe/Berlin')).toEqual(at(3, 8, 30));
    expect(wallClockAt(1_767_767_400).at('Europe/Berlin')).toEqual(at(3, 7, 30));
  });
});
