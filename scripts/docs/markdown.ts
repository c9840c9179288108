import type { Place } from './becomes.ts';

const WIDTH = 80;

/** Text wrapped to 80 columns, continued at an indentation; a code span is never broken. */
export function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  for (const word of words(text)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `${indent}${word}`);
  }
  return lines.join('\n');
}

/** `- Default: …` */
export function item(text: string): string {
  return wrapped(`- ${text}`, '  ');
}

export function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** `a`, `b or c`, `a, b or c`; with semicolons where a word contains a comma. */
export function either(words: readonly string[]): string {
  if (words.some(word => word.includes(', ')) && words.length > 1) return words.join('; or ');
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

const LONGEST_PATH = 50;

/** `spec…behavior.scaleUp.policies[].value`: the first step, and as many of the last as fit. */
function abridged(at: string): string {
  if (at.length <= LONGEST_PATH) return at;
  const [first = '', ...steps] = at.match(/\["[^"]*"\]|\.?[\w$-]+(?:\[\])?/g) ?? [];
  while (steps.length > 1 && first.length + 1 + steps.join('').length > LONGEST_PATH) steps.shift();
  return `${first}…${steps.join('').replace(/^\./, '')}`;
}

const MOST_FILES = 3;
const MOST_FIELDS = 3;

/** `deployment.yaml`: `spec.replicas`, `…`; the nearest first, and how many more there are. */
export function places(found: readonly Place[]): string {
  const files = [...new Set(found.map(({ file }) => file))].slice(0, MOST_FILES);
  const shown = files.map(file => ({ file, fields: found.filter(place => place.file === file).slice(0, MOST_FIELDS) }));
  const rest = found.length - shown.reduce((sum, { fields }) => sum + fields.length, 0);
  const listed = shown.map(
    ({ file, fields }) => `\`${file}\`: ${fields.map(({ at }) => code(abridged(at))).join(', ')}`,
  );
  return `${listed.join('; ')}${rest === 0 ? '' : `; and ${String(rest)} more`}`;
}

function words(text: string): readonly string[] {
  return text.match(/(?:`[^`]*`|\[[^\]]*\]\([^)]*\)|[^\s`[])+|\[/g) ?? [];
}
