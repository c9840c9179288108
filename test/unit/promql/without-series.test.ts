import { expect, test } from 'vitest';
import { readPromql } from '../../../src/promql/read-query.ts';
import { valueWithoutSeries } from '../../../src/promql/without-series.ts';

/** What is left of a query whose targets do not answer. */
test.each<[string, number | undefined]>([
  ['sum(waiting >= 0)', undefined],
  ['sum(waiting) or vector(0)', 0],
  ['absent(waiting)', 1],
  ['(sum(rate(calls_total[2m])) or vector(0)) and on() (count(up{job="gateway"} == 1) > 0)', undefined],
  ['vector(0) and on() (count(up{job="web"} == 1) > 0 or absent(up{job="web"}))', undefined],
  ['sum(rate(calls[2m])) or (vector(0) unless on() (max_over_time(sum(rate(calls[2m]))[1h:1m]) > 0))', undefined],
  ['sum(rate(calls[2m])) or (vector(0) unless on() (max_over_time(sum(rate(calls[2m]))[5m:1m]) > 0))', 0],
])('%s', (query, left) => {
  const { expression } = readPromql(query);
  expect(expression && valueWithoutSeries(expression)).toBe(left);
});
