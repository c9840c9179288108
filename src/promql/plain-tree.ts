import { numberOf } from './number-literal.ts';
import { re2Problem } from './re2.ts';
import { SIGNATURES } from './signatures.ts';
import type { Expression, Grouping, Matcher, Matching } from './expression.ts';

/**
 * The tree of a query that is written in plain PromQL, as our own queries and most others are: without the grammar of
 * Prometheus, whose tables take longer to load than all of that to read. Undefined for everything else, and for
 * everything that may be wrong: then the grammar decides (tree.ts). A test holds both to the same trees.
 */
export function plainTree(text: string): Expression | undefined {
  const reader: Reader = { text, at: 0, deep: 0 };
  try {
    skipBlanks(reader);
    const { expression } = operation(reader, 0);
    return reader.at === text.length ? expression : undefined;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class NotPlain extends Error {}

/** Thrown again and again, so that it needs no stack. */
const notPlain = new NotPlain();

interface Reader {
  readonly text: string;
  /** Where the next token begins. */
  at: number;
  deep: number;
}

/** An expression and the text that it takes, with its parentheses. */
interface Operand {
  readonly expression: Expression;
  readonly from: number;
  readonly to: number;
}

/** Binary operators, the weakest first; each level is read from left to right. A power is the other way round. */
const LEVELS: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<=': 3,
  '>=': 3,
  '<': 3,
  '>': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
};

const BOOL = /bool(?![\w:])/y;
const ON = /(?:on|ignoring)(?![\w:])/y;
const GROUP = /group_(?:left|right)(?![\w:])/y;
const OFFSET = /offset(?![\w:])/y;
const DURATION = /(?=\d)(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?/y;
const NUMBER = /\d+(?:\.\d+)?(?![\w.])/y;
const NAME = /[A-Za-z_:][\w:]*/y;
const BY = /(?:by|without)(?![\w:])/y;
const MATCH = /=~|!~|!=|=/y;
const QUOTED = /"[^"\\\n]*"/y;
const LABEL = /[A-Za-z_]\w*/y;
const OPERATOR = /(?:or|and|unless)(?![\w:])|[=!<>]=|[<>+*/%-]/y;

function operation(reader: Reader, above: number): Operand {
  let left = operand(reader, above);
  for (;;) {
    const start = reader.at;
    const operator = taken(reader, OPERATOR);
    if (operator === undefined) return left;
    const level = LEVELS[operator] ?? 0;
    if (level <= above) {
      reader.at = start;
      return left;
    }
    deeper(reader);
    const bool = taken(reader, BOOL) !== undefined;
    if (bool && level !== LEVELS['==']) throw notPlain;
    const matching = matchingOf(reader);
    const right = operation(reader, level);
    const { from } = left;
    const { to } = right;
    const expression: Expression = {
      kind: 'binary',
      from,
      to,
      operator,
      bool,
      left: left.expression,
      right: right.expression,
      on: matching?.by === 'on' ? matching.labels : undefined,
      matching,
    };
    left = { expression, from, to };
  }
}

function matchingOf(reader: Reader): Matching | undefined {
  const by = taken(reader, ON);
  if (by !== 'on' && by !== 'ignoring') return undefined;
  const labels = labelsOf(reader);
  const grouped = taken(reader, GROUP);
  if (grouped === undefined) return { by, labels, group: undefined, included: [] };
  return { by, labels, group: grouped === 'group_left' ? 'left' : 'right', included: labelsOf(reader) };
}

/** `(a, b)` */
function labelsOf(reader: Reader): readonly string[] {
  const labels: string[] = [];
  expected(reader, '(');
  while (!isNext(reader, ')')) {
    if (labels.length > 0) expected(reader, ',');
    labels.push(labelOf(reader));
  }
  return labels;
}

/** Behind an operator nothing may follow it: the grammar binds a range there to the whole operation. */
function operand(reader: Reader, above: number): Operand {
  const inner = operandAlone(reader);
  const { from } = inner;
  let { expression, to } = inner;
  let isSelector = expression.kind === 'selector' && from === expression.from;
  for (;;) {
    const next = reader.text[reader.at];
    if (next === '[') {
      if (above > 0) throw notPlain;
      const [seconds, every] = rangeOf(reader);
      if (every === undefined && !isSelector) throw notPlain;
      to = reader.at;
      expression = { kind: 'range', from, to, of: expression, seconds, subquery: every !== undefined, every };
    } else if (taken(reader, OFFSET) !== undefined) {
      if (above > 0 || (!isSelector && expression.kind !== 'range')) throw notPlain;
      const seconds = durationOf(reader);
      to = reader.at;
      expression = { kind: 'offset', from, to, of: expression, seconds };
    } else {
      skipBlanks(reader);
      return { expression, from, to };
    }
    isSelector = false;
    skipBlanks(reader);
  }
}

/** `[5m]`, or a subquery `[5m:30s]`. */
function rangeOf(reader: Reader): readonly [seconds: number, every: number | undefined] {
  expected(reader, '[');
  const seconds = durationOf(reader);
  skipBlanks(reader);
  const every = isNext(reader, ':') ? durationOf(reader) : undefined;
  skipBlanks(reader);
  ending(reader, ']');
  return [seconds, every];
}

/** Longer than 0, in seconds. The reader stays at its end. */
function durationOf(reader: Reader): number {
  const literal = token(reader, DURATION);
  const seconds = literal === undefined || literal === '' ? 0 : numberOf(literal);
  if (seconds <= 0 || /[\w.]/.test(reader.text[reader.at] ?? '')) throw notPlain;
  return seconds;
}

/** The reader stays at its end, before any blanks. */
function operandAlone(reader: Reader): Operand {
  const from = reader.at;
  const end = (expression: Expression): Operand => ({ expression, from, to: expression.to });
  if (isNext(reader, '(')) {
    deeper(reader);
    const { expression } = operation(reader, 0);
    ending(reader, ')');
    const to = reader.at;
    skipBlanks(reader);
    return { expression, from, to };
  }
  const number = token(reader, NUMBER);
  if (number !== undefined) {
    const to = reader.at;
    skipBlanks(reader);
    return end({ kind: 'number', from, to, value: Number(number) });
  }
  const name = token(reader, NAME) ?? '';
  const afterName = reader.at;
  skipBlanks(reader);
  if (AGGREGATES.has(name)) return end(aggregate(reader, name, from));
  if (SIGNATURES.has(name)) {
    if (reader.text[reader.at] !== '(') throw notPlain;
    const args = argumentsOf(reader);
    const to = reader.at;
    skipBlanks(reader);
    return end({ kind: 'call', from, to, name, args });
  }
  return end(selector(reader, name, { from, to: afterName }));
}

const AGGREGATES: ReadonlySet<string> = new Set(['sum', 'avg', 'count', 'min', 'max']);

function aggregate(reader: Reader, name: string, from: number): Expression {
  const before = groupingOf(reader);
  const args = argumentsOf(reader);
  let to = reader.at;
  skipBlanks(reader);
  const after = before === undefined ? groupingOf(reader) : undefined;
  if (after !== undefined) to = endOfToken(reader);
  return { kind: 'aggregate', from, to, name, args, grouping: before ?? after };
}

function groupingOf(reader: Reader): Grouping | undefined {
  const word = taken(reader, BY);
  return word === undefined ? undefined : { by: word === 'by', labels: labelsOf(reader) };
}

/** Where the text before the reader ends, without the blanks that were skipped. */
function endOfToken({ text, at }: Reader): number {
  return text.slice(0, at).trimEnd().length;
}

/** The reader stays behind the parenthesis. */
function argumentsOf(reader: Reader): readonly Expression[] {
  expected(reader, '(');
  deeper(reader);
  const args: Expression[] = [];
  while (reader.text[reader.at] !== ')') {
    if (args.length > 0) expected(reader, ',');
    args.push(operation(reader, 0).expression);
  }
  reader.at += 1;
  return args;
}

function selector(reader: Reader, name: string, { from, to: afterName }: { from: number; to: number }): Expression {
  if (name === '' || KEYWORDS.has(name.toLowerCase())) throw notPlain;
  if (reader.text[reader.at] !== '{') {
    if (reader.text[reader.at] === '(') throw notPlain;
    return { kind: 'selector', from, to: afterName, name, names: [], matchers: [] };
  }
  expected(reader, '{');
  const matchers: Matcher[] = [];
  while (reader.text[reader.at] !== '}') {
    if (matchers.length > 0) expected(reader, ',');
    matchers.push(matcherOf(reader));
  }
  reader.at += 1;
  const to = reader.at;
  skipBlanks(reader);
  return { kind: 'selector', from, to, name, names: [], matchers };
}

function matcherOf(reader: Reader): Matcher {
  const label = labelOf(reader);
  if (label === '__name__') throw notPlain;
  const operator = OPERATORS[taken(reader, MATCH) ?? ''];
  const quoted = taken(reader, QUOTED);
  if (operator === undefined || quoted === undefined) throw notPlain;
  const value = quoted.slice(1, -1);
  if (operator.endsWith('~') && re2Problem(value) !== undefined) throw notPlain;
  return { label, operator, value };
}

const OPERATORS: Readonly<Record<string, Matcher['operator']>> = { '=': '=', '!=': '!=', '=~': '=~', '!~': '!~' };

/** In its place a word that means something elsewhere is a label like any other. */
function labelOf(reader: Reader): string {
  const label = taken(reader, LABEL);
  if (label === undefined) throw notPlain;
  return label;
}

/** Words that mean something in some place; as names of metrics they are for the grammar. */
const KEYWORDS: ReadonlySet<string> = new Set([
  ...['and', 'or', 'unless', 'atan2', 'bool', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'offset'],
  ...['sum', 'avg', 'count', 'min', 'max', 'group', 'stddev', 'stdvar', 'topk', 'bottomk', 'count_values', 'quantile'],
  ...['limitk', 'limit_ratio', 'inf', 'nan', 'start', 'end', 'step', 'range', 'anchored', 'smoothed', 'fill'],
  ...['fill_left', 'fill_right'],
]);

/** Operators and parentheses, one in the other or not; the grammar says where there are too many. */
const MOST = 200;

function deeper(reader: Reader): void {
  reader.deep += 1;
  if (reader.deep > MOST) throw notPlain;
}

/** The text at the reader, which then stays at its end. */
function token(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}

/** The same, and the blanks behind it. */
function taken(reader: Reader, pattern: RegExp): string | undefined {
  const found = token(reader, pattern);
  if (found !== undefined) skipBlanks(reader);
  return found;
}

/** Whether a sign is next; then the reader is behind it and its blanks. */
function isNext(reader: Reader, sign: string): boolean {
  if (reader.text[reader.at] !== sign) return false;
  reader.at += 1;
  skipBlanks(reader);
  return true;
}

function expected(reader: Reader, sign: string): void {
  if (!isNext(reader, sign)) throw notPlain;
}

/** The last sign of an operand, which ends there. */
function ending(reader: Reader, sign: string): void {
  if (reader.text[reader.at] !== sign) throw notPlain;
  reader.at += 1;
}

function skipBlanks(reader: Reader): void {
  while (reader.text[reader.at] === ' ' || reader.text[reader.at] === '\n') reader.at += 1;
}
