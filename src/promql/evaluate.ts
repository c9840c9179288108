import { absentOf, FUNCTIONS } from './functions.ts';
import type { Expression } from './tree.ts';
import { COMPARISONS, typeOf } from './types.ts';
import { ANYTHING, arithmetic, compared, filteredBy, isNumber, NOTHING, number, orElse, within } from './value.ts';
import type { Value } from './value.ts';

type Selector = Extract<Expression, { kind: 'selector' }>;

/** What the series are worth at the moment that is asked about. */
export interface World {
  readonly sample: (selector: Selector) => Value;
  /** rate, increase: never negative. */
  readonly rate: (selector: Selector) => Value;
  /** deriv, delta of a gauge. */
  readonly change: (selector: Selector) => Value;
}

/** Bounds of what a query that passed the type check returns. */
export function evaluate(expression: Expression, world: World): Value {
  const of = (inner: Expression) => evaluate(inner, world);
  switch (expression.kind) {
    case 'number':
      return number(expression.value);
    case 'selector':
      return world.sample(expression);
    case 'offset':
    case 'range':
      return of(expression.of);
    case 'negative':
      return arithmetic('-', number(0), of(expression.of));
    case 'aggregate':
      return aggregated(expression, of);
    case 'binary':
      return binary(expression, of);
    case 'call':
      return called(expression, world, of);
    case 'string':
      return ANYTHING;
  }
}

type Of = (expression: Expression) => Value;

function aggregated({ name, args, grouping }: Extract<Expression, { kind: 'aggregate' }>, of: Of): Value {
  const over = args.at(-1);
  if (over === undefined) return ANYTHING;
  const input = of(over);
  const bare = grouping === undefined || (grouping.by && grouping.labels.length === 0);
  const single =
    name === 'topk' || name === 'bottomk' || name === 'limitk'
      ? args[0]?.kind === 'number' && args[0].value === 1 && bare
      : bare;
  const made = { ...input, one: single || input.one, bare: bare && !PICKS.has(name) };
  const { low, high } = input;
  switch (name) {
    case 'sum':
      return within(made, low >= 0 ? low : -Infinity, high <= 0 ? high : Infinity);
    case 'count':
      return counted(made, Infinity);
    case 'group':
      return counted(made, 1);
    case 'count_values':
      return { ...counted(made, Infinity), one: false, bare: false };
    case 'stddev':
    case 'stdvar':
      return within(made, 0, low === high ? 0 : Infinity);
    default:
      return made;
  }
}

/** These hand on elements as they are, labels and all. */
const PICKS: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);

/** Whatever it counts is there, so it is at least 1, NaN or not. */
function counted(value: Value, high: number): Value {
  if (!isNumber(value) && !value.nan && !value.infinite) return NOTHING;
  return { ...value, nan: false, infinite: false, low: 1, high };
}

const FLIPPED: Readonly<Record<string, string>> = { '>': '<', '<': '>', '>=': '<=', '<=': '>=' };

function binary(node: Extract<Expression, { kind: 'binary' }>, of: Of): Value {
  const { operator, left, right, bool } = node;
  const [a, b] = [of(left), of(right)];
  const onNothing = node.on?.length === 0;
  switch (operator) {
    case 'or':
      return orElse(a, b, onNothing);
    // With on() every element pairs with any other, as if it had no labels.
    case 'and':
      return filteredBy(onNothing ? { ...a, bare: true } : a, onNothing ? { ...b, bare: true } : b, 'where');
    case 'unless':
      return filteredBy(onNothing ? { ...a, bare: true } : a, onNothing ? { ...b, bare: true } : b, 'where not');
    default:
      if (!COMPARISONS.has(operator)) return paired(arithmetic(operator, a, b), left, right, a, b);
      if (typeOf(left) === 'scalar' && typeOf(right) === 'vector')
        return compared(FLIPPED[operator] ?? operator, b, a, bool);
      return paired(compared(operator, a, b, bool), left, right, a, b);
  }
}

/** A single number pairs with every element; two vectors may have none in common unless both are bare. */
function paired(value: Value, left: Expression, right: Expression, a: Value, b: Value): Value {
  if (typeOf(left) === 'scalar') return { ...value, one: b.one, bare: b.bare };
  if (typeOf(right) === 'scalar') return { ...value, one: a.one, bare: a.bare };
  return a.bare && b.bare ? value : { ...value, empty: true };
}

type Call = Extract<Expression, { kind: 'call' }>;

function called(call: Call, world: World, of: Of): Value {
  const ranged = call.args.find(argument => typeOf(argument) === 'range');
  if (ranged !== undefined) return overRange(call, ranged, world, of);
  const calculate = FUNCTIONS[call.name];
  if (calculate === undefined) return ANYTHING;
  const value = calculate(call.args.map(of));
  return call.name === 'histogram_quantile' && groupedByBucket(call.args[1])
    ? { ...value, one: true, bare: true }
    : value;
}

/** The quantile takes the label `le` away, and so the only one that is left. */
function groupedByBucket(buckets: Expression | undefined): boolean {
  return (
    buckets?.kind === 'aggregate' &&
    (buckets.grouping === undefined || (buckets.grouping.by && buckets.grouping.labels.every(label => label === 'le')))
  );
}

const RATES: ReadonlySet<string> = new Set(['rate', 'irate', 'increase', 'resets', 'changes']);
const CHANGES: ReadonlySet<string> = new Set(['delta', 'idelta', 'deriv']);
/** Somewhere between the samples of the range. */
const SAMPLES: ReadonlySet<string> = new Set([
  'avg_over_time',
  'min_over_time',
  'max_over_time',
  'last_over_time',
  'first_over_time',
  'quantile_over_time',
  'double_exponential_smoothing',
]);

function overRange({ name }: Call, ranged: Expression, world: World, of: Of): Value {
  const samples = innermost(ranged);
  const value = of(samples);
  if (RATES.has(name))
    return samples.kind === 'selector'
      ? world.rate(samples)
      : within({ ...value, bare: false }, 0, value.low === value.high ? 0 : Infinity);
  if (CHANGES.has(name))
    return samples.kind === 'selector'
      ? world.change(samples)
      : within(value, value.low === value.high ? 0 : -Infinity, value.low === value.high ? 0 : Infinity);
  if (SAMPLES.has(name)) return value;
  switch (name) {
    case 'sum_over_time':
      return within(value, value.low >= 0 ? value.low : -Infinity, value.high <= 0 ? value.high : Infinity);
    case 'count_over_time':
      return counted(value, Infinity);
    case 'present_over_time':
      return counted(value, 1);
    case 'absent_over_time':
      return absentOf(value);
    case 'stddev_over_time':
    case 'stdvar_over_time':
    case 'mad_over_time':
      return within(value, 0, value.low === value.high ? 0 : Infinity);
    case 'predict_linear':
      return value.low === value.high ? value : within(value, -Infinity, Infinity);
    default:
      return ANYTHING;
  }
}

/** Without range and offset. */
function innermost(expression: Expression): Expression {
  return expression.kind === 'range' || expression.kind === 'offset' ? innermost(expression.of) : expression;
}
