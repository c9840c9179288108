import { describe, expect, test } from 'vitest';
import type { Load } from '../../../../src/behaviour/load.ts';
import { allLostBetween, queueSignals } from '../../../../src/behaviour/signals.ts';
import { simulateEcs } from '../../../../src/behaviour/simulate.ts';
import { emittedHandler } from '../handler.ts';
import { ecsOf, poolOf } from '../planned.ts';

const handler = emittedHandler();
const SLEEPING = `
kind: scale-to-zero
idle: 5m
coldStart: 2m
replicas: {min: 0, max: 5}
signals: {queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/videos"}, perReplica: 20}}`;
const LAGGING = `
replicas: {min: 2, max: 10}
coldStart: 60s
signals: {kafkaLag: {perReplica: 1000, consumerGroup: web, topics: [orders, refunds]}}`;
const MSK = 'kafka: {bootstrapServers: "kafka:9092", lagMetrics: msk, msk: {cluster: events}}';

describe('an ECS service under a load', () => {
  test('is woken by the watcher, and sleeps again after idle and cold start without work', () => {
    const load: Load = {
      seconds: 5400,
      arrivals: at => (at >= 1800 && at < 1860 ? 1 : 0),
      perReplica: 1,
      signals: queueSignals(),
    };
    const { events, peakBacklog } = simulateEcs(ecsOf(poolOf(SLEEPING)), load, { start: 0, coldStart: 120, handler });
    expect(events[0]).toMatchObject({ from: 0, to: 1, by: 'watcher' });
    expect(events[0]?.at).toBeGreaterThanOrEqual(1800);
    expect(events[0]?.at).toBeLessThanOrEqual(1860);
    expect(events.at(-1)).toMatchObject({ to: 0, by: 'watcher', reason: 'idle' });
    expect(peakBacklog).toBeLessThanOrEqual(60);
  });

  test('follows backlog per task, and comes down when it is gone', () => {
    const load: Load = {
      seconds: 7200,
      arrivals: at => (at < 1800 ? 300 : 10),
      perReplica: 50,
      signals: queueSignals(),
    };
    const { points } = simulateEcs(ecsOf(poolOf(LAGGING, MSK)), load, { start: 2, coldStart: 60, handler });
    expect(Math.max(...points.map(({ wanted }) => wanted))).toBe(10);
    expect(points.at(-1)).toMatchObject({ wanted: 2, backlog: 0 });
  });

  test('keeps its tasks while the metrics that were high are lost', () => {
    const load: Load = {
      seconds: 7200,
      arrivals: at => (at < 1800 ? 600 : 10),
      perReplica: 50,
      signals: allLostBetween(queueSignals(), 900, 10_000),
    };
    const { points } = simulateEcs(ecsOf(poolOf(LAGGING, MSK)), load, { start: 2, coldStart: 60, handler });
    expect(new Set(points.filter(({ at }) => at > 900).map(({ wanted }) => wanted))).toEqual(new Set([10]));
  });

  test('still scales in on a metric that was low when it was lost, as CloudWatch has it', () => {
    const load: Load = {
      seconds: 3600,
      arrivals: () => 0,
      perReplica: 50,
      signals: { kafkaLag: ({ at }) => (at < 600 ? 0 : undefined) },
    };
    const { events } = simulateEcs(ecsOf(poolOf(LAGGING, MSK)), load, { start: 10, coldStart: 60, handler });
    expect(events.map(({ at, from, to }) => ({ at, from, to }))).toEqual([{ at: 900, from: 10, to: 2 }]);
  });

  test('is not touched on the stage observe', () => {
    const load: Load = { seconds: 3600, arrivals: () => 300, perReplica: 50, signals: queueSignals() };
    const { events } = simulateEcs(ecsOf(poolOf(`stage: observe\n${LAGGING}`, MSK)), load, {
      start: 2,
      coldStart: 60,
      handler,
    });
    expect(events).toEqual([]);
  });

  test('keeps its tasks when a window of its schedule ends and nothing takes them away (44a)', () => {
    const scheduled = `
replicas: {min: 1, max: 10}
signals: {cpu: 70%}
schedule: {timezone: UTC, windows: [{from: "01:00", to: "02:00", min: 6}]}`;
    const signals = { cpu: () => 70 };
    const load: Load = { seconds: 4 * 3600, arrivals: () => 0, perReplica: 1, signals };
    const { events } = simulateEcs(ecsOf(poolOf(scheduled)), load, { start: 1, coldStart: 60, handler });
    expect(events.map(({ at, from, to, by }) => ({ at, from, to, by }))).toEqual([
      { at: 3600, from: 1, to: 6, by: 'scheduled-action' },
    ]);
  });

  test('off at night is at zero until the morning, and up to its maximum by day: each action states both bounds', () => {
    const plan = ecsOf(
      poolOf(`
kind: scale-to-zero
replicas: 0..6
signals: {cpu: 60%}
schedule: {timezone: UTC, windows: [{from: "07:00", to: "21:00", min: 2}]}`),
    );
    const load: Load = { seconds: 48 * 3600, arrivals: () => 0, perReplica: 1, signals: { cpu: () => 100 } };
    const { points } = simulateEcs(plan, load, { start: 0, coldStart: 60, handler });
    const wantedAt = (hour: number) => points.find(({ at }) => at === hour * 3600)?.wanted;
    expect([6, 20, 22, 30, 44, 46].map(wantedAt)).toEqual([0, 6, 0, 0, 6, 0]);
  });
});
