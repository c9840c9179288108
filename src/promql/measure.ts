import { measureNamed } from '../model/measure.ts';
import type { Measure } from '../model/measure.ts';
import type { Expression } from './expression.ts';
import { COMPARISONS } from './types.ts';

/**
 * The quantity that a query returns, where replicas do not share it: by the names of its series, through what is made
 * of them. Undefined for a count, and where it is not known.
 */
export function measureOf(expression: Expression): Measure | undefined {
  const found = measured(expression);
  return found === 'number' ? undefined : found;
}

/** A number that is written out has no unit, and changes none. */
type Measured = Measure | 'number' | undefined;

function measured(expression: Expression): Measured {
  switch (expression.kind) {
    case 'number':
      return 'number';
    case 'string':
      return undefined;
    case 'selector':
      return expression.name === undefined ? undefined : ofSeries(expression.name);
    case 'range':
    case 'offset':
    case 'negative':
      return measured(expression.of);
    case 'aggregate':
      return KEEPS.has(expression.name) ? measuredLast(expression.args) : undefined;
    case 'call':
      if (CLOCKS.has(expression.name)) return 'time';
      return KEEPS.has(expression.name) || expression.name.endsWith('_over_time')
        ? ofCall(expression.name, expression.args)
        : undefined;
    case 'binary':
      return ofBinary(expression);
  }
}

/** What they return has the unit of what they are given. */
const KEEPS: ReadonlySet<string> = new Set([
  ...['sum', 'avg', 'min', 'max', 'topk', 'bottomk', 'limitk', 'limit_ratio', 'quantile', 'stddev'],
  ...['abs', 'ceil', 'floor', 'round', 'clamp', 'clamp_min', 'clamp_max', 'scalar', 'vector', 'sort', 'sort_desc'],
  ...['sort_by_label', 'sort_by_label_desc', 'label_replace', 'label_join', 'predict_linear', 'histogram_avg'],
  ...['double_exponential_smoothing', 'delta', 'idelta'],
]);
/** Of many samples, how many, whether any, and a variance. */
const COUNTS: ReadonlySet<string> = new Set([
  'count_over_time',
  'present_over_time',
  'absent_over_time',
  'stdvar_over_time',
]);
const CLOCKS: ReadonlySet<string> = new Set(['time', 'timestamp', 'ts_of_first_over_time', 'ts_of_last_over_time']);

function ofCall(name: string, args: readonly Expression[]): Measured {
  if (COUNTS.has(name)) return undefined;
  // The mean of a histogram has the unit of what is observed, which its rate does not have.
  const [first] = args;
  if (name === 'histogram_avg' && first !== undefined) return seriesBelow(first);
  return name === 'quantile_over_time' ? measuredLast(args) : first && measured(first);
}

/** Parameters come first. */
function measuredLast(args: readonly Expression[]): Measured {
  const last = args.at(-1);
  return last && measured(last);
}

function seriesBelow(expression: Expression): Measured {
  switch (expression.kind) {
    case 'call':
    case 'aggregate': {
      const last = expression.args.at(-1);
      return last && seriesBelow(last);
    }
    case 'range':
    case 'offset':
      return seriesBelow(expression.of);
    case 'number':
    case 'string':
    case 'selector':
    case 'negative':
    case 'binary':
      return measured(expression);
  }
}

function ofBinary({ operator, bool, left, right }: Extract<Expression, { kind: 'binary' }>): Measured {
  const [a, b] = [measured(left), measured(right)];
  if (operator === 'and' || operator === 'unless') return a;
  // An alternative that is a number stands in for what is missing.
  if (operator === 'or') return b === 'number' || a === b ? a : undefined;
  if (COMPARISONS.has(operator)) return bool ? undefined : a === 'number' ? b : a;
  switch (operator) {
    case '-':
      // By how long something is ago, whatever its series is called.
      if (left.kind === 'call' && CLOCKS.has(left.name)) return 'time';
      return a === 'number' ? b : b === 'number' || a === b ? a : undefined;
    case '+':
    case '%':
      return a === 'number' ? b : b === 'number' || a === b ? a : undefined;
    // Calls a second times seconds are the calls that are open, which is a count.
    case '*':
      return a === 'number' ? b : b === 'number' ? a : undefined;
    case '/':
      return ofQuotient(a, b, right);
    default:
      return undefined;
  }
}

/** Seconds by seconds are a count of whatever takes so long, and so is anything by a count that has no unit of time. */
function ofQuotient(a: Measured, b: Measured, right: Expression): Measured {
  if (b === 'number') return a;
  return a === 'time' && b === undefined && isCount(right) ? a : undefined;
}

/** `sum(x_seconds_count)`: seconds by these are a mean. */
function isCount(expression: Expression): boolean {
  switch (expression.kind) {
    case 'selector':
      return expression.name?.endsWith('_count') === true;
    case 'call':
    case 'aggregate':
      return expression.args.some(isCount);
    case 'range':
    case 'offset':
    case 'negative':
      return isCount(expression.of);
    case 'binary':
      return isCount(expression.left);
    case 'number':
    case 'string':
      return false;
  }
}

/** A recording rule is called `level:metric:operations`. */
function ofSeries(name: string): Measure | undefined {
  const parts = name.split(':');
  const [metric = name, operations = ''] = parts.length === 3 ? parts.slice(1) : parts.slice(-1);
  if (/rate|count|increase/.test(operations) || /_(?:count|bucket)$/.test(metric)) return undefined;
  if (/_created$/.test(metric)) return 'time';
  return measureNamed(metric);
}
