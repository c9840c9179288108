import { describe, expect, it } from 'vitest';
import { painter } from '../../../src/report/colour.ts';
import { frame, lineReader } from '../../../src/report/frame.ts';
import { widthOf } from '../../../src/report/screen-text.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { fc, runs } from '../../properties.ts';

/** The frame around the texts between « and ». */
function framed(marked: string, width = 80): string {
  const spans: { start: number; end: number }[] = [];
  let text = '';
  for (const part of marked.split(/(?=[«»])/)) {
    if (part.startsWith('«')) spans.push({ start: text.length, end: text.length });
    const open = spans.at(-1);
    if (part.startsWith('»') && open !== undefined) open.end = text.length;
    text += part.replace(/^[«»]/, '');
  }
  const source = sourceText('a.yaml', text);
  const marks = spans.map(({ start, end }, index) => ({
    span: { source, start, end },
    style: 'error' as const,
    ...(index > 0 && { label: 'the other' }),
  }));
  return `\n${frame(marks, { width, paint: painter(false), linesOf: lineReader() }).join('\n')}\n`;
}

describe('a frame', () => {
  it('shows two lines before and after, numbers in a column', () => {
    expect(framed('1\n2\n3\n4\n5\n6\n7\n8: «ab»\n9\n10\n11\n')).toBe(`
   6 | 6
   7 | 7
>  8 | 8: ab
     |    ^^
   9 | 9
  10 | 10
`);
  });

  it('leaves out blank lines at its edges, not inside', () => {
    expect(framed('\n\na: «1»\n\nb: 2\n\n\n')).toBe(`
> 3 | a: 1
    |    ^
  4 |
  5 | b: 2
`);
  });

  it('points one place past the end of a line', () => {
    expect(framed('a:«»\n')).toBe(`
> 1 | a:
    |   ^
`);
  });

  it('marks the first line of a span of several', () => {
    expect(framed('a:\n  «b: 1   \n  c: 2»\n')).toBe(`
  1 | a:
> 2 |   b: 1
    |   ^^^^
  3 |   c: 2
`);
  });

  it('shows several places, near ones together and far ones apart', () => {
    expect(framed('«a»: 1\nb: 2\n«a»: 3\nc: 4\nd: 5\ne: 6\nf: 7\ng: 8\n«a»: 9\n')).toBe(`
> 1 | a: 1
    | ^
  2 | b: 2
> 3 | a: 3
    | ^ the other
  4 | c: 4
  5 | d: 5
  …
  7 | f: 7
  8 | g: 8
> 9 | a: 9
    | ^ the other
`);
  });

  it('counts wide characters twice, combining ones not at all, and expands tabs', () => {
    expect(framed('日本: «語»\n')).toBe(`
> 1 | 日本: 語
    |       ^^
`);
    expect(framed('e\u0301: «x»\n')).toBe(`
> 1 | e\u0301: x
    |    ^
`);
    expect(framed('😀:\t«x»\n')).toBe(`
> 1 | 😀: x
    |     ^
`);
    expect(framed('\ta: «x»\n')).toBe(`
> 1 |     a: x
    |        ^
`);
  });

  it('shows what a terminal would obey or hide', () => {
    expect(framed('a: «\u001b[31m\u202e»x\n')).toBe(`
> 1 | a: \\u{1b}[31m\\u{202e}x
    |    ^^^^^^^^^^^^^^^^^^
`);
  });

  it('cuts a long line around its mark', () => {
    expect(framed(`key: ${'x'.repeat(100)} «HERE» ${'y'.repeat(100)}\n`, 46)).toBe(`
> 1 | …xxxxxxxxxxxxxxxxx HERE yyyyyyyyyyyyyyy…
    |                    ^^^^
`);
    expect(framed(`«key»: ${'x'.repeat(100)}\n`, 26)).toBe(`
> 1 | key: xxxxxxxxxxxxxx…
    | ^^^
`);
    expect(framed(`key: ${'x'.repeat(100)} «END»\n`, 26)).toBe(`
> 1 | …xxxxxxxxxxxxxx END
    |                 ^^^
`);
  });

  it('counts CRLF lines as the editor does, and no byte order mark', () => {
    expect(framed('\uFEFFa: «1»\r\nb: 2\r\n')).toBe(`
> 1 | a: 1
    |    ^
  2 | b: 2
`);
  });

  it('fits its width and has a caret, for any text and span', () => {
    const unit = fc.constantFrom(
      'a',
      ' ',
      '\t',
      '日',
      '😀',
      'e\u0301',
      '\n',
      '\r\n',
      '\0',
      '\u202e',
      'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    );
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 60 }),
        fc.nat(),
        fc.nat(40),
        fc.integer({ min: 40, max: 100 }),
        (text, at, length, width) => {
          const source = sourceText('a.yaml', text);
          const start = at % (text.length + 1);
          const lines = frame(
            [
              {
                span: { source, start, end: Math.min(text.length, start + length) },
                style: 'error',
                label: 'therefore the pool never wakes, whatever waits for it, and nothing says so',
              },
            ],
            { width, paint: painter(false), linesOf: lineReader() },
          );
          expect(lines.filter(line => line.includes('^')).length).toBeGreaterThan(0);
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: runs(500) },
    );
  });
});
