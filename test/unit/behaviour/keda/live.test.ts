import { describe, expect, test } from 'vitest';
import type { Load } from '../../../../src/behaviour/load.ts';
import { allLostBetween, arrivalRate, queueSignals, scraped } from '../../../../src/behaviour/signals.ts';
import { simulateKubernetes } from '../../../../src/behaviour/simulate.ts';
import { kubernetesOf, poolOf } from '../planned.ts';

/** Timings seen on a cluster with KEDA 2.18.3, scrapes every 5 s: the model must be able to give them. */
const WAKING = `
kind: scale-to-zero
idle: 5m
replicas: {min: 0, max: 10}
coldStart: 30s
wake: {source: {prometheus: {counter: caller_calls_total, job: caller}}}
signals:
  requestQueue: {perReplica: 10, source: {prometheus: {gauge: waiting}}}`;

const SCRAPE = 5;
const RANGE = 120;

/** Calls between two moments that no replica has done before the second. */
const calls = (rate: number, from: number, until: number, more: Partial<Load> = {}): Load => ({
  seconds: 1200,
  arrivals: at => (at >= from && at < until ? rate : 0),
  perReplica: 1,
  signals: {
    ...queueSignals(),
    wake: scraped(arrivalRate(RANGE), SCRAPE),
    requestQueue: scraped(({ backlog }) => backlog, SCRAPE),
  },
  ...more,
});

describe('what was seen live', () => {
  const plan = kubernetesOf(poolOf(WAKING));

  test('0 to 1 within a scrape and a poll of the call (seen: 13 s)', () => {
    for (let first = 300; first < 315; first += 5) {
      const { events } = simulateKubernetes(plan, calls(1, first, first + 10), { start: 0, coldStart: 30 });
      expect(events[0]).toMatchObject({ from: 0, to: 1, by: 'keda' });
      expect((events[0]?.at ?? 0) - first).toBeLessThanOrEqual(20);
    }
  });

  test('1 to 3 on a queue at the next sync of the HPA (seen: 15 s later)', () => {
    const { events } = simulateKubernetes(plan, calls(3, 290, 300), { start: 0, coldStart: 30 });
    expect(events.slice(0, 2).map(({ from, to, by }) => ({ from, to, by }))).toEqual([
      { from: 0, to: 1, by: 'keda' },
      { from: 1, to: 3, by: 'hpa' },
    ]);
    expect((events[1]?.at ?? 0) - (events[0]?.at ?? 0)).toBeLessThanOrEqual(15);
  });

  test('1 to 0 after the range and the cooldown, within a scrape and a poll (seen: 6 m 50 s)', () => {
    const last = 310;
    const { events } = simulateKubernetes(plan, calls(0.2, 300, last), { start: 0, coldStart: 30 });
    const asleep = events.find(({ to }) => to === 0);
    expect(asleep?.by).toBe('keda');
    expect((asleep?.at ?? 0) - last).toBeGreaterThanOrEqual(RANGE - SCRAPE + 300 - 15);
    expect((asleep?.at ?? 0) - last).toBeLessThanOrEqual(RANGE + SCRAPE + 300 + 2 * 15);
  });

  test('with a window of 300 s the HPA follows 300 s after its first look', () => {
    const windowed = kubernetesOf(
      poolOf(
        `
replicas: {min: 1, max: 10}
scaleUp: {stabilizationWindow: 300s}
signals: {kafkaLag: {perReplica: 100, consumerGroup: web, topics: [orders]}}`,
        'kafka: {bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter}',
      ),
    );
    const load: Load = { seconds: 600, arrivals: () => 100, perReplica: 1, signals: queueSignals() };
    const { events } = simulateKubernetes(windowed, load, { start: 1, coldStart: 30 });
    expect(events[0]).toMatchObject({ at: 300, from: 1, by: 'hpa' });
  });
});

describe('sources that are lost', () => {
  const plan = kubernetesOf(
    poolOf(`
replicas: {min: 2, max: 10}
signals:
  cpu: 70%
  requests: {perReplica: 10/s, source: {prometheus: {counter: calls_total, job: caller}}}`),
  );
  const busy: Load = { seconds: 3600, arrivals: () => 60, perReplica: 10, signals: queueSignals() };

  test('take no replica away without a fallback, and the pool comes down when they are back', () => {
    const lost = {
      ...busy,
      signals: allLostBetween(queueSignals(), 600, 1800),
      arrivals: (at: number) => (at < 600 ? 60 : 0),
    };
    const { points } = simulateKubernetes(plan, lost, { start: 2, coldStart: 30 });
    const at = (time: number) => points.find(point => point.at === time)?.wanted ?? 0;
    expect(at(585)).toBeGreaterThanOrEqual(6);
    expect(at(1785)).toBe(at(600));
    expect(at(3585)).toBe(2);
  });

  test('of which one still shows load: the pool grows, and does not shrink', () => {
    const signals = {
      ...queueSignals(),
      requests: () => undefined,
      cpu: ({ at }: { at: number }) => (at < 900 ? 100 : 10),
    };
    const { points } = simulateKubernetes(plan, { ...busy, signals }, { start: 2, coldStart: 30 });
    expect(points.at(60)?.wanted).toBe(10);
    expect(points.at(-1)?.wanted).toBe(10);
  });
});
