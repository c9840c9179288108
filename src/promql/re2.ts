/**
 * What RE2 refuses of a pattern, or undefined, in the order in which Go reads it (regexp/syntax/parse.go, with the
 * flags of Perl, as Prometheus asks for it). How large a pattern may be is not looked at.
 */
export function re2Problem(pattern: string): string | undefined {
  let at = 0;
  let open = 0;
  /** Whether something is there to be repeated, and whether it is a repetition itself. */
  let operand = false;
  let repeated = false;
  while (at < pattern.length) {
    const rest = pattern.slice(at);
    const found = partOf(rest);
    if ('problem' in found) return found.problem;
    if (found.part === 'repetition') {
      if (!operand) return `"${found.text}" repeats nothing`;
      if (repeated) return `"${found.text}" repeats a repetition`;
    }
    if (found.part === ')') {
      if (open === 0) return '")" closes nothing';
      open -= 1;
    }
    if (found.part === '(') open += 1;
    // Flags alone neither are anything nor take anything away.
    if (found.part !== 'flags') operand = found.part !== '(' && found.part !== '|';
    repeated = found.part === 'repetition';
    at += found.text.length;
  }
  return open > 0 ? '"(" is not closed' : undefined;
}

type Part =
  | { readonly part: '(' | ')' | '|' | 'repetition' | 'flags' | 'other'; readonly text: string }
  | { readonly problem: string };

/** What a pattern begins with. */
function partOf(rest: string): Part {
  const [first = ''] = rest;
  switch (first) {
    case '(':
      return groupOf(rest);
    case ')':
    case '|':
      return { part: first, text: first };
    case '*':
    case '+':
    case '?':
      return { part: 'repetition', text: rest[1] === '?' ? `${first}?` : first };
    case '{':
      return repetitionOf(rest);
    case '[':
      return classOf(rest);
    case '\\':
      return rest.startsWith('\\Q')
        ? { part: 'other', text: /^.*?(?:\\E|$)/s.exec(rest)?.[0] ?? rest }
        : escapeOf(rest);
    default:
      return { part: 'other', text: first };
  }
}

function repetitionOf(rest: string): Part {
  const found = /^\{(0|[1-9]\d*)(?:,(0|[1-9]\d*)?)?\}\??/.exec(rest);
  // A brace that is no repetition is itself.
  if (found === null) return { part: 'other', text: '{' };
  const [text, least, most] = found;
  const [low, high] = [Number(least), Number(most ?? 0)];
  if (low > 1000 || high > 1000) return { problem: `"${text}" repeats more than 1000 times` };
  return most !== undefined && high < low
    ? { problem: `"${text}" ends before it begins` }
    : { part: 'repetition', text };
}

function groupOf(rest: string): Part {
  if (rest[1] !== '?') return { part: '(', text: '(' };
  const named = /^\(\?P?<\w+>/.exec(rest);
  if (named !== null) return { part: '(', text: named[0] };
  const flags = /^\(\?[imsU]*(?:-[imsU]+)?([:)])/.exec(rest);
  if (flags === null) return { problem: `RE2 has no "${/^\(\?<?./.exec(rest)?.[0] ?? rest}"` };
  return { part: flags[1] === ':' ? '(' : 'flags', text: flags[0] };
}

const ESCAPES: readonly RegExp[] = [
  // What is neither a letter nor a digit is itself.
  /^\\[^\p{L}\p{N}]/u,
  /^\\[AbBzafnrtvdDsSwW]/,
  /^\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/,
  /^\\x(?:[\da-f]{2}|\{[\da-f]+\})/i,
];
/** Between brackets these are places, of which a class has none. */
const PLACES = /^\\[AbBz]/;

function escapeOf(rest: string): Part {
  if (rest === '\\') return { problem: 'it ends in a backslash' };
  if (/^\\[pP]/.test(rest)) return unicodeClassOf(rest);
  const text = ESCAPES.map(escape => escape.exec(rest)?.[0]).find(found => found !== undefined);
  const refused = { problem: `RE2 has no "${/^\\./su.exec(rest)?.[0] ?? rest}"` };
  if (text === undefined) return refused;
  return text.startsWith('\\x{') && parseInt(text.slice(3), 16) > 0x10_ffff ? refused : { part: 'other', text };
}

function unicodeClassOf(rest: string): Part {
  const [text, letter, name = letter ?? ''] = /^\\[pP](?:([A-Za-z])|\{\^?(\w+)\})/.exec(rest) ?? [''];
  if (text === '') return { problem: `"${rest.slice(0, 2)}" needs the name of a class` };
  return name === 'Any' || isUnicodeClass(name)
    ? { part: 'other', text }
    : { problem: `"${name}" is no class of characters` };
}

function isUnicodeClass(name: string): boolean {
  return ['General_Category', 'Script'].some(property => {
    try {
      new RegExp(`\\p{${property}=${name}}`, 'u');
      return true;
    } catch {
      return false;
    }
  });
}

const POSIX = /^\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/;

function classOf(rest: string): Part {
  let at = rest[1] === '^' ? 2 : 1;
  for (let first = true; rest[at] !== ']' || first; first = false) {
    const inside = rest.slice(at);
    if (inside === '') return { problem: '"[" is not closed' };
    const named = /^\[:.*?:\]/s.exec(inside)?.[0];
    if (named !== undefined) {
      if (!POSIX.test(inside)) return { problem: `"${named}" is no class of characters` };
      at += named.length;
      continue;
    }
    const low = pointOf(inside);
    if ('problem' in low) return low;
    at += low.text.length;
    // Behind `\d` a hyphen is itself, and so it is before the end.
    if (low.point === undefined || rest[at] !== '-' || rest[at + 1] === ']' || rest[at + 1] === undefined) continue;
    const high = pointOf(rest.slice(at + 1));
    if ('problem' in high) return high;
    const range = `${low.text}-${high.text}`;
    if (high.point === undefined || high.point < low.point) return { problem: `"${range}" is no range of characters` };
    at += 1 + high.text.length;
  }
  return { part: 'other', text: rest.slice(0, at + 1) };
}

/** One character of a class; `point` is undefined for `\d` and the like. */
function pointOf(rest: string): { readonly text: string; readonly point: number | undefined } | { problem: string } {
  const [character = ''] = rest;
  if (character !== '\\') return { text: character, point: character.codePointAt(0) };
  if (PLACES.test(rest)) return { problem: `RE2 has no "${rest.slice(0, 2)}" between brackets` };
  const escape = escapeOf(rest);
  if ('problem' in escape) return escape;
  const { text } = escape;
  const code = text.slice(1);
  if (/^[dDsSwWpP]/.test(code)) return { text, point: undefined };
  const hex = /^x\{?([\da-f]+)/i.exec(code)?.[1];
  if (hex !== undefined) return { text, point: parseInt(hex, 16) };
  return { text, point: /^[0-7]/.test(code) ? parseInt(code, 8) : (CONTROL[code] ?? code.codePointAt(0)) };
}

const CONTROL: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
