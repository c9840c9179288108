import { expect, test } from 'vitest';
import type { TestContext } from 'vitest';
import { askPrometheus } from '../../scripts/promql-oracle.mjs';
import { readPromql } from '../../src/promql/read-query.ts';
import { SIGNATURES } from '../../src/promql/signatures.ts';
import { unlessSkipped } from '../programs.ts';
import { dice } from './promql/generated-queries.ts';

/** Queries of which Prometheus and this reading think otherwise. */
function disagreements(context: TestContext, queries: readonly string[]): readonly string[] {
  const [answers = []] = unlessSkipped(
    context,
    askPrometheus([{ interval: 30, series: { 'x{a="b"}': '1x10' }, queries, at: [60] }]),
  );
  return answers.flatMap(({ query, refused, points = [] }) => {
    const said = refused ?? points.find(({ error }) => error?.includes('invalid regular expression'))?.error;
    const { problems } = readPromql(query);
    return problems.length > 0 === (said !== undefined)
      ? []
      : [`${query}\n  Prometheus: ${said ?? 'fine'}\n  here: ${problems[0]?.message ?? 'fine'}`];
  });
}

test('every function takes what the official table says, and nothing else', context => {
  const arguments_ = ['1', 'x', 'x[5m]', '"a"'];
  const lists = [
    [],
    ...arguments_.map(one => [one]),
    ...arguments_.flatMap(one => arguments_.map(two => [one, two])),
    ...arguments_.flatMap(one => arguments_.flatMap(two => arguments_.map(three => [one, two, three]))),
    ['x', '"a"', '"b"', '"c"'],
    ['x', '"a"', '"b"', '"c"', '"d"'],
    ['x', '"a"', '"b"', '"c"', '"d"', '"e"'],
    ['x', '"a"', '1', '1', '1', '1', '1', '1', '1', '1', '1', '1', '1'],
  ];
  // `info` takes a selector without a name, which is no argument of anything else.
  const names = [...SIGNATURES.keys()].filter(name => name !== 'info');
  const queries = names.flatMap(name => lists.map(list => `${name}(${list.join(', ')})`));
  expect(names.length).toBeGreaterThan(75);
  expect(disagreements(context, queries)).toEqual([]);
});

test('every aggregation takes its parameter, and nothing else', context => {
  const names = ['sum', 'avg', 'count', 'group', 'topk', 'bottomk', 'quantile', 'limitk', 'count_values'];
  const lists = ['', 'x', '1, x', '"a", x', 'x, 1', '1', 'x[5m]', '1, x, x', 'x, x', '0.5, x[5m]'];
  expect(
    disagreements(
      context,
      names.flatMap(name => lists.map(list => `${name}(${list})`)),
    ),
  ).toEqual([]);
});

test('a pattern is refused where RE2 refuses it', context => {
  const roll = dice(20_260);
  const tokens = [
    ...['a', 'b', '.', '*', '+', '?', '|', '(', ')', '[', ']', '^', '$', '-', '{', '}', ',', '2', '0'],
    ...['{2}', '{3,2}', '{1,}', '{1001}', '(?:', '(?i)', '(?i:', '(?-s:', '(?P<n>', '(?<m>', '(?=', '(?!', '(?<='],
    ...['\\d', '\\w', '\\S', '\\b', '\\B', '\\z', '\\Z', '\\A', '\\1', '\\12', '\\07', '\\x41', '\\x{1F600}', '\\xg'],
    ...['\\pL', '\\p{Greek}', '\\p{^Lu}', '\\p{No such}', '\\.', '\\-', '\\_', '\\Q*\\E', '\\h', '[:alpha:]', '[:no:]'],
    ...['[a-c]', '[^x]', '[]a]', '[b-a]', '[\\d-z]', '[a\\]]', '[\\b]', '**', 'é'],
  ];
  const pattern = () =>
    Array.from({ length: 1 + Math.floor(roll() * 5) }, () => tokens[Math.floor(roll() * tokens.length)]).join('');
  const patterns = new Set([...tokens, ...Array.from({ length: 4000 }, pattern)]);
  const queries = [...patterns].map(text => `x{a=~\`${text}\`}`);
  expect(disagreements(context, queries).slice(0, 10)).toEqual([]);
});

test('a text in quotes is refused where Go refuses it', context => {
  const escapes = [
    '\\n',
    '\\\\',
    '\\"',
    "\\'",
    '\\d',
    '\\x4',
    '\\x41',
    '\\u12',
    '\\u00e9',
    '\\U0001F600',
    '\\08',
    '\\101',
  ];
  const queries = escapes.flatMap(escape => [`x{a="${escape}"}`, `x{a='${escape}'}`, `x{a=\`${escape}\`}`]);
  expect(disagreements(context, queries)).toEqual([]);
});

test('what stands behind an operand, and what matches, is refused where Prometheus refuses it', context => {
  const queries = [
    ...['x offset 5m', '(x) offset 5m', 'sum(x) offset 5m', 'sum(rate(x[5m])) offset 5m', 'x[5m] offset 5m'],
    ...['x @ 1', '(x) @ 1', 'x @ start()', 'rate(x @ end()[2m])', 'rate(x[2m] @ end())', 'x offset 1m @ 1 offset 1m'],
    ...['rate(x offset 1m[5m])', 'rate((x)[5m])', 'rate(x[0s])', 'rate(x[-5m])', 'rate(x[300])', 'sum(x)[5m:]'],
    ...['max_over_time(sum(x)[5m:])', 'max_over_time(x[5m:0s])', 'x - x offset 5m', '-x offset 5m', 'x ^ -x @ 1'],
    ...['max_over_time(x - x[5m:1m])', 'max_over_time((x - x)[5m:1m])', 'max_over_time(-x[5m:])', 'rate(x - x[5m])'],
    ...[
      'x + bool x',
      'x > bool x',
      '1 > 2',
      '1 > bool 2',
      'x and on (a) group_left () x',
      'x * on (a) group_left (a) x',
    ],
    ...['x * on (a) group_left (b) x', 'x * ignoring (a) group_right (a) x', 'x * on (a) 2', 'x * on () 2', 'x or 1'],
    ...['{a=""}', '{a=~".*"}', '{a!~".*"}', '{a!=""}', '{a=~".+"}', '{}', '{__name__=~"x.*"}', '{__name__="x"}'],
    ...['x{__name__="y"}', 'x{__name__=~"y"}', '{"x"}', '{"x", "y"}', '{"x", a="b"}', '{__name__="x", __name__="y"}'],
    ...['{"x", __name__="y"}', '{__name__=~".*"}', '"a"', '"a" + 1', 'x + "a"', '-"a"', '-x[5m]', 'x[5m] > 1'],
    ...['sum by (a) (x)', 'sum(x) by (a)', 'sum by (a) (x) by (b)', 'x unless on () vector(1)', 'clamp_min(sum(x))'],
    ...[
      'label_replace(x, "a", "$1", "b", "(")',
      'label_replace(x, "a", "$1", "b", "(.*)")',
      'topk(sum(x))',
      'vector(sum(x))',
    ],
    ...['histogram_quantile(sum by (le) (rate(x_bucket[5m])), 0.99)', 'absent(1)', 'hour("a")', 'sum(x, x)', 'hour()'],
  ];
  expect(disagreements(context, queries)).toEqual([]);
});
