import { yamlProblem } from '../model/catalogue/yaml.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';

/**
 * Characters that YAML 1.2 refuses (5.1, c-printable), and a carriage return without a line feed, which hides lines
 * from `git diff`.
 */

const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\r(?!\n)|\p{Surrogate}|(?<!^)\ufeff/gu;

const MOST_SHOWN = 5;

/** A diagnostic for each of the first few; a binary file would give thousands. */
export function forbiddenCharacters(source: SourceText): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const match of source.text.matchAll(FORBIDDEN)) {
    if (found.length === MOST_SHOWN) break;
    const span = { source, start: match.index, end: match.index + match[0].length };
    found.push(
      match[0] === '\r'
        ? yamlProblem('forbidden-character', 'carriageReturn', { span })
        : yamlProblem('forbidden-character', 'character', { data: { character: nameOf(match[0]) }, span }),
    );
  }
  return found;
}

/** Whether a value holds what no label, name or argument may hold, by way of an escape such as "\0". */
export function hasControlCharacter(value: string): boolean {
  return /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}/u.test(value);
}

function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return character === '\0' ? 'U+0000 (NUL)' : `U+${code}`;
}
