import type { Expression } from './expression.ts';

type Selector = Extract<Expression, { kind: 'selector' }>;

/**
 * Series that are there and were not there before: `x unless last_over_time(x[10m] offset 2m)`. Seconds for which a
 * series is one of these, once it appears; undefined for any other expression.
 */
export function birthOf(expression: Expression): number | undefined {
  if (expression.kind !== 'binary' || expression.operator !== 'unless' || expression.matching !== undefined)
    return undefined;
  const { left, right } = expression;
  if (left.kind !== 'selector' || right.kind !== 'call' || right.name !== 'last_over_time') return undefined;
  const [before] = right.args;
  if (before?.kind !== 'offset' || before.of.kind !== 'range' || before.of.of.kind !== 'selector') return undefined;
  return isSame(left, before.of.of) ? before.seconds : undefined;
}

function isSame(a: Selector, b: Selector): boolean {
  const said = ({ name, names, matchers }: Selector) => JSON.stringify([name, names, matchers]);
  return said(a) === said(b);
}
