import { cel } from './cel.ts';
import type { Ast } from './cel.ts';

/** Something wrong with an expression, at a half-open range of its text. */
export interface Problem {
  readonly id:
    | 'policy-syntax'
    | 'policy-unknown-name'
    | 'policy-unknown-field'
    | 'policy-not-a-condition'
    | 'policy-failed';
  readonly message: string;
  readonly help?: string;
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
  return 'message' in value;
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
          id: 'policy-syntax',
          message: 'this quote is never closed',
          help: `Add the closing ${quote}`,
          start: at,
          end: at + found.length,
        };
      tokens.lastIndex = end;
    } else if (found in CLOSING) {
      open.push({ bracket: found, at });
      if (open.length > DEEPEST)
        return {
          id: 'policy-syntax',
          message: `brackets are nested more than ${String(DEEPEST)} deep`,
          help: 'Write it flatter, or as several policies',
          start: at,
          end: at + 1,
        };
    } else if (!found.startsWith('/')) {
      const last = open.pop();
      if (last === undefined)
        return {
          id: 'policy-syntax',
          message: `"${found}" closes nothing`,
          help: 'Take it out, or open a bracket before it',
          start: at,
          end: at + 1,
        };
      if (CLOSING[last.bracket] !== found)
        return {
          id: 'policy-syntax',
          message: `"${found}" closes the "${last.bracket}" before it`,
          help: `Close it with ${CLOSING[last.bracket] ?? ''}`,
          start: at,
          end: at + 1,
        };
    }
  }
  const left = open.at(-1);
  return left === undefined
    ? undefined
    : {
        id: 'policy-syntax',
        message: `this "${left.bracket}" is never closed`,
        help: `Add the closing ${CLOSING[left.bracket] ?? ''}`,
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

/** What people write who think in another language. */
const HABITS: readonly (readonly [pattern: RegExp, help: string])[] = [
  [/(?<![=!<>])=(?![=~])/, 'Compare with =='],
  [/\band\b/i, 'Write && for "and"'],
  [/\bor\b/i, 'Write || for "or"'],
  [/\bnot\b/i, 'Write ! for "not"'],
  [/(?<!&)&(?!&)/, 'Write && for "and"'],
  [/(?<!\|)\|(?!\|)/, 'Write || for "or"'],
  [/=~/, 'Match with text.matches("…")'],
];

function syntaxProblem(text: string, error: unknown): Problem {
  if (error instanceof RangeError)
    return {
      id: 'policy-syntax',
      message: 'this is nested too deeply to be read',
      help: 'Write it flatter, or as several policies',
      start: 0,
      end: text.length,
    };
  const withoutTexts = text.replace(/"[^"\n]*"|'[^'\n]*'/g, quoted => ' '.repeat(quoted.length));
  for (const [pattern, help] of HABITS) {
    const habit = pattern.exec(withoutTexts);
    if (habit !== null)
      return {
        id: 'policy-syntax',
        message: `"${habit[0]}" is not CEL`,
        help,
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
    ? {
        id: 'policy-syntax',
        message: 'the expression ends too early',
        help: 'Write the rest of it',
        start: Math.max(end - 1, 0),
        end,
      }
    : {
        id: 'policy-syntax',
        message: `this cannot be read as CEL from "${word.trim()}" on`,
        help: 'See https://cel.dev for what may stand here',
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
