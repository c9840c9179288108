import { describe, expect, expectTypeOf, it } from 'vitest';
import { overlay } from '../../../src/config/overlay.ts';
import { parse } from '../../../src/config/parse.ts';
import { entriesOf, sourcedTree, type Place, type Section, type SourcedDeep } from '../../../src/config/zip.ts';
import type { Sourced } from '../../../src/model/sourced.ts';
import type { Seconds } from '../../../src/model/units.ts';
import { locate } from '../../../src/source/located.ts';
import { sourceText } from '../../../src/source/source-text.ts';

interface Pool {
  readonly cpu: { readonly target: number; readonly for?: number };
  readonly topics?: readonly { readonly name: string }[];
}

const text =
  'pools:\n  parser:\n    cpu: 70%\n    topics: [{name: x}]\n  $x: {cpu: {target: 1}}\nover: {parser: {cpu: {target: 60%}}}\n';

function pools(overlaid: boolean) {
  const { value } = parse(sourceText('a.yaml', text));
  if (value === undefined) throw new Error('no tree');
  const base = locate(value, ['pools']).node;
  const output: Record<string, Pool> = {
    parser: { cpu: { target: overlaid ? 60 : 70 }, topics: [{ name: 'x' }] },
    $x: { cpu: { target: 1 } },
  };
  return sourcedTree(overlaid ? overlay(base, locate(value, ['over']).node, 'staging') : base, output);
}

const covered = ({ span }: Place['$at']) => text.slice(span.start, span.end);

describe('a sourced tree', () => {
  it('gives each leaf its place, and the parts of a shorthand the place of the scalar', () => {
    const { parser } = pools(false);
    expect(parser?.cpu.target.plain).toBe(70);
    expect(parser?.cpu.target.origin).toMatchObject({
      kind: 'written',
      span: { start: text.indexOf('70%'), end: text.indexOf('70%') + 3 },
    });
  });

  it('knows where maps, lists and their items stand', () => {
    const { parser } = pools(false);
    if (parser?.$key === undefined || parser.topics === undefined) throw new Error('no pool');
    expect(covered(parser.$key)).toBe('parser');
    expect(covered(parser.$at)).toBe('cpu: 70%\n    topics: [{name: x}]');
    expect(covered(parser.cpu.$at)).toBe('70%');
    expect(parser.topics.origin).toMatchObject({ span: { start: text.indexOf('[{') } });
    const [topic] = parser.topics.plain;
    expect(topic === undefined ? undefined : [covered(topic.$at), topic.$key, topic.name.plain]).toEqual([
      '{name: x}',
      undefined,
      'x',
    ]);
  });

  it('names the overlay that wrote a value', () => {
    const { parser } = pools(true);
    expect(parser?.cpu.target.origin).toMatchObject({ overlay: 'staging', span: { start: text.indexOf('60%') } });
    expect(parser?.topics?.origin).not.toHaveProperty('overlay');
  });

  it('lists the entries of a record without its own places', () => {
    expect(entriesOf(pools(false)).map(([key, pool]) => [key, pool.cpu.target.plain])).toEqual([
      ['parser', 70],
      ['$x', 1],
    ]);
  });

  it('has the types of its parts', () => {
    expectTypeOf<SourcedDeep<'a' | 'b'>>().toEqualTypeOf<Sourced<'a' | 'b'>>();
    expectTypeOf<SourcedDeep<boolean>>().toEqualTypeOf<Sourced<boolean>>();
    expectTypeOf<SourcedDeep<Seconds>>().toEqualTypeOf<Sourced<Seconds>>();
    expectTypeOf<SourcedDeep<number | undefined>>().toEqualTypeOf<Sourced<number> | undefined>();
    expectTypeOf<SourcedDeep<'all' | string[]>>().toEqualTypeOf<Sourced<'all'> | Sourced<readonly Sourced<string>[]>>();
    expectTypeOf<Section<{ a?: number }>['a']>().toEqualTypeOf<Sourced<number> | undefined>();
    expectTypeOf<Section<{ a: { b: string } }>['a']['b']>().toEqualTypeOf<Sourced<string>>();
    expectTypeOf<Section<Record<string, number>>['$at']>().toEqualTypeOf<Place['$at']>();
  });
});
