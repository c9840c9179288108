import type { Expression, Grouping, Matcher, Matching } from './expression.ts';
import { grammar } from './grammar.ts';
import { numberOf } from './number-literal.ts';
import { re2Problem } from './re2.ts';
import { unquoted } from './unquoted.ts';

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
  const top = grammar().parse(text).topNode;
  const problem = firstError(text, top);
  if (problem !== undefined) return { expression: undefined, problems: [problem] };
  const problems: PromqlProblem[] = [];
  try {
    const expression = expressionIn({ text, problems }, top, 0);
    if (problems.length > 0) return { expression: undefined, problems: problems.sort((a, b) => a.from - b.from) };
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

type Node = ReturnType<ReturnType<typeof grammar>['parse']>['topNode'];

/** The text, and what Prometheus refuses of it that the grammar lets through and the tree no longer shows. */
interface Walk {
  readonly text: string;
  readonly problems: PromqlProblem[];
}

function refuse({ problems }: Walk, { from, to }: { readonly from: number; readonly to: number }, message: string) {
  problems.push({ from, to, message });
}

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

function expressionIn(walk: Walk, node: Node, depth: number): Expression | undefined {
  const inner = children(node).find(child => child.type.is('Expr'));
  return inner === undefined ? undefined : expression(walk, inner, depth);
}

/** What is written behind an operand: ranges, `offset` and `@`, the nearest first. */
type Postfixes = readonly Node[];

const POSTFIXES: ReadonlySet<string> = new Set([
  'MatrixSelector',
  'SubqueryExpr',
  'OffsetExpr',
  'StepInvariantExpr',
  'AnchoredExpr',
  'SmoothedExpr',
]);

/**
 * Prometheus binds a postfix to the nearest operand, where the grammar of the editors puts it around the whole
 * operation: `a - b offset 1m` (promql/parser/generated_parser.y).
 */
function expression(walk: Walk, node: Node, depth: number, postfixes: Postfixes = []): Expression | undefined {
  if (depth > DEEPEST) throw new TooDeep(node.from);
  if (POSTFIXES.has(node.name)) {
    const of = operand(node);
    return of && expression(walk, of, depth + 1, [node, ...postfixes]);
  }
  if (node.name === 'BinaryExpr') return binary(walk, node, depth, postfixes);
  if (node.name !== 'UnaryExpr') return modified(walk, node, plain(walk, node, depth), postfixes);
  const of = operand(node);
  const inner = of && expression(walk, of, depth + 1, postfixes);
  const { from, to } = node;
  return inner && (walk.text[from] === '-' ? { kind: 'negative', from, to, of: inner } : inner);
}

/** What is neither an operation nor has anything behind it. */
function plain(walk: Walk, node: Node, depth: number): Expression | undefined {
  const { text } = walk;
  const { from, to } = node;
  const listed = (body: Node | undefined) =>
    body === undefined
      ? []
      : children(body)
          .filter(child => child.type.is('Expr'))
          .flatMap(child => expression(walk, child, depth + 1) ?? []);
  const parts = children(node);
  const named = (name: string) => parts.find(child => child.name === name);
  switch (node.name) {
    case 'ParenExpr':
      return expressionIn(walk, node, depth + 1);
    case 'NumberDurationLiteral':
      return { kind: 'number', from, to, value: numberOf(text.slice(from, to)) };
    case 'StringLiteral':
      return { kind: 'string', from, to, value: stringOf(walk, node) };
    case 'VectorSelector':
      return selector(walk, node);
    case 'FunctionCall':
      return {
        kind: 'call',
        from,
        to,
        name: textOf(walk, named('FunctionIdentifier')),
        args: listed(named('FunctionCallBody')),
      };
    case 'AggregateExpr':
      return {
        kind: 'aggregate',
        from,
        to,
        name: textOf(walk, named('AggregateOp')).toLowerCase(),
        args: listed(named('FunctionCallBody')),
        grouping: grouping(walk, named('AggregateModifier')),
      };
    default:
      return undefined;
  }
}

function textOf({ text }: Walk, node: Node | undefined): string {
  return node === undefined ? '' : text.slice(node.from, node.to);
}

function binary(walk: Walk, node: Node, depth: number, postfixes: Postfixes): Expression | undefined {
  const { from, to } = node;
  const parts = children(node);
  const named = (name: string) => parts.find(child => child.name === name);
  const [first, second] = parts.filter(child => child.type.is('Expr'));
  const left = first && expression(walk, first, depth + 1);
  const right = second && expression(walk, second, depth + 1, postfixes);
  if (left === undefined || right === undefined) return undefined;
  const operator = parts.find(child => !child.type.is('Expr') && !MODIFIERS.has(child.name));
  const matching = matchingOf(walk, named('MatchingModifierClause'));
  const made = {
    kind: 'binary',
    from,
    to,
    operator: textOf(walk, operator).toLowerCase(),
    bool: named('BoolModifier') !== undefined,
    left,
    right,
    on: matching?.by === 'on' ? matching.labels : undefined,
    matching,
  } as const;
  // A sign is weaker than a power, although the grammar makes it a part of the number.
  return made.operator === '^' && left.kind === 'number' && walk.text[first?.from ?? 0] === '-'
    ? { kind: 'negative', from, to, of: { ...made, left: { ...left, value: -left.value } } }
    : made;
}

/** With what is behind it; parentheses end a selector, so that nothing can follow them (promql/parser/parse.go). */
function modified(walk: Walk, node: Node, inner: Expression | undefined, postfixes: Postfixes): Expression | undefined {
  let made = inner;
  let kind = node.name;
  let seen = new Set<string>();
  for (const postfix of postfixes) {
    if (made === undefined) return undefined;
    const { to } = postfix;
    const { from } = node;
    switch (postfix.name) {
      case 'MatrixSelector':
      case 'SubqueryExpr': {
        const [range, every] = children(postfix).filter(({ name }) => name === 'DurationExpr');
        const subquery = postfix.name === 'SubqueryExpr';
        if (!subquery && kind !== 'VectorSelector')
          refuse(walk, { from, to }, 'only a selector takes a range; a subquery needs a colon, such as [5m:]');
        else if (!subquery && seen.size > 0) refuse(walk, { from, to }, 'a range goes before "offset" and "@"');
        for (const duration of [range, every]) {
          const length = secondsOf(walk.text, duration);
          if (duration !== undefined && length !== undefined && length <= 0)
            refuse(walk, duration, 'a range must be longer than 0');
        }
        made = {
          kind: 'range',
          from,
          to,
          of: made,
          seconds: secondsOf(walk.text, range),
          subquery,
          every: secondsOf(walk.text, every),
        };
        kind = postfix.name;
        if (subquery) seen = new Set();
        break;
      }
      case 'OffsetExpr':
      case 'StepInvariantExpr': {
        const modifier = postfix.name === 'OffsetExpr' ? '"offset"' : '"@"';
        if (!MODIFIABLE.has(kind)) refuse(walk, { from, to }, `${modifier} needs a selector before it`);
        else if (seen.has(modifier)) refuse(walk, { from, to }, `${modifier} is there twice`);
        seen.add(modifier);
        const duration = children(postfix).find(({ name }) => name === 'OffsetDurationExpr');
        if (postfix.name === 'OffsetExpr')
          made = { kind: 'offset', from, to, of: made, seconds: secondsOf(walk.text, duration) ?? 0 };
      }
    }
  }
  return made;
}

const MODIFIABLE: ReadonlySet<string> = new Set(['VectorSelector', 'MatrixSelector', 'SubqueryExpr']);

const MODIFIERS: ReadonlySet<string> = new Set(['BoolModifier', 'MatchingModifierClause', 'FillModifier']);

function matchingOf(walk: Walk, clause: Node | undefined): Matching | undefined {
  if (clause === undefined) return undefined;
  const parts = children(clause);
  const group = parts.find(({ name }) => name === 'GroupLeft' || name === 'GroupRight');
  const [labels, included] = parts.filter(({ name }) => name === 'GroupingLabels');
  return {
    by: clause.firstChild?.name === 'On' ? 'on' : 'ignoring',
    labels: labelsOf(walk, labels),
    group: group === undefined ? undefined : group.name === 'GroupLeft' ? 'left' : 'right',
    included: labelsOf(walk, included),
  };
}

function operand(node: Node): Node | undefined {
  return children(node).find(child => child.type.is('Expr'));
}

function grouping(walk: Walk, modifier: Node | undefined): Grouping | undefined {
  if (modifier === undefined) return undefined;
  return {
    by: modifier.firstChild?.name === 'By',
    labels: labelsOf(
      walk,
      children(modifier).find(child => child.name === 'GroupingLabels'),
    ),
  };
}

function labelsOf(walk: Walk, labels: Node | undefined): readonly string[] {
  return labels === undefined
    ? []
    : children(labels).map(label =>
        label.name === 'QuotedLabelName' ? stringOf(walk, label) : walk.text.slice(label.from, label.to),
      );
}

function selector(walk: Walk, node: Node): Expression {
  const { from, to } = node;
  const [first] = children(node);
  const written = first?.name === 'Identifier' ? walk.text.slice(first.from, first.to) : undefined;
  const all: Matcher[] = written === undefined ? [] : [{ label: '__name__', operator: '=', value: written }];
  const parts = children(node)
    .filter(({ name }) => name === 'LabelMatchers')
    .flatMap(children);
  for (const part of parts) {
    const matcher = matcherOf(walk, part);
    if (matcher === undefined) continue;
    if (matcher.label === '__name__' && written !== undefined) refuse(walk, part, 'the metric name is set twice');
    const problem = matcher.operator.endsWith('~') ? re2Problem(matcher.value) : undefined;
    if (problem !== undefined) refuse(walk, part, `not a regular expression: ${problem}`);
    all.push(matcher);
  }
  const names = all.filter(({ label }) => label === '__name__');
  const [name, ...others] = names;
  const single = name?.operator === '=' && name.value !== '' && others.length === 0;
  return {
    kind: 'selector',
    from,
    to,
    name: single ? name.value : undefined,
    names: single ? [] : names,
    matchers: all.filter(({ label }) => label !== '__name__'),
  };
}

function matcherOf(walk: Walk, part: Node): Matcher | undefined {
  // A text alone is the metric's name.
  if (part.name === 'QuotedLabelName') return { label: '__name__', operator: '=', value: stringOf(walk, part) };
  const [label, operator, value] = children(part);
  if (label === undefined || value === undefined) return undefined;
  const sign = operator === undefined ? '' : walk.text.slice(operator.from, operator.to);
  if (!isOperator(sign)) return undefined;
  return {
    label: part.name === 'QuotedLabelMatcher' ? stringOf(walk, label) : walk.text.slice(label.from, label.to),
    operator: sign,
    value: stringOf(walk, value),
  };
}

function isOperator(text: string | undefined): text is Matcher['operator'] {
  return text === '=' || text === '!=' || text === '=~' || text === '!~';
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

function stringOf(walk: Walk, node: Node): string {
  const { value, problem } = unquoted(walk.text.slice(node.from, node.to));
  if (problem !== undefined) refuse(walk, node, problem);
  return value;
}
