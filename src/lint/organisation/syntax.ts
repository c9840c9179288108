import { organisationProblem } from '../../model/catalogue/organisation.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { cel } from './cel.ts';
import type { Ast } from './cel.ts';

/** Something wrong with an expression, at a half-open range of its text. */
export interface Problem {
  /** Without its place in the file, which the expression does not know. */
  readonly found: Diagnostic;
  readonly start: number;
  readonly end: number;
}

export interface Parsed {
  readonly ast: Ast;
  /** Where the node with this id stands: an operator, the dot before a field or a method, or the first character. */
  readonly offsetOf: (id: bigint) => number;
}

/** Brackets nested deeper than this say nothing that a person can check, and the parser is recursive. */
const DEEPEST = 40;

export function parseExpression(text: string): Parsed | Problem {
  const problem = bracketProblem(text);
  if (problem !== undefined) return problem;
  try {
    const { expr, sourceInfo } = cel().parse(text);
    return { ast: expr, offsetOf: id => sourceInfo?.positions[String(id)] ?? 0 };
  } catch (error) {
    return syntaxProblem(text, error);
  }
}

export function isProblem(value: object): value is Problem {
  return 'found' in value;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Of quotes and brackets the parser would only say that something is unexpected, far from the cause. */
function bracketProblem(text: string): Problem | undefined {
  const open: { readonly bracket: string; readonly at: number }[] = [];
  const tokens = /[rRbB]{0,2}("""|'''|"|')|\/\/[^\n]*|[()[\]{}]/g;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const [found, quote] = token;
    const at = token.index;
    if (quote !== undefined) {
      const end = closingQuote(text, tokens.lastIndex, quote, /[rR]/.test(found));
      if (end === undefined)
        return {
          found: organisationProblem('policy-syntax', 'unclosedQuote', { data: { quote } }),
          start: at,
          end: at + found.length,
        };
      tokens.lastIndex = end;
    } else if (found in CLOSING) {
      open.push({ bracket: found, at });
      if (open.length > DEEPEST)
        return {
          found: organisationProblem('policy-syntax', 'nested', { data: { levels: DEEPEST } }),
          start: at,
          end: at + 1,
        };
    } else if (!found.startsWith('/')) {
      const last = open.pop();
      if (last === undefined)
        return {
          found: organisationProblem('policy-syntax', 'unopened', { data: { bracket: found } }),
          start: at,
          end: at + 1,
        };
      if (CLOSING[last.bracket] !== found)
        return {
          found: organisationProblem('policy-syntax', 'otherBracket', {
            data: { bracket: found, opening: last.bracket, closing: CLOSING[last.bracket] ?? '' },
          }),
          start: at,
          end: at + 1,
        };
    }
  }
  const left = open.at(-1);
  return left === undefined
    ? undefined
    : {
        found: organisationProblem('policy-syntax', 'unclosedBracket', {
          data: { bracket: left.bracket, closing: CLOSING[left.bracket] ?? '' },
        }),
        start: left.at,
        end: left.at + 1,
      };
}

/** Offset behind the closing quote. */
function closingQuote(text: string, from: number, quote: string, isRaw: boolean): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\' && !isRaw) at += 1;
    else if (text.startsWith(quote, at)) return at + quote.length;
    else if (text[at] === '\n' && quote.length === 1) return undefined;
  }
  return undefined;
}

type Habit = 'atMost' | 'atLeast' | 'equals' | 'and' | 'or' | 'not' | 'matches';
/** What people write who think in another language. */
const HABITS: readonly (readonly [pattern: RegExp, message: Habit])[] = [
  [/(?<![=!<>])=</, 'atMost'],
  [/(?<![=!<>])=>/, 'atLeast'],
  [/(?<![=!<>])=(?![=~])/, 'equals'],
  [/\band\b/i, 'and'],
  [/\bor\b/i, 'or'],
  [/\bnot\b/i, 'not'],
  [/(?<!&)&(?!&)/, 'and'],
  [/(?<!\|)\|(?!\|)/, 'or'],
  [/=~/, 'matches'],
];

function syntaxProblem(text: string, error: unknown): Problem {
  if (error instanceof RangeError)
    return { found: organisationProblem('policy-syntax', 'tooDeep', {}), start: 0, end: text.length };
  const withoutTexts = text.replace(/"[^"\n]*"|'[^'\n]*'/g, quoted => ' '.repeat(quoted.length));
  for (const [pattern, message] of HABITS) {
    const habit = pattern.exec(withoutTexts);
    if (habit !== null)
      return {
        found: organisationProblem('policy-syntax', message, { data: { operator: habit[0] } }),
        start: habit.index,
        end: habit.index + habit[0].length,
      };
  }
  const start = offsetOf(error, text);
  const rest = text.slice(start).trimEnd();
  const word = /^\s*(?:\w+|\S)/.exec(rest)?.[0] ?? '';
  const end = text.trimEnd().length;
  // An operator with nothing behind it is where the parser stops.
  return /^\s*[^\w\s"'()[\]{}]*$/.test(rest)
    ? { found: organisationProblem('policy-syntax', 'end', {}), start: Math.max(end - 1, 0), end }
    : {
        found: organisationProblem('policy-syntax', 'unexpected', { data: { word: word.trim() } }),
        start: start + word.length - word.trimStart().length,
        end: start + word.length,
      };
}

/** The parser's errors are of a class that it does not export. */
function offsetOf(error: unknown, text: string): number {
  if (!(error instanceof Error) || !('location' in error)) return 0;
  const { location } = error;
  if (typeof location !== 'object' || location === null || !('start' in location)) return 0;
  const { start } = location;
  return typeof start === 'object' && start !== null && 'offset' in start && typeof start.offset === 'number'
    ? Math.min(start.offset, text.length)
    : 0;
}
