import { evaluate } from './evaluate.ts';
import type { World } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { isNumber, NOTHING, series } from './value.ts';

/** Seconds for which a query that remembers its series is told from one that reads as quiet at once. */
const REMEMBERED = 3600;

/**
 * What a query returns once its series are lost under load: targets are known and do not answer, and a subquery of an
 * hour or more still finds what there was. Undefined where that is no number.
 */
export function valueWithoutSeries(expression: Expression): number | undefined {
  const found = evaluate(remembering(expression), LOST);
  return isNumber(found) && !found.empty ? found.low : undefined;
}

const LOST: World = {
  sample: ({ name }) => (name === 'up' ? series(0, 0, false) : NOTHING),
  rate: () => NOTHING,
  change: () => NOTHING,
};

function remembering(expression: Expression): Expression {
  switch (expression.kind) {
    case 'call':
      return expression.args.some(looksBackFar)
        ? { ...expression, name: 'vector', args: [{ kind: 'number', value: 1, from: 0, to: 0 }] }
        : { ...expression, args: expression.args.map(remembering) };
    case 'aggregate':
      return { ...expression, args: expression.args.map(remembering) };
    case 'binary':
      return { ...expression, left: remembering(expression.left), right: remembering(expression.right) };
    case 'offset':
    case 'range':
    case 'negative':
      return { ...expression, of: remembering(expression.of) };
    case 'number':
    case 'string':
    case 'selector':
      return expression;
  }
}

function looksBackFar(expression: Expression): boolean {
  return expression.kind === 'range' && expression.subquery && (expression.seconds ?? 0) >= REMEMBERED;
}
