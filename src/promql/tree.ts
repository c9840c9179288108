import { parser } from '@prometheus-io/lezer-promql';

/** A PromQL expression; parentheses are gone, `@` too. Offsets are of the query's text. */
export type Expression = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'selector'; readonly name: string | undefined; readonly matchers: readonly Matcher[] }
  /** `x[5m]`; `subquery` for `x[5m:1m]`. Seconds; undefined where it depends on the request. */
  | {
      readonly kind: 'range';
      readonly of: Expression;
      readonly seconds: number | undefined;
      readonly subquery: boolean;
      /** Seconds between the samples of a subquery; undefined where it does not say, and for a selector. */
      readonly every: number | undefined;
    }
  /** `x offset 5m`, in seconds. */
  | { readonly kind: 'offset'; readonly of: Expression; readonly seconds: number }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | {
      readonly kind: 'aggregate';
      readonly name: string;
      readonly args: readonly Expression[];
      readonly grouping: Grouping | undefined;
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly bool: boolean;
      readonly left: Expression;
      readonly right: Expression;
      readonly on: readonly string[] | undefined;
    }
);

export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export interface Grouping {
  readonly by: boolean;
  readonly labels: readonly string[];
}

export interface PromqlProblem {
  readonly from: number;
  readonly to: number;
  /** `unexpected ")"` */
  readonly message: string;
}

/** A query as a tree, or what is wrong with it. Never throws, whatever the text. */
export function parsePromql(text: string): {
  readonly expression: Expression | undefined;
  readonly problems: readonly PromqlProblem[];
} {
  const top = parser.parse(text).topNode;
  const problem = firstError(text, top);
  if (problem !== undefined) return { expression: undefined, problems: [problem] };
  try {
    const expression = expressionIn(text, top, 0);
    return expression === undefined
      ? { expression, problems: [{ from: 0, to: text.length, message: 'no expression' }] }
      : { expression, problems: [] };
  } catch (error) {
    if (error instanceof TooDeep)
      return {
        expression: undefined,
        problems: [{ from: error.at, to: error.at + 1, message: `nested more than ${String(DEEPEST)} levels deep` }],
      };
    throw error;
  }
}

type Node = ReturnType<typeof parser.parse>['topNode'];

/** No query that a person writes comes near; the walk stays far from the end of the stack. */
const DEEPEST = 1000;

class TooDeep extends Error {
  readonly at: number;

  constructor(at: number) {
    super('too deep');
    this.at = at;
  }
}

/** By a cursor, which does not recurse: the tree is as deep as the text likes. */
function firstError(text: string, top: Node): PromqlProblem | undefined {
  const cursor = top.cursor();
  do {
    if (!cursor.type.isError) continue;
    const { from } = cursor;
    const rest = text.slice(from).trimStart();
    if (rest === '')
      return {
        from: Math.max(0, text.trimEnd().length - 1),
        to: text.length,
        message: text.trim() === '' ? 'the query is empty' : 'the query is incomplete',
      };
    const start = text.length - rest.length;
    const before = identifierBefore(text, start);
    if (rest.startsWith('(') && before !== '')
      return { from: start - before.length, to: start, message: `"${before}" is not a PromQL function` };
    const word = /^(?:[\w:.]+|[^\w\s])/u.exec(rest)?.[0] ?? '';
    return { from: start, to: start + word.length, message: `unexpected ${JSON.stringify(word)}` };
  } while (cursor.next());
  return undefined;
}

function identifierBefore(text: string, end: number): string {
  return /[A-Za-z_:][\w:]*$/.exec(text.slice(0, end))?.[0] ?? '';
}

function children(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== 'LineComment') found.push(child);
  return found;
}

function expressionIn(text: string, node: Node, depth: number): Expression | undefined {
  const inner = children(node).find(child => child.type.is('Expr'));
  return inner === undefined ? undefined : expression(text, inner, depth);
}

function expression(text: string, node: Node, depth: number): Expression | undefined {
  if (depth > DEEPEST) throw new TooDeep(node.from);
  const { from, to } = node;
  const of = () => expressionIn(text, node, depth + 1);
  const listed = (body: Node | undefined) =>
    body === undefined
      ? []
      : children(body)
          .filter(child => child.type.is('Expr'))
          .flatMap(child => expression(text, child, depth + 1) ?? []);
  const raw = (child: Node | undefined) => (child === undefined ? '' : text.slice(child.from, child.to));
  const parts = children(node);
  const named = (name: string) => parts.find(child => child.name === name);
  switch (node.name) {
    case 'ParenExpr':
    case 'StepInvariantExpr':
    case 'AnchoredExpr':
    case 'SmoothedExpr':
      return of();
    case 'NumberDurationLiteral':
      return { kind: 'number', from, to, value: numberOf(text.slice(from, to)) };
    case 'StringLiteral':
      return { kind: 'string', from, to, value: unquoted(text.slice(from, to)) };
    case 'VectorSelector':
      return selector(text, node);
    case 'MatrixSelector':
    case 'SubqueryExpr': {
      const inner = of();
      const [range, every] = parts.filter(({ name }) => name === 'DurationExpr');
      return (
        inner && {
          kind: 'range',
          from,
          to,
          of: inner,
          seconds: secondsOf(text, range),
          subquery: node.name === 'SubqueryExpr',
          every: secondsOf(text, every),
        }
      );
    }
    case 'OffsetExpr': {
      const inner = of();
      return (
        inner && { kind: 'offset', from, to, of: inner, seconds: secondsOf(text, named('OffsetDurationExpr')) ?? 0 }
      );
    }
    case 'UnaryExpr': {
      const inner = of();
      return inner && (raw(named('UnaryOp')) === '-' ? { kind: 'negative', from, to, of: inner } : inner);
    }
    case 'FunctionCall':
      return {
        kind: 'call',
        from,
        to,
        name: raw(named('FunctionIdentifier')),
        args: listed(named('FunctionCallBody')),
      };
    case 'AggregateExpr':
      return {
        kind: 'aggregate',
        from,
        to,
        name: raw(named('AggregateOp')).toLowerCase(),
        args: listed(named('FunctionCallBody')),
        grouping: grouping(text, named('AggregateModifier')),
      };
    case 'BinaryExpr': {
      const [left, right] = listed(node);
      if (left === undefined || right === undefined) return undefined;
      const operator = parts.find(child => !child.type.is('Expr') && !MODIFIERS.has(child.name));
      const matching = named('MatchingModifierClause');
      const on =
        matching?.firstChild?.name === 'On' ? labelsOf(text, matching.firstChild.nextSibling ?? undefined) : undefined;
      return {
        kind: 'binary',
        from,
        to,
        operator: raw(operator).toLowerCase(),
        bool: named('BoolModifier') !== undefined,
        left,
        right,
        on,
      };
    }
    default:
      return undefined;
  }
}

const MODIFIERS: ReadonlySet<string> = new Set(['BoolModifier', 'MatchingModifierClause', 'FillModifier']);

function grouping(text: string, modifier: Node | undefined): Grouping | undefined {
  if (modifier === undefined) return undefined;
  return {
    by: modifier.firstChild?.name === 'By',
    labels: labelsOf(
      text,
      children(modifier).find(child => child.name === 'GroupingLabels'),
    ),
  };
}

function labelsOf(text: string, labels: Node | undefined): readonly string[] {
  return labels === undefined
    ? []
    : children(labels).map(({ name, from, to }) =>
        name === 'QuotedLabelName' ? unquoted(text.slice(from, to)) : text.slice(from, to),
      );
}

function selector(text: string, node: Node): Expression {
  const { from, to } = node;
  const [first] = children(node);
  const written = first?.name === 'Identifier' ? text.slice(first.from, first.to) : undefined;
  const matchers: Matcher[] = [];
  let quoted: string | undefined;
  for (const part of children(node)
    .filter(({ name }) => name === 'LabelMatchers')
    .flatMap(children)) {
    if (part.name === 'QuotedLabelName') {
      quoted = unquoted(text.slice(part.from, part.to));
      continue;
    }
    const [label, operator, value] = children(part).map(child => text.slice(child.from, child.to));
    if (label === undefined || value === undefined || !isOperator(operator)) continue;
    matchers.push({
      label: part.name === 'QuotedLabelMatcher' ? unquoted(label) : label,
      operator,
      value: unquoted(value),
    });
  }
  const byLabel = matchers.find(({ label, operator }) => label === '__name__' && operator === '=')?.value;
  return {
    kind: 'selector',
    from,
    to,
    name: written ?? quoted ?? byLabel,
    matchers: matchers.filter(({ label }) => label !== '__name__'),
  };
}

function isOperator(text: string | undefined): text is Matcher['operator'] {
  return text === '=' || text === '!=' || text === '=~' || text === '!~';
}

const DURATION_UNITS: Readonly<Record<string, number>> = {
  y: 31_536_000,
  w: 604_800,
  d: 86_400,
  h: 3600,
  m: 60,
  s: 1,
  ms: 0.001,
};

/** A number, `Inf`, `NaN`, `0x1f`, `1_000` or a duration, which counts as its seconds. */
function numberOf(literal: string): number {
  const negative = literal.startsWith('-');
  const text = literal.replace(/^[+-]\s*/, '').toLowerCase();
  const durations = [...text.matchAll(/(\d+)(ms|[ywdhms])/g)];
  const value =
    text === 'inf'
      ? Infinity
      : durations.length > 0 && !text.startsWith('0x')
        ? durations.reduce((sum, [, count, unit]) => sum + Number(count) * (DURATION_UNITS[unit ?? 's'] ?? 1), 0)
        : Number(text.replaceAll('_', ''));
  return negative ? -value : value;
}

/** Of a literal, signed or not; an expression over durations is not worked out. */
function secondsOf(text: string, node: Node | undefined): number | undefined {
  if (node === undefined) return undefined;
  const literal = children(node).find(({ name }) => name === 'NumberDurationLiteralInDurationContext');
  if (literal !== undefined && node.firstChild?.from === literal.from)
    return numberOf(text.slice(literal.from, literal.to));
  const inner = children(node).filter(({ name }) => name === node.name);
  const only = inner.length === 1 ? secondsOf(text, inner[0]) : undefined;
  return only !== undefined && text[node.from] === '-' ? -only : only;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** Go's quoting; between backticks nothing is escaped. */
function unquoted(literal: string): string {
  const inside = literal.slice(1, literal.length > 1 && literal.endsWith(literal[0] ?? '') ? -1 : undefined);
  if (literal.startsWith('`')) return inside;
  return inside.replace(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|(.))/gisu,
    (_all, hex: string | undefined, unicode: string | undefined, single: string | undefined) => {
      const code = hex ?? unicode;
      return code === undefined ? (ESCAPES[single ?? ''] ?? single ?? '') : String.fromCharCode(parseInt(code, 16));
    },
  );
}
