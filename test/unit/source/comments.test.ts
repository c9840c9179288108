import { expect, test } from 'vitest';
import { Lexer } from 'yaml';
import { parse } from '../../../src/config/parse.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { fc, runs } from '../../properties.ts';

/** By YAML's own lexer, which knows no tree. */
function lexed(text: string): readonly (readonly [number, string])[] {
  const found: [number, string][] = [];
  let offset = 0;
  let scalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    // Marks of the lexer itself: they take no room in the text.
    if (lexeme === '\x02' || lexeme === '\x18' || lexeme === '\x1f') {
      scalar = lexeme === '\x1f';
      continue;
    }
    if (!scalar && lexeme.startsWith('#')) found.push([offset, lexeme]);
    scalar = false;
    offset += lexeme.length;
  }
  return found;
}

test('the comments of the tokens are those that the lexer of YAML sees, and no # inside a text is one', () => {
  const part = fc.constantFrom(
    'a: 1 # one\n',
    '# alone\n',
    'b: "# text"\n',
    'c: # before a map\n  d: 1\n',
    'e: [1, # in a list\n  2]\n',
    'f: |  # of a block\n  # inside\n  text\n',
    'g: { h: 1, # in a map\n  i: 2 } # behind\n',
    '- x # item\n',
    '\n',
    '  # deep\n',
    'j: a#b\n',
    'k: &x 1 # anchor\n',
    'l: *x # alias\n',
    '? m # key\n: n # value\n',
    '# end',
  );
  let trusted = 0;
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), parts => {
      const text = parts.join('');
      const { comments, diagnostics } = parse(sourceText('a.yaml', text));
      if (diagnostics.some(({ id }) => id !== 'duplicate-key' && id !== 'empty-file' && id !== 'unknown-alias')) return;
      trusted += 1;
      expect(comments.map(({ start, end }) => [start, text.slice(start, end)])).toEqual(
        lexed(text).map(([start, comment]) => [start, comment]),
      );
    }),
    { numRuns: runs(1000) },
  );
  expect(trusted).toBeGreaterThan(100);
});
