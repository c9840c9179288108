import { expect, test } from 'vitest';
import { plainTree } from '../../../src/promql/plain-tree.ts';
import { parsePromql } from '../../../src/promql/tree.ts';
import { fc, runs } from '../../properties.ts';

/** Every form that our own queries and those of the documentation have. */
const QUERIES = [
  'queue_depth',
  'sum(kafka_consumergroup_lag{consumergroup="shop",namespace="shop"} >= 0)',
  'sum(clamp_min(predict_linear((lag{group="shop"} >= 0)[5m:30s], 120) and lag{group="shop"}, 0))',
  '((sum(rate(calls{module="a"}[2m])) or vector(0)) + (sum(calls unless last_over_time(calls[10m] offset 2m)) or vector(0)) / 120) and on() (count(up{job="engine"} == 1) > 0)',
  '(histogram_quantile(0.99, sum by (le) (rate(time_bucket{job="a"}[5m]))) >= 0) or 0 * sum(rate(time_count[5m])) or (0 * count(up == 1) unless on() (max_over_time(sum(rate(time_count[5m]))[1h:1m]) > 0))',
  '((quantile_over_time(0.2, (100 * sum(max by (pod) (rate(cpu{pod=~"a-[a-z0-9]+"}[2m]))) / sum(max by (pod) (requests{resource="cpu"}) * on (namespace, pod) group_left () max by (namespace, pod) (phase{phase=~"Pending|Running"} == 1)))[5m:30s]) > 70) and on () (count_over_time((cpu)[5m:30s]) >= 9)) or clamp_max(cpu, 70)',
  'sum(rate(http_requests_total{job!="a",code!~"5.."}[1m30s])) by (job) > bool 1',
  'max(depth) - min(depth) % 3 * avg without (pod) (depth)',
];

test.each(QUERIES)('%s is read as the grammar reads it', query => {
  expect(plainTree(query)).toBeDefined();
  expect(plainTree(query)).toEqual(parsePromql(query).expression);
});

test.each([
  '',
  'a b',
  'sum(',
  'rate(x)[5m]',
  'x[0s]',
  'x{a="\\d"}',
  'x{a=~"("}',
  '{__name__="x"}',
  'a ^ b',
  '-a',
  'a - b offset 1m',
  'abs',
  'sum + 1',
  'x @ 5',
  'x # comment',
  '1e3',
  'a == on() bool b',
])('%j is left to the grammar', query => {
  expect(plainTree(query)).toBeUndefined();
});

test.each(['bool', 'by', 'group', 'on', 'or', 'offset', 'sum', 'rate', 'start', 'inf', 'group_left', 'atan2'])(
  'a label may be called %s',
  word => {
    const query = `sum by (${word}) (x{${word}="a"}) * on (${word}) group_left (${word}) y`;
    expect(plainTree(query)).toEqual(parsePromql(query).expression);
    expect(plainTree(query)).toBeDefined();
  },
);

test('a query that nests without end is left to the grammar', () => {
  expect(plainTree('('.repeat(100_000))).toBeUndefined();
  expect(plainTree(Array.from({ length: 10_000 }, () => 'a').join(' + '))).toBeUndefined();
});

/** A name, a number with its unit, a text, blanks, or a sign. */
const TOKEN = /[A-Za-z_:][\w:]*|\d+[smhd]?|"[^"]*"|\s+|[^\w\s]/g;
const tokensOf = (query: string): readonly string[] => query.match(TOKEN) ?? [];
const OTHERS = [
  ...['bool ', ' offset ', 'group_left', 'ignoring', 'by', 'and', 'or', 'unless', '^', '-', '%', 'atan2', 'inf', 'NaN'],
  ...[
    '1e3',
    '.5',
    '0x1f',
    '5m',
    '[5m]',
    '[5m:]',
    '@',
    '{}',
    '()',
    '#x',
    '\n',
    '\t',
    '`a`',
    "'b'",
    'sum',
    'rate',
    'abs',
  ],
  ...['up', 'on', 'start', '=~', '!~', '==', '!=', 'group', 'topk', ':'],
];

test('whatever is changed in a query, it is read as the grammar reads it, or not at all', () => {
  let taken = 0;
  const piece = fc.constantFrom(...QUERIES.flatMap(tokensOf), ...OTHERS);
  const change = fc.record({ at: fc.nat(), gone: fc.nat(2), put: fc.option(piece, { nil: '' }) });
  fc.assert(
    fc.property(fc.constantFrom(...QUERIES), fc.array(change, { minLength: 1, maxLength: 3 }), (query, changes) => {
      const tokens = [...tokensOf(query)];
      for (const { at, gone, put } of changes) tokens.splice(at % tokens.length, gone, put);
      const text = tokens.join('');
      const plain = plainTree(text);
      if (plain === undefined) return;
      taken += 1;
      expect({ text, ...parsePromql(text) }).toEqual({ text, expression: plain, problems: [] });
    }),
    { numRuns: runs(4000) },
  );
  expect(taken).toBeGreaterThan(runs(300));
});
