import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parse } from '../../../src/config/parse.ts';
import { placedText } from '../../../src/source/placed-text.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { fc, runs } from '../../properties.ts';

/** What stands in the file for a part of the text under `a`, and the whole text. */
function placed(yaml: string) {
  const source = sourceText('a.yaml', yaml);
  const root = parse(source).value;
  const node = root?.kind === 'map' ? root.entries.get('a')?.value : undefined;
  if (node?.kind !== 'scalar' || typeof node.plain !== 'string') throw new Error(`no text in ${yaml}`);
  const { plain } = node;
  const text = placedText(plain, node.at.span);
  const written = (start: number, end: number): string => {
    const span = text.part(start, end);
    return yaml.slice(span.start, span.end);
  };
  return { plain, written, of: (part: string) => written(plain.indexOf(part), plain.indexOf(part) + part.length) };
}

/** A printer that folds lines by code units may print half of a surrogate pair, which no UTF-8 file has. */
function isUnicode(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function refusalsOf(yaml: string): readonly string[] {
  return parse(sourceText('a.yaml', yaml)).diagnostics.map(({ id }) => id);
}

describe('a part of a text is found where it is written', () => {
  test.each([
    ['plain', 'a: one two three\n', 'two', 'two'],
    ['plain over lines', 'a: one\n  two\n\n  three\n', 'three', 'three'],
    ['single quotes', "a: 'it''s two'\n", 'two', 'two'],
    ['a quote in single quotes', "a: 'it''s two'\n", "'s", "''s"],
    ['double quotes', 'a: "\\x41\\u0042\\n two"\n', 'two', 'two'],
    ['an escape', 'a: "\\x41\\u0042 two"\n', 'B', '\\u0042'],
    ['an astral escape', 'a: "\\U0001F600 two"\n', 'two', 'two'],
    ['double quotes over lines', 'a: "one\\\n   two\n\n   three"\n', 'three', 'three'],
    ['a literal block', 'a: |\n  one\n    two\n\n  three\n', 'two', 'two'],
    ['a literal block behind blank lines', 'a: |-  # said\n\n\n    one\n    two\n', 'two', 'two'],
    ['a literal block whose first line is a tab', 'a: |-\n  \t\n    one\n', 'one', 'one'],
    ['a folded block', 'a: >-\n  one\n  two\n\n\n  three\n', 'three', 'three'],
    ['a folded block with carriage returns', 'a: >-\r\n  one\r\n  two\r\n', 'two', 'two'],
    ['a block whose indentation is said', 'a: |2\n    one\n  two\n', 'two', '|2\n    one\n  two'],
  ])('%s', (_name, yaml, part, expected) => {
    expect(placed(yaml).of(part)).toBe(expected);
  });

  test('half of a surrogate pair on each of two lines, as a printer of YAML may fold them, is no text to look in', () => {
    const yaml = stringify(
      { a: '\u{1f600}\ta  \\\\aa\n\u{1f600}\u{1f600}a' },
      { defaultStringType: 'QUOTE_DOUBLE', lineWidth: 20 },
    );
    expect(yaml).toContain('\ud83d\\\n  \ude00');
    expect(refusalsOf(yaml)).toEqual(['forbidden-character', 'forbidden-character']);
  });

  test('whatever the text and however it is written, a letter is written as itself', () => {
    const words = fc
      .array(fc.constantFrom('a', 'b', ' ', '\n', "'", '"', '\\', ':', '#', 'é', '\u{1f600}', '  ', '\t'), {
        minLength: 1,
        maxLength: 20,
      })
      .map(parts => parts.join(''));
    const styles = fc.constantFrom('QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED', 'PLAIN');
    fc.assert(
      fc.property(words, styles, fc.constantFrom(20, 80), (text, defaultStringType, lineWidth) => {
        const yaml = stringify({ a: text }, { defaultStringType, lineWidth });
        if (!isUnicode(yaml)) {
          expect(refusalsOf(yaml)).toContain('forbidden-character');
          return;
        }
        const { plain, written } = placed(yaml);
        // Counted from the parent, which a scalar does not see.
        if (/^\S+ [|>]-?[1-9]/.test(yaml)) return;
        for (let at = 0; at < plain.length; at += 1)
          if (/[a-z]/.test(plain[at] ?? '')) expect(written(at, at + 1), yaml).toBe(plain[at]);
      }),
      { numRuns: runs(2000) },
    );
  });
});
