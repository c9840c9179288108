import { CORE_SCHEMA, Type, dump } from 'js-yaml';
import { expect, test } from 'vitest';
import type { Json } from '../../../src/model/sourced.ts';
import { printYaml } from '../../../src/output/yaml.ts';
import { fc, runs } from '../../properties.ts';

/** The schema of the printer, written out: what is not plainly a word is quoted. */
const schema = CORE_SCHEMA.extend({
  implicit: [
    new Type('tag:test,2025:ambiguous', {
      kind: 'scalar',
      resolve: (scalar: unknown) =>
        typeof scalar === 'string' &&
        (!/^[A-Za-z/]/.test(scalar) || /^(?:y|yes|n|no|true|false|on|off|null|nan|inf|e[-+]?[\d_]+)$/i.test(scalar)),
    }),
  ],
});

const dumped = (tree: Json, forceQuotes = false): string =>
  dump(tree, { schema, lineWidth: -1, noRefs: true, forceQuotes });

test('the layout is that of js-yaml: nested lists, maps in lists, empty collections, blocks and keys of any kind', () => {
  const tree: Json = {
    plain: 'word',
    quoted: 'yes',
    number: 1,
    fraction: 0.5,
    large: 1e21,
    negative: -0,
    nothing: null,
    flag: true,
    '1_000': 'a: b',
    'a #b': '#c',
    '': '',
    list: ['a', ['b', ['c', { d: 'e', f: ['g'] }]], [], {}, { h: {}, i: [] }],
    script: 'if true; then\n  echo\n\nfi',
    folded: { deep: [{ script: 'a\nb\n' }] },
    "quote's": 'it\'s "so"',
    tab: 'a\tb',
    unprintable: 'a\u0007\nb',
    wide: 'naïve \u{1F600} \u0085',
  };
  expect(printYaml(tree)).toBe(dumped(tree));
});

test('what js-yaml writes in a way of its own is left to it: keys of several lines and of more than 1024 characters, texts that no block can hold', () => {
  const keys: Json = { 'two\nlines': 'a', [`long ${'x'.repeat(2000)}`]: { b: 'c' } };
  expect(printYaml(keys)).toBe(dumped(keys));
  const unfit: Json = { text: ' begins with a blank\nand goes on', other: 'word' };
  expect(printYaml(unfit)).toBe(dumped(unfit, true));
  for (const root of ['a: b', 'two\nlines', 7, null, true, [], {}] satisfies Json[])
    expect(printYaml(root)).toBe(dumped(root));
});

test('any data is printed as js-yaml prints it, quotes forced where a text fits in no block', () => {
  const text = fc.oneof(
    fc.constantFrom(
      'a',
      'on',
      '1_000',
      '0o7',
      'two\nlines',
      'two\nlines\n',
      'a: b',
      '- a',
      '#',
      '|',
      '>',
      '? a',
      '!a',
      '&a',
      '*a',
      '%',
      '@',
      '`',
      '{',
      '[',
      ',',
      "'",
      '"',
      'e3',
      '12:30:45',
      '~',
      '=',
      '<<',
      'a #b',
      'a\r\nb',
      '\u2028',
      '\ufeff',
    ),
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[A-Za-z/][\w./-]{0,8}$/),
    fc.string({ unit: fc.constantFrom('a', ' ', '\n', ':', '#', '-', "'", '"', '\t', '1') }),
  );
  const { tree } = fc.letrec<{ tree: Json }>(tie => ({
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(text, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const unfit = (node: Json): boolean => {
    if (typeof node === 'string') return node.includes('\n') && /^\s|[ \t]$|[ \t]\n|\n\n$/.test(node);
    if (typeof node !== 'object' || node === null) return false;
    return Object.entries(node).some(([key, child]) => (!Array.isArray(node) && unfit(key)) || unfit(child));
  };
  fc.assert(
    fc.property(tree, data => {
      expect(printYaml(data)).toBe(dumped(data, unfit(data)));
    }),
    { numRuns: runs(3000) },
  );
});
