import type { Expression, PromqlProblem } from './tree.ts';

export type PromqlType = 'scalar' | 'string' | 'vector' | 'range';

/**
 * Where a function takes a range: the place of that argument, the first of which is 0 (Prometheus, "Query functions").
 */
const RANGE_ARGUMENT: ReadonlyMap<string, number> = new Map([
  ...[
    'rate',
    'irate',
    'increase',
    'delta',
    'idelta',
    'deriv',
    'changes',
    'resets',
    'predict_linear',
    'double_exponential_smoothing',
    'avg_over_time',
    'min_over_time',
    'max_over_time',
    'sum_over_time',
    'count_over_time',
    'stddev_over_time',
    'stdvar_over_time',
    'last_over_time',
    'first_over_time',
    'present_over_time',
    'absent_over_time',
    'mad_over_time',
    'ts_of_first_over_time',
    'ts_of_last_over_time',
    'ts_of_min_over_time',
    'ts_of_max_over_time',
  ].map(name => [name, 0] as const),
  ['quantile_over_time', 1],
]);

/** Functions of exactly two arguments, and what these are. */
const PAIRS: ReadonlyMap<string, string> = new Map([
  ['histogram_quantile', 'a quantile and a histogram'],
  ['predict_linear', 'a range and a number of seconds'],
]);

const SCALAR_FUNCTIONS: ReadonlySet<string> = new Set(['time', 'pi', 'scalar']);
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
      return SCALAR_FUNCTIONS.has(expression.name) ? 'scalar' : 'vector';
    case 'binary':
      return typeOf(expression.left) === 'scalar' && typeOf(expression.right) === 'scalar' ? 'scalar' : 'vector';
    case 'selector':
    case 'aggregate':
      return 'vector';
  }
}

/** What Prometheus refuses although it can be read: a range where none is taken, or none where one is. */
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
        if (
          node.name === undefined &&
          !node.matchers.some(({ operator, value }) =>
            operator === '='
              ? value !== ''
              : operator === '!='
                ? value === ''
                : operator === '=~' && !matchesEmpty(value),
          )
        )
          report(node, 'a selector needs a name or a label that is not empty');
        return;
      case 'range':
        visit(node.of);
        if (!node.subquery && node.of.kind !== 'selector')
          report(node, 'only a selector takes a range; a subquery needs a colon, such as [5m:]');
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
        const over = node.args.at(-1);
        if (over === undefined) report(node, `${node.name} needs an argument`);
        else if (noRange(over, node.name) === 'scalar') report(over, `${node.name} needs series, not a single number`);
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
      }
    }
  };
  visit(expression);
  return problems.sort((a, b) => a.from - b.from);
}

function callProblems(
  call: Extract<Expression, { kind: 'call' }>,
  report: (at: Expression, message: string) => void,
): void {
  const wanted = RANGE_ARGUMENT.get(call.name);
  const ranged = wanted === undefined ? undefined : call.args[wanted];
  if (wanted !== undefined && (ranged === undefined || typeOf(ranged) !== 'range'))
    report(ranged ?? call, `${call.name} needs a range, such as [5m]`);
  call.args.forEach((argument, index) => {
    if (index !== wanted && typeOf(argument) === 'range') report(argument, `${call.name} does not take a range`);
  });
  const pair = PAIRS.get(call.name);
  if (pair !== undefined && call.args.length !== 2) report(call, `${call.name} needs ${pair}`);
}

function matchesEmpty(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test('');
  } catch {
    // Go's syntax has some things that JavaScript's has not; then nothing is claimed.
    return false;
  }
}
