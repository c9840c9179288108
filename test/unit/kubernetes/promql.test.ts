import { describe, expect, test } from 'vitest';
import { because } from '../../../src/model/sourced.ts';
import type { PrometheusSource } from '../../../src/model/metric-source.ts';
import { seconds } from '../../../src/model/units.ts';
import { forecastOf, quantileOf, totalOf, wakeTotalOf } from '../../../src/plan/kubernetes/safe-queries.ts';

const given = <T>(value: T) => because('a test', value);
const over = given(seconds(120));

describe('semantics 26: queries that are safe while null is an error', () => {
  test.each<[string, PrometheusSource, string]>([
    [
      'a gauge has no vector(0), so a missing exporter freezes',
      { kind: 'gauge', series: given('pending{module="a"}') },
      'sum(pending{module="a"} >= 0)',
    ],
    [
      "a caller's counter is zero only while the caller is up",
      { kind: 'counter', series: given('calls_total{module="a"}'), job: given('engine') },
      '(sum(rate(calls_total{module="a"}[2m])) or vector(0)) and on() (count(up{job="engine"} == 1) > 0)',
    ],
    [
      'a selector keeps its labels behind the name of the series',
      { kind: 'histogram', series: given('time_seconds{job="a",code="0"}') },
      'sum(rate(time_seconds_count{job="a",code="0"}[2m])) or (vector(0) unless on() (max_over_time(sum(rate(time_seconds_count{job="a",code="0"}[2m]))[1h:1m]) > 0))',
    ],
    [
      'a histogram counts calls',
      { kind: 'histogram', series: given('time_seconds{job="a"}') },
      'sum(rate(time_seconds_count{job="a"}[2m])) or (vector(0) unless on() (max_over_time(sum(rate(time_seconds_count{job="a"}[2m]))[1h:1m]) > 0))',
    ],
    ['a query is taken as it is', { kind: 'query', query: given('x + y') }, 'x + y'],
  ])('%s', (_what, source, expected) => {
    expect(totalOf(source, over, true).plain).toBe(expected);
  });

  test('what the pool counts of itself is nothing while it is at zero, and an error while a target is down', () => {
    expect(
      totalOf({ kind: 'counter', series: given('served_total'), job: given('web') }, over, true, {
        job: given('web'),
        namespace: undefined,
      }).plain,
    ).toBe(
      '(sum(rate(served_total[2m])) or vector(0)) and on() (count(up{job="web"} == 1) > 0 or absent(up{job="web"}))',
    );
  });

  test('the NaN of an idle p99 is dropped and read as zero, unless there were calls in the last hour', () => {
    expect(
      quantileOf({ kind: 'histogram', series: given('time_seconds') }, given(0.99), given(seconds(300)), true).plain,
    ).toBe(
      '(histogram_quantile(0.99, sum by (le) (rate(time_seconds_bucket[5m]))) >= 0) or 0 * sum(rate(time_seconds_count[5m])) or (vector(0) unless on() (max_over_time(sum(rate(time_seconds_count[5m]))[1h:1m]) > 0))',
    );
  });

  test('what the pool measures of itself is zero while it is at zero, and an error while a target is down', () => {
    const own = { job: given('web'), namespace: given('shop') };
    const source: PrometheusSource = { kind: 'histogram', series: given('time_seconds') };
    expect(quantileOf(source, given(0.5), given(seconds(300)), true, own).plain).toBe(
      '(histogram_quantile(0.5, sum by (le) (rate(time_seconds_bucket[5m]))) >= 0) or 0 * sum(rate(time_seconds_count[5m])) or (0 * count(up{namespace="shop",job="web"} == 1) unless on() (max_over_time(sum(rate(time_seconds_count[5m]))[1h:1m]) > 0)) or 0 * sum(absent(up{namespace="shop",job="web"}))',
    );
  });

  test('semantics 26: a histogram that is gone is an error for a pool that never sleeps, and an idle one is zero', () => {
    const source: PrometheusSource = { kind: 'histogram', series: given('time_seconds{job="a"}') };
    expect(quantileOf(source, given(0.95), given(seconds(300)), false).plain).toBe(
      '(histogram_quantile(0.95, sum by (le) (rate(time_seconds_bucket{job="a"}[5m]))) >= 0) or 0 * sum(rate(time_seconds_count{job="a"}[5m])) or (0 * count(up{job="a"} == 1) unless on() (max_over_time(sum(rate(time_seconds_count{job="a"}[5m]))[1h:1m]) > 0))',
    );
    expect(totalOf(source, over, false).plain).toBe(
      'sum(rate(time_seconds_count{job="a"}[2m])) or (0 * count(up{job="a"} == 1) unless on() (max_over_time(sum(rate(time_seconds_count{job="a"}[2m]))[1h:1m]) > 0))',
    );
  });

  test('a histogram in milliseconds is read in seconds, whatever suffix it was named with', () => {
    for (const [series, divisor] of [
      ['rpc_server_duration_milliseconds', ' / 1000'],
      ['rpc_server_duration_milliseconds_bucket', ' / 1000'],
      ['request_time_ms_count', ' / 1000'],
      ['request_time_us', ' / 1000000'],
      ['request_seconds_bucket', ''],
    ] as const) {
      const name = series.replace(/_(?:bucket|count)$/, '');
      expect(
        quantileOf({ kind: 'histogram', series: given(series) }, given(0.99), given(seconds(300)), true).plain,
      ).toMatch(
        `(histogram_quantile(0.99, sum by (le) (rate(${name}_bucket[5m])))${divisor} >= 0) or 0 * sum(rate(${name}_count[5m])) or `,
      );
    }
  });

  test('the first calls count where they wake a pool, in the unit of the rate; a longer range looks back longer', () => {
    const counter: PrometheusSource = { kind: 'counter', series: given('calls_total'), job: given('engine') };
    expect(wakeTotalOf(counter, over, true).plain).toBe(
      '((sum(rate(calls_total[2m])) or vector(0)) + (sum(calls_total unless last_over_time(calls_total[10m] offset 2m)) or vector(0)) / 120) and on() (count(up{job="engine"} == 1) > 0)',
    );
    expect(wakeTotalOf(counter, given(seconds(1200)), true).plain).toContain('[1h40m] offset 20m');
  });

  test('a job is quoted as PromQL quotes it', () => {
    expect(totalOf({ kind: 'counter', series: given('x'), job: given('a\\b"c') }, over, true).plain).toContain(
      'up{job="a\\\\b\\"c"}',
    );
  });

  test('semantics 52, 53: a forecast is made of each series, without lags of -1, and none is below nothing', () => {
    expect(
      forecastOf(given('lag{group="g"}'), given(seconds(300)), given(seconds(15)), given(seconds(135))).plain,
    ).toBe('sum(clamp_min(predict_linear((lag{group="g"} >= 0)[5m:15s], 135) and lag{group="g"}, 0))');
  });
});
