import { describe, expect, it } from 'vitest';
import { sourceText } from '../../../src/source/source-text.ts';
import { fc } from '../../properties.ts';

describe('a source text', () => {
  it.each([
    ['the start', 'a: 1\n', 0, [1, 1]],
    ['after a line feed', 'a: 1\nb: 2\n', 5, [2, 1]],
    ['the line feed itself', 'a\nb', 1, [1, 2]],
    ['after CRLF', 'a\r\nb', 3, [2, 1]],
    ['between CR and LF', 'a\r\nb', 2, [1, 3]],
    ['after a lone CR', 'a\rb', 2, [2, 1]],
    ['a tab takes one column', '\tb', 1, [1, 2]],
    ['an astral character takes two, as in editors', '😀b', 2, [1, 3]],
    ['U+2028 ends no line', 'a\u2028b', 2, [1, 3]],
    ['U+0085 ends no line', 'a\u0085b', 2, [1, 3]],
    ['a byte order mark takes no column', '\uFEFFa: 1', 1, [1, 1]],
    ['a byte order mark counts in no other line', '\uFEFFa\nb', 3, [2, 1]],
    ['an offset past the end', 'a\n', 99, [2, 1]],
    ['an empty text', '', 0, [1, 1]],
  ])('%s', (_what, text, offset, [line, column]) => {
    expect(sourceText('a.yaml', text).positionAt(offset)).toEqual({ line, column });
  });

  it('counts lines as splitting the text does', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '\r', 'é') }), fc.nat(60), (text, at) => {
        const offset = Math.min(at, text.length);
        // An offset inside of CRLF belongs to the line that it ends.
        fc.pre(!(text[offset - 1] === '\r' && text[offset] === '\n'));
        const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
        expect(sourceText('a.yaml', text).positionAt(offset)).toEqual({
          line: lines.length,
          column: (lines.at(-1) ?? '').length + 1,
        });
      }),
    );
  });
});
