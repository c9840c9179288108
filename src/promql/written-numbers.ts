import type { Expression } from './expression.ts';

/** Whether a number multiplies or divides it somewhere, as from one unit to another. */
export function isScaled(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'selector':
      return false;
    case 'range':
    case 'offset':
    case 'negative':
      return isScaled(expression.of);
    case 'call':
    case 'aggregate':
      return expression.args.some(isScaled);
    case 'binary': {
      const { operator, left, right } = expression;
      const factor = operator === '/' ? numberIn(right) : operator === '*' ? (numberIn(left) ?? numberIn(right)) : 0;
      return (factor !== undefined && factor !== 0) || isScaled(left) || isScaled(right);
    }
  }
}

/** Quantiles that are written out, each where a share is taken. */
export function quantilesIn(expression: Expression): readonly number[] {
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'selector':
      return [];
    case 'range':
    case 'offset':
    case 'negative':
      return quantilesIn(expression.of);
    case 'binary':
      return [...quantilesIn(expression.left), ...quantilesIn(expression.right)];
    case 'call':
    case 'aggregate': {
      const [share] = expression.args;
      const written = share?.kind === 'negative' && share.of.kind === 'number' ? -share.of.value : numberIn(share);
      const own = TAKES_SHARE.has(expression.name) && written !== undefined ? [written] : [];
      return [...own, ...expression.args.flatMap(quantilesIn)];
    }
  }
}

function numberIn(expression: Expression | undefined): number | undefined {
  return expression?.kind === 'number' ? expression.value : undefined;
}

const TAKES_SHARE: ReadonlySet<string> = new Set(['histogram_quantile', 'quantile', 'quantile_over_time']);
