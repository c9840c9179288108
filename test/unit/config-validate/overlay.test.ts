import { describe, expect, it } from 'vitest';
import { overlay } from '../../../src/config/overlay.ts';
import { parse } from '../../../src/config/parse.ts';
import { locate, plainOf, type Located, type Plain } from '../../../src/source/located.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { fc } from '../../properties.ts';

function read(text: string): Located {
  const { value, diagnostics } = parse(sourceText('a.yaml', text));
  if (value === undefined) throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)));
  return value;
}

const located = (plain: Plain): Located => read(JSON.stringify(plain));
const isMap = (plain: Plain | undefined): plain is { [key: string]: Plain } =>
  typeof plain === 'object' && plain !== null && !Array.isArray(plain);

/** MergePatch as RFC 7396 writes it. */
function mergePatch(target: Plain | undefined, patch: Plain): Plain {
  if (!isMap(patch)) return patch;
  const result: { [key: string]: Plain } = isMap(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

const scalar = fc.constantFrom(1, 2, 'x', true);
const plain = (leaf: fc.Arbitrary<Plain>): fc.Arbitrary<Plain> =>
  fc.letrec<{ node: Plain }>(tie => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(leaf, { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('node'), { noNullPrototype: true }),
    ),
  })).node;
const map = (leaf: fc.Arbitrary<Plain>): fc.Arbitrary<Plain> =>
  fc.dictionary(fc.constantFrom('a', 'b', 'c'), plain(leaf), { noNullPrototype: true });

/** Trees in which a key always has the same kind of value, as a schema without shorthands would have it. */
const steady = (depth: number): fc.Arbitrary<Plain> =>
  fc
    .record(
      { s: scalar, l: fc.array(scalar), ...(depth > 0 && { m: steady(depth - 1), n: steady(depth - 1) }) },
      { requiredKeys: [] },
    )
    .map((data): Plain => ({ ...data }));

describe('an overlay', () => {
  it.each<[string, Plain, Plain, Plain]>([
    ['merges maps', { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
    ['replaces lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['removes by null', { a: 1, b: { c: 1, d: 2 } }, { a: null, b: { c: null } }, { b: { d: 2 } }],
    ['removes nothing that is not there', { a: 1 }, { b: null, c: { d: null } }, { a: 1, c: {} }],
    ['replaces a map by a scalar', { cpu: { target: '70%', for: '5m' } }, { cpu: '60%' }, { cpu: '60%' }],
    ['replaces a scalar by a map', { cpu: '70%' }, { cpu: { for: '5m' } }, { cpu: { for: '5m' } }],
    ['keeps a null inside a list', { a: 1 }, { a: [null, { b: null }] }, { a: [null, { b: null }] }],
  ])('%s', (_what, base, over, expected) => {
    expect(plainOf(overlay(located(base), located(over), 'staging'))).toEqual(expected);
  });

  it('keeps where each value and key was written, and by whom', () => {
    const text = 'base: {a: {x: 1, y: 2}, b: 3}\nover: {a: {y: 4, z: 5}, b: 6}\n';
    const root = read(text);
    const merged = overlay(locate(root, ['base']).node, locate(root, ['over']).node, 'staging');
    const said = (...path: string[]) => {
      const { at, key } = locate(merged, path);
      return [key?.overlay, key?.span.start, at.overlay, text.slice(at.span.start, at.span.end)];
    };
    expect(said('a')).toEqual([undefined, 7, undefined, '{x: 1, y: 2}']);
    expect(said('a', 'x')).toEqual([undefined, 11, undefined, '1']);
    expect(said('a', 'y')).toEqual(['staging', 41, 'staging', '4']);
    expect(said('a', 'z')).toEqual(['staging', 47, 'staging', '5']);
    expect(said('b')).toEqual(['staging', 54, 'staging', '6']);
  });

  it('gives the plain data that merging plain data gives', () => {
    const withNulls = fc.oneof(scalar, fc.constant(null));
    fc.assert(
      fc.property(map(withNulls), plain(withNulls), (base, over) => {
        expect(plainOf(overlay(located(base), located(over), 'e'))).toEqual(mergePatch(base, over));
      }),
    );
  });

  it('changes nothing when it is empty, and nothing when it repeats the base', () => {
    fc.assert(
      fc.property(map(scalar), base => {
        const tree = located(base);
        expect(overlay(tree, located({}), 'e')).toBe(tree);
        expect(plainOf(overlay(tree, tree, 'e'))).toEqual(base);
      }),
    );
  });

  it('leaves base and overlay as they were', () => {
    fc.assert(
      fc.property(map(scalar), map(fc.oneof(scalar, fc.constant(null))), (base, over) => {
        const [below, above] = [located(base), located(over)];
        overlay(below, above, 'e');
        expect([plainOf(below), plainOf(above)]).toEqual([base, over]);
      }),
    );
  });

  it('is associative where no key changes its kind and nothing is removed', () => {
    fc.assert(
      fc.property(steady(2), steady(2), steady(2), (a, b, c) => {
        const [x, y, z] = [located(a), located(b), located(c)];
        expect(plainOf(overlay(overlay(x, y, 'e'), z, 'f'))).toEqual(plainOf(overlay(x, overlay(y, z, 'f'), 'e')));
      }),
    );
  });
});
