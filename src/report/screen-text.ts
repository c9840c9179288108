/**
 * Text of a user as a terminal may show it: control characters, which could move the cursor or hide what follows, marks
 * that turn the direction of writing (Trojan Source, CVE-2021-42574) and marks without a width are escaped.
 */
export function screenText(text: string): string {
  return text.replace(UNSAFE, escaped).replace(JOINER_ALONE, escaped);
}

/** The same for one character of a frame. */
export function isUnsafe(character: string): boolean {
  return character.search(UNSAFE) === 0;
}

const UNSAFE =
  /[\0-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Joiners make letters and emoji of what is around them; beside a plain character they are only unseen. */
const JOINER_ALONE = /(?<![^\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\x7f])/gu;

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Columns that a character takes: none for a combining mark, two for wide scripts and emoji (UAX #11, roughly). */
export function columnsOf(character: string): 0 | 1 | 2 {
  if (character < '\u0300') return 1;
  if (/^[\p{M}\u200d\ufe0e\ufe0f]/u.test(character)) return 0;
  return /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u.test(
    character,
  )
    ? 2
    : 1;
}

export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

/** Lines of at most so many columns, broken at blanks; a word that is longer stands alone. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}
