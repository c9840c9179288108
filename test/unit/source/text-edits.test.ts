import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../../src/model/diagnostic.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { applyEdits } from '../../../src/source/text-edits.ts';
import { fc } from '../../properties.ts';

const source = sourceText('a.yaml', '\uFEFFmin: 1 # ä\r\n\tmax: 😀\n');
const edit = (start: number, end: number, text: string): TextEdit => ({ span: { source, start, end }, text });

describe('text edits', () => {
  it.each<[string, TextEdit[], string]>([
    ['none', [], '\uFEFFmin: 1 # ä\r\n\tmax: 😀\n'],
    ['one, with mark, CRLF, tab and comment kept', [edit(6, 7, '2')], '\uFEFFmin: 2 # ä\r\n\tmax: 😀\n'],
    ['two in any order', [edit(19, 21, '9'), edit(1, 4, 'least')], '\uFEFFleast: 1 # ä\r\n\tmax: 9\n'],
    ['neighbours', [edit(1, 4, 'x'), edit(4, 5, '=')], '\uFEFFx= 1 # ä\r\n\tmax: 😀\n'],
    ['an insertion before a replacement', [edit(6, 7, '2'), edit(6, 6, '1')], '\uFEFFmin: 12 # ä\r\n\tmax: 😀\n'],
    ['the same twice counts once', [edit(6, 7, '2'), edit(6, 7, '2')], '\uFEFFmin: 2 # ä\r\n\tmax: 😀\n'],
  ])('%s', (_what, edits, text) => {
    expect(applyEdits(source, edits)).toEqual({ kind: 'edited', text });
  });

  it.each<[string, TextEdit, TextEdit]>([
    ['overlapping ranges', edit(1, 6, 'a'), edit(4, 7, 'b')],
    ['one inside of the other', edit(1, 9, 'a'), edit(4, 5, 'b')],
    ['two texts for one range', edit(1, 4, 'a'), edit(1, 4, 'b')],
    ['two insertions at one place', edit(4, 4, 'a'), edit(4, 4, 'b')],
  ])('are refused for %s', (_what, first, second) => {
    expect(applyEdits(source, [second, first])).toMatchObject({ kind: 'overlap' });
  });

  it('throw when they belong to another text', () => {
    const other = sourceText('b.yaml', 'x');
    expect(() => applyEdits(other, [edit(0, 1, '')])).toThrow(RangeError);
    expect(() => applyEdits(source, [edit(0, 999, '')])).toThrow('edit 0..999 is not of "a.yaml"');
  });

  it('leave every other code unit alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.nat(), fc.string(), (text, a, b, replacement) => {
        const of = sourceText('c.yaml', text);
        const [start = 0, end = 0] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y);
        const result = applyEdits(of, [{ span: { source: of, start, end }, text: replacement }]);
        expect(result).toEqual({ kind: 'edited', text: text.slice(0, start) + replacement + text.slice(end) });
      }),
    );
  });
});
