import { birthOf } from './births.ts';
import type { Expression } from './read-query.ts';
import { COMPARISONS } from './types.ts';

/** A plain total: a sum of what happened or of what waits, whatever guards stand around it. */
export interface Total {
  readonly of: 'rate' | 'increase' | 'level';
  /** Seconds of the rate's range; 0 for a level. */
  readonly range: number;
  /** Seconds by which the query is behind: its offsets. */
  readonly delay: number;
  /** Whether what a series is born with counts too, as an increase does not. */
  readonly births: boolean;
}

/** undefined for a query of which it cannot be said how many units of work one is. */
export function totalIn(expression: Expression): Total | undefined {
  switch (expression.kind) {
    case 'selector':
      return { of: 'level', range: 0, delay: 0, births: true };
    case 'offset': {
      const inner = totalIn(expression.of);
      return inner && { ...inner, delay: inner.delay + Math.max(0, expression.seconds) };
    }
    case 'binary':
      if (expression.operator === '+') return withBirths(totalIn(expression.left), expression.right);
      // Guards and filters keep the number on their left as it is.
      return ['or', 'and', 'unless'].includes(expression.operator) ||
        (COMPARISONS.has(expression.operator) && !expression.bool)
        ? totalIn(expression.left)
        : undefined;
    case 'aggregate':
      return expression.name === 'sum' && expression.args[0] !== undefined ? totalIn(expression.args[0]) : undefined;
    case 'call': {
      const of = expression.name === 'irate' ? 'rate' : expression.name;
      const ranged = expression.args[0];
      if ((of !== 'rate' && of !== 'increase') || ranged === undefined) return undefined;
      return counted(of, ranged, 0);
    }
    case 'number':
    case 'string':
    case 'range':
    case 'negative':
      return undefined;
  }
}

/** `sum(rate(x[2m])) + sum(x unless last_over_time(x[10m] offset 2m)) / 120`, in one unit. */
function withBirths(calls: Total | undefined, added: Expression): Total | undefined {
  if (calls?.of !== 'rate' || added.kind !== 'binary' || added.operator !== '/') return undefined;
  const { left, right } = added;
  const born = birthsIn(left);
  return born === calls.range && right.kind === 'number' && right.value === calls.range
    ? { ...calls, births: true }
    : undefined;
}

function birthsIn(expression: Expression): number | undefined {
  if (expression.kind === 'binary' && expression.operator === 'or') return birthsIn(expression.left);
  const [of] = expression.kind === 'aggregate' && expression.name === 'sum' ? expression.args : [];
  return of && birthOf(of);
}

function counted(of: 'rate' | 'increase', ranged: Expression, delay: number): Total | undefined {
  if (ranged.kind === 'offset') return counted(of, ranged.of, delay + Math.max(0, ranged.seconds));
  return ranged.kind === 'range' && ranged.of.kind === 'selector' && ranged.seconds !== undefined
    ? { of, range: ranged.seconds, delay, births: false }
    : undefined;
}
