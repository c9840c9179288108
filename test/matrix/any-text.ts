import { dump, load } from 'js-yaml';
import { fieldsOf } from '../../src/config/schema-walk.ts';
import { Config } from '../../src/config/schema/root.ts';
import { fc } from '../properties.ts';

/** Text of every kind: half surrogates, control characters, and what YAML makes much of. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.integer({ min: 0, max: 0xffff }).map(unit => String.fromCharCode(unit)),
      { maxLength: 40 },
    )
    .map(units => units.join('')),
  fc
    .array(
      fc.constantFrom(
        'a',
        ':',
        ' ',
        '\n',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        '|',
        '>',
        '&a',
        '*a',
        '!!',
        '#',
        '?',
        ',',
        '\t',
        '<<',
        '---',
        '...',
        '%',
        '@',
        '`',
        '~',
        '\r\n',
        '\ufeff',
        '\u2028',
      ),
      { maxLength: 60 },
    )
    .map(parts => parts.join('')),
  fc.json({ maxDepth: 6 }),
);

/** What a scalar of the language may be exchanged for. */
const STRANGE = [
  '',
  '~',
  'null',
  '{}',
  '[]',
  '[[[[]]]]',
  'true',
  'yes',
  '0',
  '-1',
  '1e400',
  '.inf',
  '.nan',
  '0x10',
  '99999999999999999999999',
  '2026-11-24',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '&a b',
  '*a',
  '*missing',
  '!!binary x',
  '!custom x',
  '|\n  a',
  '"a\n  b"',
  '{a: 1, a: 2}',
  '{? {b: c} : d}',
  '__proto__',
  '{__proto__: {x: 1}}',
  '{constructor: x}',
  '"${x}"',
  '{{x}}',
  '\t',
  'x'.repeat(5000),
  '10..1',
  '1..',
  '0%',
  '0s',
  '-5m',
  '../../etc',
  'a/../b',
] as const;

type Change = (lines: readonly string[]) => readonly string[];

/** Between one and four lines of a text are lost, doubled, moved, shifted, or say something else. */
export function mutatedYaml(text: string): fc.Arbitrary<string> {
  const lines = text.split('\n');
  const at = fc.nat(lines.length - 1);
  const change: fc.Arbitrary<Change> = fc.oneof(
    at.map(
      (index): Change =>
        all =>
          all.toSpliced(index, 1),
    ),
    at.map(
      (index): Change =>
        all =>
          all.toSpliced(index, 0, all[index] ?? ''),
    ),
    fc.tuple(at, at).map(
      ([from, to]): Change =>
        all =>
          all.with(from % all.length, all[to % all.length] ?? '').with(to % all.length, all[from % all.length] ?? ''),
    ),
    fc.tuple(at, fc.constantFrom(-4, -2, -1, 1, 2)).map(
      ([index, by]): Change =>
        all =>
          edited(all, index, line => (by < 0 ? line.slice(-by) : ' '.repeat(by) + line)),
    ),
    fc.tuple(at, fc.constantFrom(...STRANGE)).map(
      ([index, strange]): Change =>
        all =>
          edited(all, index, line => line.replace(/: .*$/, `: ${strange}`)),
    ),
    fc.tuple(at, fc.nat(60), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })).map(
      ([index, column, character]): Change =>
        all =>
          edited(all, index, line => line.slice(0, column) + character + line.slice(column + 1)),
    ),
    at.map(
      (index): Change =>
        all =>
          all.slice(0, index),
    ),
  );
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map(changes =>
      changes.reduce<readonly string[]>((all, one) => (all.length === 0 ? all : one(all)), lines).join('\n'),
    );
}

function edited(lines: readonly string[], index: number, change: (line: string) => string): readonly string[] {
  const place = index % lines.length;
  return lines.with(place, change(lines[place] ?? ''));
}

const WORDS = [...new Set(fieldsOf(Config).flatMap(field => field.split('.')))].filter(word => word !== '*');

/** Trees of the language's own words, in places where they may have no business. */
const { tree } = fc.letrec(tie => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar(),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...WORDS), tie('tree'), { maxKeys: 4 }),
  ),
}));

function scalar(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1.5,
      1e21,
      3,
      'all',
      '70%',
      '5m',
      '120/s',
      '1..3',
      '2Gi',
      '500m',
      'kubernetes',
      'ecs',
      'full',
      'always-on',
      'https://a.example.com',
      'a'.repeat(300),
    ),
    fc.string({ maxLength: 8 }),
    fc.double(),
    fc.integer(),
  );
}

/** A branch of the tree is another one, or gone, or there twice under another name. */
export function mutatedTree(text: string): fc.Arbitrary<string> {
  const root = load(text);
  const places = pathsOf(root);
  return fc
    .array(
      fc.tuple(
        fc.constantFrom(...places),
        fc.oneof(
          { weight: 3, arbitrary: tree },
          { weight: 1, arbitrary: fc.constant(undefined) },
          { weight: 2, arbitrary: fc.constantFrom(...places).map(path => valueAt(root, path)) },
        ),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map(changes =>
      dump(
        changes.reduce<unknown>((node, [path, value]) => exchanged(node, path, value), root),
        { skipInvalid: true },
      ),
    );
}

type Path = readonly string[];

function pathsOf(node: unknown, above: Path = []): readonly Path[] {
  return typeof node !== 'object' || node === null
    ? []
    : Object.entries(node).flatMap(([key, child]) => [[...above, key], ...pathsOf(child, [...above, key])]);
}

function valueAt(node: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    node,
  );
}

function exchanged(node: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(node))
    return node.map((item: unknown, index) => (String(index) === key ? exchanged(item, rest, value) : item));
  return typeof node === 'object' && node !== null
    ? { ...node, [key]: exchanged(Reflect.get(node, key), rest, value) }
    : value;
}
