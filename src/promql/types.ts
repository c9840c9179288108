import { re2Problem } from './re2.ts';
import { parameterOf, SIGNATURES } from './signatures.ts';
import type { PromqlType } from './signatures.ts';
import type { Expression, Matcher } from './expression.ts';
import type { PromqlProblem } from './tree.ts';

export type { PromqlType } from './signatures.ts';

const SET_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);
export const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);

export function typeOf(expression: Expression): PromqlType {
  switch (expression.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'range':
      return 'range';
    case 'offset':
    case 'negative':
      return typeOf(expression.of);
    case 'call':
      return SIGNATURES.get(expression.name)?.returns ?? 'vector';
    case 'binary':
      return typeOf(expression.left) === 'scalar' && typeOf(expression.right) === 'scalar' ? 'scalar' : 'vector';
    case 'selector':
    case 'aggregate':
      return 'vector';
  }
}

/** What Prometheus refuses although it can be read: the wrong number of arguments, or arguments of the wrong type. */
export function typeProblems(expression: Expression): readonly PromqlProblem[] {
  const problems: PromqlProblem[] = [];
  const report = ({ from, to }: Expression, message: string) => {
    problems.push({ from, to, message });
  };
  const noRange = (of: Expression, taker: string) => {
    const type = typeOf(of);
    if (type === 'range') report(of, `${taker} does not take a range`);
    else if (type === 'string') report(of, `${taker} does not take a string`);
    return type;
  };
  const visit = (node: Expression): void => {
    switch (node.kind) {
      case 'number':
      case 'string':
        return;
      case 'selector':
        if (node.name === undefined && ![...node.names, ...node.matchers].some(refusesEmpty))
          report(node, 'a selector needs a name or a label that is not empty');
        return;
      case 'range':
        visit(node.of);
        if (node.subquery && typeOf(node.of) !== 'vector')
          report(node.of, `a subquery needs series, not ${ARTICLE[typeOf(node.of)]}`);
        return;
      case 'offset':
        visit(node.of);
        return;
      case 'negative':
        visit(node.of);
        noRange(node.of, 'the minus sign');
        return;
      case 'call':
        node.args.forEach(visit);
        callProblems(node, report);
        return;
      case 'aggregate': {
        node.args.forEach(visit);
        const parameter = parameterOf(node.name);
        const count = parameter === undefined ? 1 : 2;
        const over = node.args[count - 1];
        if (node.args.length !== count || over === undefined) {
          report(node, `${node.name} takes ${counted(count)}, but has ${String(node.args.length)}`);
          return;
        }
        if (parameter !== undefined) expectType(node.name, node.args[0], parameter, report);
        expectType(node.name, over, 'vector', report);
        return;
      }
      case 'binary': {
        visit(node.left);
        visit(node.right);
        const types = [noRange(node.left, `"${node.operator}"`), noRange(node.right, `"${node.operator}"`)];
        if (SET_OPERATORS.has(node.operator) && types.includes('scalar'))
          report(
            types[0] === 'scalar' ? node.left : node.right,
            `"${node.operator}" needs series, not a single number`,
          );
        if (COMPARISONS.has(node.operator) && !node.bool && types.every(type => type === 'scalar'))
          report(node, `"${node.operator}" between two numbers needs bool`);
        matchingProblems(
          node,
          types.every(type => type === 'vector'),
          report,
        );
      }
    }
  };
  visit(expression);
  return problems.sort((a, b) => a.from - b.from);
}

type Report = (at: Expression, message: string) => void;

function callProblems(call: Extract<Expression, { kind: 'call' }>, report: Report): void {
  const signature = SIGNATURES.get(call.name);
  if (signature === undefined) return;
  const { takes, optional, more } = signature;
  const [fewest, most] = [takes.length - optional, takes.length + more];
  const given = call.args.length;
  const misplaced = call.args.some((argument, index) => !expectType(call.name, argument, typeAt(takes, index), report));
  if (misplaced) return;
  // A range that is missing is the commonest fault, and so it has words of its own.
  if (given === 0 && takes[0] === 'range' && fewest === 1) report(call, `${call.name} needs a range, such as [5m]`);
  else if (given < fewest || given > most)
    report(call, `${call.name} takes ${range(fewest, most)}, but has ${String(given)}`);
  const pattern = call.name === 'label_replace' ? call.args[4] : undefined;
  const problem = pattern?.kind === 'string' ? re2Problem(pattern.value) : undefined;
  if (pattern !== undefined && problem !== undefined) report(pattern, `not a regular expression: ${problem}`);
}

/** What is beyond the last one is as the last one. */
function typeAt(takes: readonly PromqlType[], index: number): PromqlType | undefined {
  return takes[index] ?? takes.at(-1);
}

function expectType(
  taker: string,
  given: Expression | undefined,
  wanted: PromqlType | undefined,
  report: Report,
): boolean {
  if (given === undefined || wanted === undefined) return true;
  const type = typeOf(given);
  if (type === wanted) return true;
  report(
    given,
    wanted === 'range'
      ? `${taker} needs a range, such as [5m]`
      : type === 'range' || (type === 'string' && wanted === 'vector')
        ? `${taker} does not take ${ARTICLE[type]}`
        : `${taker} needs ${ARTICLE[wanted]}, not ${ARTICLE[type]}`,
  );
  return false;
}

const ARTICLE: Readonly<Record<PromqlType, string>> = {
  scalar: 'a single number',
  string: 'a string',
  vector: 'series',
  range: 'a range',
};

function counted(count: number): string {
  return count === 1 ? '1 argument' : `${String(count)} arguments`;
}

function range(fewest: number, most: number): string {
  if (fewest === most) return counted(fewest);
  return most === Infinity ? `${counted(fewest)} or more` : `${String(fewest)} to ${counted(most)}`;
}

function matchingProblems(
  node: Extract<Expression, { kind: 'binary' }>,
  betweenVectors: boolean,
  report: Report,
): void {
  const { operator, matching } = node;
  if (node.bool && !COMPARISONS.has(operator)) report(node, `"${operator}" takes no bool`);
  if (matching === undefined) return;
  if (!betweenVectors && matching.labels.length > 0)
    report(node, `"${matching.by}" needs series on both sides of "${operator}"`);
  if (matching.group !== undefined && SET_OPERATORS.has(operator))
    report(node, `"${operator}" takes no group_${matching.group}`);
  const both = matching.by === 'on' ? matching.labels.find(label => matching.included.includes(label)) : undefined;
  if (both !== undefined) report(node, `the label "${both}" is in both "on" and "group_${matching.group ?? 'left'}"`);
}

function refusesEmpty({ operator, value }: Matcher): boolean {
  switch (operator) {
    case '=':
      return value !== '';
    case '!=':
      return value === '';
    case '=~':
      return matchesEmpty(value) !== true;
    case '!~':
      return matchesEmpty(value) !== false;
  }
}

/** undefined where JavaScript cannot read what Go can. */
function matchesEmpty(pattern: string): boolean | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su').test('');
  } catch {
    return undefined;
  }
}
