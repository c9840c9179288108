import { describe, expect, test } from 'vitest';
import { parse as readYaml } from 'yaml';
import { POLICIES } from '../../policies/index.ts';
import { analysed } from '../analysed.ts';
import { parse } from '../../src/config/parse.ts';
import { completeExample } from '../../src/lint/engine/example.ts';
import { CATALOGUES } from '../../src/model/catalogue/catalogues.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Path } from '../../src/model/sourced.ts';
import { yamlText } from '../../src/model/yaml-scalar.ts';
import type { Located } from '../../src/source/located.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { applyEdits } from '../../src/source/text-edits.ts';

const look = (text: string) => analysed(sourceText('a.yaml', text)).diagnostics;

/** What a fix did wrong, for every fix that is offered in a text. */
function wrongFixes(text: string): { readonly offered: number; readonly wrong: readonly string[] } {
  const before = look(text);
  let offered = 0;
  const wrong: string[] = [];
  for (const found of before)
    for (const { title, edits } of found.fixes ?? []) {
      offered += 1;
      const what = `${found.id} at ${(found.path ?? []).join('.')}, ${title}`;
      const result = applyEdits(sourceText('a.yaml', text), edits);
      if (result.kind !== 'edited') {
        wrong.push(`${what}: cannot be made`);
        continue;
      }
      const after = look(result.text);
      if (count(after, found) >= count(before, found)) wrong.push(`${what}: the finding stays`);
      const added = after.filter(one => one.severity === 'error' && count(after, one) > count(before, one));
      if (added[0] !== undefined) wrong.push(`${what}: adds ${added[0].id}: ${added[0].message}`);
    }
  return { offered, wrong };
}

function count(diagnostics: readonly Diagnostic[], { id, messageId, path = [] }: Diagnostic): number {
  return diagnostics.filter(
    other => other.id === id && other.messageId === messageId && (other.path ?? []).join('\0') === path.join('\0'),
  ).length;
}

test('every fix of the examples of policies removes its finding and adds no error', () => {
  const texts = POLICIES.flatMap(({ examples }) => examples().bad)
    .filter(({ before }) => before === undefined)
    .map(({ yaml, targets }) => completeExample(yaml, targets));
  const results = texts.map(wrongFixes);
  expect(results.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(results.reduce((sum, { offered }) => sum + offered, 0)).toBeGreaterThan(40);
});

test('so does every fix of the examples of what the language refuses', () => {
  const texts = CATALOGUES.flatMap(({ specs }) => Object.values(specs))
    .flatMap(({ examples }) => examples?.() ?? [])
    .map(({ yaml, targets }) => completeExample(yaml, targets));
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.flatMap(text => wrongFixes(text).wrong)).toEqual([]);
});

const SYSTEM = `version: 1
name: shop
priority: balanced
targets:
  kubernetes: { version: "1.32", namespace: shop, keda: "2.18", prometheus: "http://prometheus.monitoring:9090" }
  ecs: { region: us-east-1, accountId: "123456789012", cluster: shop, subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718], executionRoleArn: "arn:aws:iam::123456789012:role/x" }
metrics: { runtime: otel, scrapeInterval: 30s }
pools:
  worker:
    kind: demand-driven
    stage: 'full'
    replicas: 1..10
    idle: 5m
    containers:
      app: { image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 512Mi, ports: { http: 8080 }, env: { MODE: fast } }
    signals: { cpu: { target: 70%, container: app } }
    schedule: { timezone: Europe/Berlin, windows: [{ from: "06:00", to: "20:00", days: [mon, tue], min: 2 }] }
    labels: { team: shop }
lint: { level: strict, rules: { image-not-pinned: warning } }
`;

const WRONG = [
  '1.30',
  'v1.32',
  '"1.37"',
  '1.2',
  '1.32',
  '1.32.4',
  'yes',
  'true',
  '2024-01-01',
  '3',
  '"3"',
  '0x1F',
  'balancd',
  '"Full"',
  "'demand_driven'",
  'otell',
  '5',
  '006',
];

interface Leaf {
  readonly path: Path;
  readonly start: number;
  readonly end: number;
  readonly key: boolean;
}

function leavesOf(node: Located, path: Path = []): readonly Leaf[] {
  const { start, end } = node.at.span;
  if (node.kind === 'scalar') return [{ path, start, end, key: false }];
  if (node.kind === 'list') return node.items.flatMap((item, index) => leavesOf(item, [...path, index]));
  return [...node.entries].flatMap(([name, { key, value }]) => [
    { path: [...path, name], start: key.span.start, end: key.span.end, key: true },
    ...leavesOf(value, [...path, name]),
  ]);
}

describe('every fix of a mutation of one field', () => {
  const { value } = parse(sourceText('a.yaml', SYSTEM));
  const leaves = value === undefined ? [] : leavesOf(value);
  const at = ({ start, end }: Leaf, text: string) => `${SYSTEM.slice(0, start)}${text}${SYSTEM.slice(end)}`;

  test('of its value removes its finding and adds no error', () => {
    // A name of something else that is only misread would be found to be unknown once it is read.
    const values = leaves.filter(({ key, path }) => !key && path.at(-1) !== 'container');
    const results = values.flatMap(leaf => WRONG.map(text => ({ leaf, text, ...wrongFixes(at(leaf, text)) })));
    expect(
      results.flatMap(({ leaf, text, wrong }) => wrong.map(one => `${leaf.path.join('.')} = ${text}: ${one}`)),
    ).toEqual([]);
    expect(results.reduce((sum, { offered }) => sum + offered, 0)).toBeGreaterThan(40);
  });

  test('of its key, too', () => {
    const keys = leaves.filter(({ key }) => key);
    const misspelt = (name: string) => [`${name}s`, name.slice(1), name.toUpperCase(), `"${name}_"`];
    const results = keys.flatMap(leaf =>
      misspelt(String(leaf.path.at(-1))).map(text => ({ leaf, text, ...wrongFixes(at(leaf, text)) })),
    );
    expect(
      results.flatMap(({ leaf, text, wrong }) => wrong.map(one => `${leaf.path.join('.')} as ${text}: ${one}`)),
    ).toEqual([]);
    expect(results.reduce((sum, { offered }) => sum + offered, 0)).toBeGreaterThan(50);
  });
});

describe('a version', () => {
  const version = (written: string) => {
    const text = SYSTEM.replace('version: "1.32"', `version: ${written}`);
    const [found] = look(text);
    const [fix] = found?.fixes ?? [];
    const result = fix === undefined ? undefined : applyEdits(sourceText('a.yaml', text), fix.edits);
    return [found?.help, result?.kind === 'edited' ? /{ version: ([^,]*), n/.exec(result.text)?.[1] : undefined];
  };

  test.each([
    ['"1.37"', 'write an older one: the newest known is 1.36', undefined],
    ['"1.100"', 'write an older one: the newest known is 1.36', undefined],
    ['1.37', 'write an older one: the newest known is 1.36', undefined],
    ['"1.9"', 'write a newer one: the oldest known is 1.28', undefined],
    ['1.30', 'put it in quotes: "1.30"', '"1.30"'],
    ['v1.32', 'write "1.32"', '"1.32"'],
    ["'v1.32'", 'write "1.32"', "'1.32'"],
    ['1.32.4', 'write "1.32"', '"1.32"'],
  ])('%s', (written, help, fixed) => {
    expect(version(written)).toEqual([help, fixed]);
  });
});

test.each([
  ...['1.30', '1_000', '010', '1e3', '.5', '5.', '0x1F', '0b1', '.inf', '2024-01-01', 'yes', 'No', 'on', 'y', 'null'],
  ...['true', '~', '', ' a', 'a ', 'a: b', 'a #b', '- a', '[a', '{a', '&a', '*a', '!a', '|', '@a', '`a', '%a', '?'],
  ...['12:30', 'a,b', "it's", '"a"', 'a\nb', 'ä', '..', '70%', '5m', '10/s', '2..10', 'a10g', 'web-1', 'SumOffsetLag'],
])('the text %j is read as itself by YAML 1.2 and 1.1, in a block and in a flow', text => {
  const written = yamlText(text);
  for (const version of ['1.1', '1.2'] as const)
    for (const document of [`a: ${written}`, `{ a: ${written} }`])
      expect(readYaml(document, { version })).toEqual({ a: text });
});

test('what needs no quotes has none', () => {
  expect(['low-latency', '70%', '5m', '2..10', '10/s', 'SumOffsetLag', 'a10g'].map(text => yamlText(text))).toEqual([
    'low-latency',
    '70%',
    '5m',
    '2..10',
    '10/s',
    'SumOffsetLag',
    'a10g',
  ]);
});
