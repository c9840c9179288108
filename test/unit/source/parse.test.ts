import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/config/parse.ts';
import { locate, plainOf, without } from '../../../src/source/located.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { fc, runs } from '../../properties.ts';

function read(text: string) {
  const { value, diagnostics } = parse(sourceText('a.yaml', text));
  const problems = diagnostics.map(({ id, message, span }) => {
    const at = span?.source.positionAt(span.start);
    return `${String(at?.line)}:${String(at?.column)} ${message} [${id}]`;
  });
  return { value, problems, plain: value === undefined ? undefined : plainOf(value) };
}

function tree(text: string) {
  const { value, problems } = read(text);
  expect(problems).toEqual([]);
  if (value === undefined) throw new Error('no tree');
  return value;
}

/** The text that a path's value and key cover. */
function covered(text: string, path: readonly (string | number)[]) {
  const { at, key, exact } = locate(tree(text), path);
  return {
    value: text.slice(at.span.start, at.span.end),
    key: key === undefined ? undefined : text.slice(key.span.start, key.span.end),
    exact,
  };
}

describe('parsing', () => {
  it.each<[string, string, unknown]>([
    [
      'scalars of YAML 1.2, not 1.1',
      'a: on\nb: 0o7\nc: 1_000\nd: yes\ne: true\nf: 1.5\ng: ~\nh: 012\ni: 06:00\n',
      { a: 'on', b: 7, c: '1_000', d: 'yes', e: true, f: 1.5, g: null, h: 12, i: '06:00' },
    ],
    ['lists and maps in both styles', 'a: [1, {b: 2}]\nc:\n- d\n- e: f\n', { a: [1, { b: 2 }], c: ['d', { e: 'f' }] }],
    ['empty values', 'a:\nb: {c}\n', { a: null, b: { c: null } }],
    ['block texts', 'a: |\n  x\n  y\nb: >-\n  p\n  q\n', { a: 'x\ny\n', b: 'p q' }],
    ['a byte order mark', '\uFEFFa: 1\n', { a: 1 }],
    ['CRLF', 'a: 1\r\nb:\r\n  c: 2\r\n', { a: 1, b: { c: 2 } }],
    ['a document between marks', '---\na: 1\n...\n', { a: 1 }],
    ['aliases', 'a: &x {b: 1}\nc: *x\n', { a: { b: 1 }, c: { b: 1 } }],
    ['the latest anchor of a name', 'a: &x 1\nb: *x\nc: &x 2\nd: *x\n', { a: 1, b: 1, c: 2, d: 2 }],
    [
      'a merge key, own keys winning wherever they stand',
      'a: &x {b: 1, c: 1}\nd: {c: 2, <<: *x}\ne: {<<: *x, c: 3}\n',
      { a: { b: 1, c: 1 }, d: { c: 2, b: 1 }, e: { c: 3, b: 1 } },
    ],
    [
      'a merged list, the first winning',
      'a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: {<<: [*x, *y]}\n',
      { a: { p: 1 }, b: { p: 2, q: 2 }, c: { p: 1, q: 2 } },
    ],
    ['a quoted "<<", which is a key', 'a: {"<<": 1}\n', { a: { '<<': 1 } }],
    ['keys that objects have by nature', 'constructor: 1\ntoString: 2\n', { constructor: 1, toString: 2 }],
  ])('reads %s', (_what, text, plain) => {
    expect(plainOf(tree(text))).toEqual(plain);
  });

  it.each<[string, string, readonly (string | number)[], unknown]>([
    ['a scalar', 'a:\n  b: "x" # c\n', ['a', 'b'], { key: 'b', value: '"x"', exact: true }],
    [
      'a block map, without the comment after it',
      'a:\n  b: 1\n  c: 2 # x\n# y\nd: 3\n',
      ['a'],
      { key: 'a', value: 'b: 1\n  c: 2', exact: true },
    ],
    ['a flow list', 'a: [ 1, 2 ] # x\n', ['a'], { key: 'a', value: '[ 1, 2 ]', exact: true }],
    ['an item', 'a: [1, xy]\n', ['a', 1], { key: undefined, value: 'xy', exact: true }],
    ['a block text', 'a: |\n  x\n\nb: 1\n', ['a'], { key: 'a', value: '|\n  x', exact: true }],
    ['an empty value', 'a:\nb: 1\n', ['a'], { key: 'a', value: '', exact: true }],
    [
      'what an alias brings, where it was written',
      'a: &x {b: 12}\nc: *x\n',
      ['c', 'b'],
      { key: 'b', value: '12', exact: true },
    ],
    ['a map that ends with an alias', 'a: &x 1\nb:\n  c: *x\n', ['b'], { key: 'b', value: 'c: *x', exact: true }],
    [
      'the longest part that exists',
      'a: {b: 70%}\n',
      ['a', 'b', 'target', 'x'],
      { key: 'b', value: '70%', exact: false },
    ],
    ['a part of a map that does not exist', 'a: {b: 1}\n', ['a', 'c'], { key: 'a', value: '{b: 1}', exact: false }],
  ])('locates %s', (_what, text, path, expected) => {
    expect(covered(text, path)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['a tab', 'a:\n\tb: 1\n', ['2:1 a tab is used to indent, which YAML does not allow [yaml-syntax]']],
    [
      'a column of its own',
      'a:\n  b: 1\n c: 2\n',
      ['3:1 this line does not start in the column of any key above it [yaml-syntax]'],
    ],
    ['an open quote, where it opens', 'x: 1\na: "foo\nb: 1\nc: 2\n', ['2:4 this quote is never closed [yaml-syntax]']],
    [
      'an open brace, where it opens',
      'a: {b: 1, c: 2\nd: 4\n',
      ['1:4 this bracket is not closed before the indentation ends [yaml-syntax]'],
    ],
    ['two colons', 'a: b: c\n', ['1:4 a value cannot go on with another key [yaml-syntax]']],
    [
      'no space after a colon',
      'a:1\nb: 2\n',
      ['1:1 this line is neither "key: value" nor part of the value above it [yaml-syntax]'],
    ],
    [
      'a reserved first character',
      'a: @foo\n',
      ['1:4 a text cannot start with "@" unless it is in quotes [yaml-syntax]'],
    ],
    ['an unknown escape', 'a: "\\q"\n', ['1:5 "\\q" is not an escape that YAML knows [yaml-syntax]']],
    ['text after a value', 'a: "x" y\n', ['1:8 "y" stands after a value that is already complete [yaml-syntax]']],
    ['an empty item', 'a: [1,,2]\n', ['1:7 an item is missing before this "," [yaml-syntax]']],
    ['a bracket too many', 'a: ]\nb: 1\n', ['1:4 "]" closes a bracket that was never opened [yaml-syntax]']],
    [
      'a list that turns into a map',
      '- a\nb: 1\n',
      ['2:1 "b" stands after a value that is already complete [yaml-syntax]'],
    ],
    [
      'two faults at once',
      'a: @x\nb: `y`\n',
      [
        '1:4 a text cannot start with "@" unless it is in quotes [yaml-syntax]',
        '2:4 a text cannot start with "`" unless it is in quotes [yaml-syntax]',
      ],
    ],
    [
      'a second document',
      'a: 1\n---\nb: 2\n',
      ['2:1 a second document starts here, and a configuration is one document [yaml-syntax]'],
    ],
    ['nothing', '', ['1:1 the file is empty [empty-file]']],
    ['nothing but a mark', '\uFEFF', ['1:1 the file is empty [empty-file]']],
    ['nothing but comments', '# a\n\n# b\n', ['1:1 the file has nothing but comments [empty-file]']],
    ['NUL', 'a: x\0y\n', ['1:5 the character U+0000 (NUL) may not stand in YAML [forbidden-character]']],
    [
      'a lone carriage return',
      'a: 1\rb: 2\n',
      ['1:5 a carriage return without a line feed may not stand in YAML [forbidden-character]'],
    ],
    ['an alias without an anchor', 'a: *x\n', ['1:4 no anchor "&x" stands before the alias "*x" [unknown-alias]']],
    [
      'an alias inside of its own anchor',
      'a: &x [*x]\n',
      ['1:8 no anchor "&x" stands before the alias "*x" [unknown-alias]'],
    ],
    ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, ['1:65 this is nested more than 64 levels deep [too-deep]']],
  ])('gives no tree, but a reason, for %s', (_what, text, problems) => {
    expect(read(text)).toEqual({ value: undefined, plain: undefined, problems });
  });

  it.each<[string, string, string[]]>([
    ['a key that stands twice', 'a: {b: 1, b: 2}\n', ['1:11 the key "b" stands twice in this map [duplicate-key]']],
    ['a key twice by another spelling', 'a: 1\n"a": 2\n', ['2:1 the key "a" stands twice in this map [duplicate-key]']],
    [
      'tags, in order',
      'a: !!js/function x\nb: {c: !foo [!!str 1]}\n',
      [
        '1:4 the tag "!!js/function" is not supported [yaml-tag]',
        '2:8 the tag "!foo" is not supported [yaml-tag]',
        '2:14 the tag "!!str" is not supported [yaml-tag]',
      ],
    ],
    ['a directive', '%YAML 1.1\n---\na: 1\n', ['1:1 the directive "%YAML 1.1" is not supported [yaml-directive]']],
    ['a number as a key', '8080: 1\n', ['1:1 the key "8080" is not a text; keys must be texts [yaml-key]']],
    ['an empty key', ': 1\n', ['1:1 the key is empty, and keys must be texts [yaml-key]']],
    [
      'a template that was not filled',
      'a: {{ x }}\n',
      ['1:5 a key must be a plain word, not a list, a map or an alias [yaml-key]'],
    ],
    ['infinity', 'a: .inf\n', ['1:4 ".inf" is not a number that can be counted to [not-finite]']],
    ['a control character by escape', 'a: "x\\0"\n', ['1:4 this text has a control character [forbidden-character]']],
    [
      'a merge of a list',
      'a: &x [1]\nb: {<<: *x}\n',
      ['2:5 "<<" merges a map, or a list of maps, and this is neither [yaml-merge]'],
    ],
    [
      'keys of ours',
      '$at: 1\n__proto__: {x: 1}\n',
      ['1:1 the key "$at" is reserved [reserved-key]', '2:1 the key "__proto__" is reserved [reserved-key]'],
    ],
  ])('keeps the tree and reports %s', (_what, text, problems) => {
    const found = read(text);
    expect(found.problems).toEqual(problems);
    expect(found.value).toBeDefined();
  });

  it('points a duplicate key at the first one too', () => {
    const { diagnostics } = parse(sourceText('a.yaml', 'a: 1\nb: 2\na: 3\n'));
    expect(diagnostics[0]?.related?.map(({ message, span }) => [message, span.start])).toEqual([['the first one', 0]]);
  });

  it('refuses an alias bomb without unfolding it, and says so once', () => {
    const levels = 'abcdefghi'.split('');
    const text = levels
      .map(
        (name, index) =>
          `${name}: &${name} [${Array<string>(10)
            .fill(index === 0 ? 'x' : `*${levels[index - 1] ?? ''}`)
            .join(', ')}]\n`,
      )
      .join('');
    expect(read(text).problems).toEqual([
      '6:20 aliases multiply the file to more than 500000 values [alias-expansion]',
    ]);
  });

  it('refuses a bomb of merge keys', () => {
    const keys = Array.from({ length: 1000 }, (_, index) => `k${String(index)}: 1`).join(', ');
    const text = `a: &a {${keys}}\n${Array.from({ length: 1000 }, (_, index) => `b${String(index)}: {<<: *a}\n`).join('')}`;
    expect(read(text).problems).toHaveLength(1);
  });

  it('survives brackets without end', () => {
    expect(read('['.repeat(50_000)).problems).toHaveLength(1);
    expect(read(`${'- '.repeat(20_000)}x`).problems).toHaveLength(1);
  });

  it('never throws, and has a tree or a reason, for any text', () => {
    const fragment = fc.constantFrom(
      'a',
      'b: ',
      ': ',
      '- ',
      '\n',
      '\n  ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '&x ',
      '*x',
      '<<: ',
      '"',
      "'",
      '|',
      '>',
      '!!t ',
      '%Y',
      '---\n',
      '#',
      '\t',
      '\r\n',
      '\0',
      '😀',
      '1',
      '? ',
      '@',
      '\\',
      '__proto__',
      '\uFEFF',
      '.nan',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 30 }), parts => {
        const { value, diagnostics } = parse(sourceText('a.yaml', parts.join('')));
        expect(value !== undefined || diagnostics.length > 0).toBe(true);
        for (const { span } of diagnostics)
          expect(
            span !== undefined && span.start >= 0 && span.end >= span.start && span.end <= parts.join('').length,
          ).toBe(true);
        if (value !== undefined) plainOf(value);
      }),
      { numRuns: runs(2000) },
    );
  });

  it('reads JSON as JSON does', () => {
    const key = fc.stringMatching(/^[a-z]{1,6}$/);
    const { json } = fc.letrec<{ json: unknown }>(tie => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.stringMatching(/^[ -~]*$/),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(key, tie('json'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, json, { minKeys: 1, noNullPrototype: true }), data => {
        expect(plainOf(tree(JSON.stringify(data)))).toEqual(data);
      }),
    );
  });

  it('leaves keys out on request, and shares the node when it has none of them', () => {
    const root = tree('a: 1\nb: 2\n');
    if (root.kind !== 'map') throw new Error('not a map');
    expect(plainOf(without(root, ['b']))).toEqual({ a: 1 });
    expect(without(root, ['c'])).toBe(root);
  });
});
