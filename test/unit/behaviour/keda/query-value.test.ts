import { describe, expect, test } from 'vitest';
import { lineThrough } from '../../../../src/behaviour/keda/linear-regression.ts';
import { queryValue } from '../../../../src/behaviour/keda/query-value.ts';
import type { Trigger } from '../../../../src/model/kubernetes-plan.ts';
import { poolOf, scaledObjectOf } from '../planned.ts';

const { triggers } = scaledObjectOf(
  poolOf(
    `
kind: always-on
replicas: 2..10
coldStart: 45s
signals:
  cpu: {target: 70%, for: 5m}
  kafkaLag: {perReplica: 1000, consumerGroup: web, topics: [orders], growth: 5m}`,
    'kafka: {bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter}',
  ),
);

function emitted(name: string): Trigger<'prometheus'> {
  const trigger = triggers.find(each => each.name.plain === name);
  if (trigger?.scaler !== 'prometheus') throw new Error(`no query ${name}`);
  return trigger;
}

/** The query of a trigger at a moment, of a series over time that began at 0. */
const at = (name: string, now: number, series: (time: number) => number | undefined) =>
  queryValue(emitted(name), (_, ago = 0) => (ago > now ? undefined : series(now - ago)), now);

describe('a line of least squares, as upstream has it in promql/promqltest/testdata/functions.test', () => {
  const values = [10, 20, 30, 40, 0, 10, 20, 30, 40, 50];
  const samples = values.map((value, index) => ({ at: 300 * (index + 1) - 3000, value }));

  test('deriv(testcounter_reset_middle_total[100m]) and predict_linear(…[50m], 3600) at 50m', () => {
    const whole = lineThrough([{ at: -3000, value: 0 }, ...samples]);
    expect(whole?.slope).toBeCloseTo(0.010606060606060607, 15);
    const line = lineThrough(samples);
    expect((line?.intercept ?? 0) + 3600 * (line?.slope ?? 0)).toBeCloseTo(70, 12);
  });

  test('one sample makes none', () => {
    expect(lineThrough(samples.slice(0, 1))).toBeUndefined();
  });
});

describe('growth is the lag that the emitted query forecasts', () => {
  const ahead = 45 + 30 + 30;

  test('what grows evenly is where it will be, from now on', () => {
    expect(emitted('kafka-lag-growth').metadata.query?.plain).toContain(`[5m:30s], ${String(ahead)})`);
    for (const now of [600, 610, 625])
      expect(at('kafka-lag-growth', now, time => 5 * time)).toBeCloseTo(5 * (now + ahead));
  });

  test('a plateau is forecast as it is, and what shrinks is never below nothing', () => {
    expect(at('kafka-lag-growth', 900, () => 1_000_000)).toBeCloseTo(1_000_000);
    expect(at('kafka-lag-growth', 900, time => Math.max(0, 2000 - 4 * (time - 400)))).toBe(0);
  });

  test('a lag of -1 is no sample, and two are needed', () => {
    expect(at('kafka-lag-growth', 600, time => (time > 500 ? -1 : 700))).toBeCloseTo(700);
    expect(at('kafka-lag-growth', 20, () => 100)).toBeUndefined();
  });

  test('nothing now is an error, whatever there was', () => {
    expect(at('kafka-lag-growth', 900, time => (time < 900 ? 100 : undefined))).toBeUndefined();
  });
});

describe('CPU with `for` is above its target only with what lasted', () => {
  test.each<[string, (time: number) => number, number]>([
    ['what is new is held at the target', time => (time < 1000 ? 20 : 100), 70],
    ['what lasted counts', () => 90, 90],
    ['what is below counts as it is', () => 30, 30],
  ])('%s', (_, series, expected) => {
    expect(at('cpu-sustained', 1200, series)).toBeCloseTo(expected, 6);
  });

  test('one dip does not silence it', () => {
    expect(at('cpu-sustained', 1200, time => (time >= 1050 && time < 1080 ? 40 : 95))).toBeGreaterThan(80);
  });

  test('nine of ten samples are needed', () => {
    expect(at('cpu-sustained', 200, () => 100)).toBe(70);
  });
});
