import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';
import { Lexer } from 'yaml';
import { parse, parseByYaml } from '../../../src/config/parse.ts';
import { BUDGETS } from '../../../src/model/budgets.ts';
import type { Budgets } from '../../../src/model/budgets.ts';
import { mostTokens } from '../../../src/source/most-tokens.ts';
import { onePass } from '../../../src/source/one-pass.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { compared } from '../../fuzz/one-pass.ts';
import { textsOf } from '../../fuzz/one-pass-texts.ts';
import { seedsOf } from '../../fuzz/seeds.ts';
import { runs } from '../../properties.ts';

const root = join(import.meta.dirname, '../../..');
const SEEDS = seedsOf(root);
const textOf = textsOf(SEEDS, Number(process.env['FUZZ_SEED'] ?? 20_260));

const taken = (text: string, budgets: Partial<Budgets> = {}): boolean =>
  onePass(sourceText('a.yaml', text), { ...BUDGETS, ...budgets }) !== undefined;

test('of changed texts it takes two in five, and gives what the yaml package gives', () => {
  const cases = runs(15_000);
  let same = 0;
  for (let index = 0; index < cases; index += 1) {
    const text = textOf(index);
    const result = compared(text);
    if (result.kind === 'different') expect.fail(`${result.how}\n${JSON.stringify(text)}`);
    if (result.kind === 'the same') same += 1;
  }
  expect(same / cases).toBeGreaterThan(0.4);
});

test('it takes every configuration of the repository', () => {
  const files = globSync(
    [
      'pipestream-scaling.yaml',
      'examples/**/pipestream-scaling.yaml',
      'docs/**/*.yaml',
      'test/fixtures/clean/*.yaml',
      '!**/out/**',
    ],
    { cwd: root },
  );
  expect(files.length).toBeGreaterThan(20);
  const texts = [...files.map(file => readFileSync(join(root, file), 'utf8')), ...SEEDS];
  expect(texts.filter(text => compared(text).kind !== 'the same')).toEqual([]);
});

test.each([
  'a: &a { b: 1 }\nc: *a\nd: { <<: *a, e: [*a] }\n',
  'a: &a # why\n  b: 1\nc:\n  <<: *a\n  b: 2\nd:\n- *a\n',
  'a: &a [1]\nb: &a 2\nc: *a\n',
  'a: # why\n  - b # c\n  # d\n\ne: "#"\nf: |- # g\n  # h\ni: x#y\n',
  '# why\n---\na:\nb:   \nc: # nothing\n',
  '\ufeffa: 1\r\nb: |\r\n  c\r\n  d\r\ne: f\r\n',
  '{\n  "a": 1,\n  "b": [true, null, "c"]\n}\n',
  'a: b c\n  d\n\n  e\nf: "g\n  h"\ni: [j,\n  k]\n',
  'a: 2..10\nb: 1.2.3\nc: 500m\nd: 80%\ne: on\nf: ~\ng: -1.5\nh: 0.1\n',
  'a: >-\n  b\n  c\n',
])('it takes %j, as the yaml package does', text => {
  expect(compared(text)).toEqual({ kind: 'the same' });
});

test.each([
  // Numbers that YAML 1.1, YAML 1.2 and JavaScript read differently.
  ...['1_0', '0b11', '-0x1f', '0x1f', '+0o7', '017', '-.5', '.inf', '.nan', '1e999', '-0', '1234567890123456789'],
  // Tags, escapes, and comments without a blank.
  ...['!!str 1', '! 1', '"\\x00"', '"\\e"', '"x"#c', '[a]#c', '\t1', '&a{ b: 1 }', '&a b: 1', '*b'],
  // Lines that are not deeper, blanks that one of them keeps, and what a block's header or end decides.
  ...['"x\ny"', '[x,\ny]', '"x \n  y"', '|2\n  x', '|\n  x\n\n', '|+\n  x\n'],
])('it does not take a: %s', value => {
  expect(taken(`a: ${value}`)).toBe(false);
});

test.each([
  ...['1: x\n', 'true: x\n', '~: x\n', '[a]: x\n', '{a: b}: x\n', '? a\n: b\n', '"a" : b\n', '&a b: c\n', ': b\n'],
  ...['__proto__: x\n', '$at: x\n', '"a\\x00": x\n', 'a\u0085b: x\n', 'a: 1\na: 2\n', '<<: {}\n<<: {}\n', '<<: 1\n'],
  ...[
    '%YAML 1.2\n---\na: 1\n',
    '--- a: 1\n',
    'a: 1\n---\n',
    'a: 1\n...\n',
    '---&a\na: 1\n',
    ' a: 1\n',
    '',
    '# a\n',
    '[a]\n',
    'a\n',
  ],
  ...[
    'a: [b: c]\n',
    'a: {b}\n',
    'a: {b: }\n',
    'a:\n  -\n  - b\n',
    'a: - b\n',
    `${'x'.repeat(1025)}: 1\n`,
    'a: b: c\n',
    'a: "\n',
  ],
])('it does not take %j', text => {
  expect(taken(text)).toBe(false);
});

test.each<[keyof Budgets, string, number]>([
  // Scalars, keys among them, items of lists, and collections in brackets; a value that is not written is none.
  ['nodes', 'a: [b, {c: d}]\ne:\n  - f\n  - g\nh:\n', 12],
  ['aliases', 'a: &a {b: 1, c: 2}\nd: *a\ne:\n  <<: *a\n', 8],
])('it takes a text within its budget of %s, and none beyond', (budget, text, most) => {
  const read = (allowed: number): readonly unknown[] =>
    parseByYaml(sourceText('a.yaml', text), 'configuration', { ...BUDGETS, [budget]: allowed }).diagnostics;
  expect(read(most)).toEqual([]);
  expect(read(most - 1)).toHaveLength(1);
  expect(taken(text, { [budget]: most })).toBe(true);
  expect(taken(text, { [budget]: most - 1 })).toBe(false);
});

test('it takes no text that is deeper than may be', () => {
  const depths = Array.from({ length: 80 }, (_, depth) => `a: ${'['.repeat(depth)}${']'.repeat(depth)}\n`);
  for (const text of depths) expect(compared(text).kind).not.toBe('different');
  expect(taken(depths[62] ?? '')).toBe(true);
  expect(taken(depths[70] ?? '')).toBe(false);
});

test('no text has more tokens than are thought possible', () => {
  for (let index = 0; index < 4000; index += 1) {
    const text = textOf(index);
    if (!taken(text)) continue;
    let tokens = 0;
    for (const lexeme of new Lexer().lex(text)) if (!['\u0002', '\u0018', '\u001f'].includes(lexeme)) tokens += 1;
    expect(tokens, JSON.stringify(text)).toBeLessThanOrEqual(mostTokens(text));
  }
  const text = 'a: [b, c]\n'.repeat(10);
  expect(taken('a: [b, c]\n', { tokens: 5 })).toBe(false);
  expect(mostTokens(text)).toBeLessThan(text.length * 1.5);
});

test('what it does not take has the diagnostics of the yaml package', () => {
  const source = sourceText('a.yaml', 'a: !!str 1\nb: [1\n');
  const { diagnostics } = parse(source);
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(diagnostics).toEqual(parseByYaml(source, 'configuration', BUDGETS).diagnostics);
});
