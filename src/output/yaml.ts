import { CORE_SCHEMA, Type, dump } from 'js-yaml';
import type { Json } from '../model/sourced.ts';

/**
 * Block YAML, byte for byte as js-yaml's `dump` prints it, to which a test holds it.
 *
 * Lines and blocks of ASCII, which are nearly all scalars, are written here, and the layout; js-yaml writes the others,
 * and a file that has a text which fits in no block (docs/decisions/0009-speed.md).
 */
export function printYaml(tree: Json): string {
  const printed = isScalar(tree) ? undefined : blocksOf(tree);
  return printed ?? dump(tree, { ...OPTIONS, forceQuotes: anyText(tree, isUnfitForBlock) });
}

/** How much of the tree that is printed only js-yaml prints: met on the way, and not on a walk of its own. */
const met = { unusual: 0 };

function blocksOf(tree: Json): string | undefined {
  const before = met.unusual;
  const printed = block(tree, '\n', '');
  return met.unusual > before ? undefined : `${printed}\n`.trimStart();
}

/**
 * What stands behind a key or a dash; `lineStart` is a line feed and the indentation of its lines, `opening` what is in
 * front of the first.
 */
function block(tree: Json, lineStart: string, opening = lineStart): string {
  if (isScalar(tree)) return ` ${scalar(tree).replaceAll('\n  ', lineStart)}`;
  const deeper = `${lineStart}  `;
  let printed = '';
  let start = opening;
  if (isList(tree)) {
    for (const item of tree) {
      printed += `${start}-${block(item, deeper, ' ')}`;
      start = lineStart;
    }
    return printed || ' []';
  }
  for (const key of Object.keys(tree)) {
    printed += `${start}${keyText(key)}:${block(tree[key] ?? null, deeper)}`;
    start = lineStart;
  }
  return printed || ' {}';
}

const written = new Map<string, string>();
/** Longer texts are hardly ever met again. */
const LONGEST_KEPT = 120;
const MOST_KEPT = 20_000;

const keys = new Map<string, string>();

/** Every object has the same few keys. */
function keyText(key: string): string {
  const known = keys.get(key);
  if (known !== undefined) return known;
  // js-yaml may write such a key behind a question mark or over several lines.
  if (key.length > LONGEST_KEPT || key.includes('\n')) {
    met.unusual += 1;
    return '';
  }
  if (keys.size > MOST_KEPT) keys.clear();
  const printed = scalar(key);
  keys.set(key, printed);
  return printed;
}

/** A scalar as it stands below a root; the lines of a block are indented by two. */
function scalar(plain: string | number | boolean | null): string {
  // Not 0, which may be -0 and is then written so.
  if (typeof plain === 'boolean' || plain === null || (Number.isSafeInteger(plain) && plain !== 0))
    return String(plain);
  if (typeof plain === 'number') return dump(plain, OPTIONS).slice(0, -1);
  if (/^[ -~]*$/.test(plain)) return isPlain(plain) ? plain : `'${plain.replaceAll("'", "''")}'`;
  // For its sake js-yaml quotes all the others.
  if (isUnfitForBlock(plain)) met.unusual += 1;
  if (/^[ -~\n]*$/.test(plain)) return `|${plain.endsWith('\n') ? '' : '-'}\n${indented(plain)}`;
  if (plain.length > LONGEST_KEPT) return dump(plain, OPTIONS).slice(0, -1);
  const known = written.get(plain);
  if (known !== undefined) return known;
  if (written.size > MOST_KEPT) written.clear();
  const printed = dump(plain, OPTIONS).slice(0, -1);
  written.set(plain, printed);
  return printed;
}

/** Whether js-yaml leaves a line of ASCII without quotes. */
function isPlain(text: string): boolean {
  if (!startsAsWord.test(text) || reserved.test(text)) return false;
  return /^[\w./-]*$/.test(text) || !/ #|:(?: |$)| $/.test(text);
}

/** The lines of a block, of which empty ones have no indentation; one line feed at the end is the block's own. */
function indented(text: string): string {
  return (text.endsWith('\n') ? text.slice(0, -1) : text).replaceAll(/^(?=.)/gm, '  ');
}

/**
 * js-yaml's literal blocks lose blanks that begin or end a line: a file with such a text has all its strings quoted.
 */
function isUnfitForBlock(text: string): boolean {
  return text.includes('\n') && /^\s|[ \t]$|[ \t]\n|\n\n$/.test(text);
}

function anyText(tree: Json, test: (text: string) => boolean): boolean {
  if (typeof tree === 'string') return test(tree);
  if (isScalar(tree)) return false;
  if (isList(tree)) return tree.some(item => anyText(item, test));
  return Object.entries(tree).some(([key, child]) => test(key) || anyText(child, test));
}

/**
 * Words that some reader of YAML 1.1 or 1.2 takes for something else than a string.
 * (`e3` is a number to the 1.1 mode of the yaml package.) A string that starts with none of the other characters below
 * cannot be a number, a date, a sexagesimal, `~`, `=` or `<<`.
 */
const reserved = /^(?:y|yes|n|no|true|false|on|off|null|nan|inf|e[-+]?[\d_]+)$/i;
const startsAsWord = /^[A-Za-z/]/;

/**
 * Quotes, in keys as in values, whatever is not plainly a word. js-yaml quotes a scalar that any implicit type of the
 * schema claims, so a type that claims and represents nothing decides it. Its `forceQuotes` leaves keys alone
 * (`1_000: x` reaches kubectl as the key "1000") and prints scripts and queries as one long line;
 * so printed, they stay literal blocks, which are strings to every reader.
 */
const quotingSchema = CORE_SCHEMA.extend({
  implicit: [
    new Type('tag:pipestream-scaling,2025:ambiguous', {
      kind: 'scalar',
      resolve: (scalar: unknown) => typeof scalar === 'string' && (!startsAsWord.test(scalar) || reserved.test(scalar)),
    }),
  ],
});

const OPTIONS = { schema: quotingSchema, lineWidth: -1, noRefs: true } as const;

function isScalar(tree: Json): tree is string | number | boolean | null {
  return typeof tree !== 'object' || tree === null;
}

/** `Array.isArray` does not narrow a readonly array out of a union. */
export function isList(tree: readonly Json[] | { readonly [key: string]: Json }): tree is readonly Json[] {
  return Array.isArray(tree);
}
