import { absentOf, FUNCTIONS, ofShare } from './functions.ts';
import type { Expression } from './expression.ts';
import { COMPARISONS, typeOf } from './types.ts';
import {
  anyOf,
  ANYTHING,
  arithmetic,
  compared,
  exists,
  filteredBy,
  NOTHING,
  number,
  ofEach,
  orElse,
  within,
} from './value.ts';
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
  const undivided = grouping === undefined || (grouping.by && grouping.labels.length === 0);
  const whole = undivided || (grouping.by && pins(over, grouping.labels));
  const parameter = args.length > 1 && args[0] !== undefined ? of(args[0]) : undefined;
  if (PICKS.has(name)) {
    const fewest = parameter === undefined || parameter.nan || parameter.infinite ? 0 : parameter.low;
    const single = whole && name !== 'limit_ratio' && args[0]?.kind === 'number' && args[0].value < 2;
    return { ...input, empty: input.empty || name === 'limit_ratio' || fewest < 1, one: single || input.one };
  }
  const made = { ...input, one: whole || input.one, bare: undivided || input.bare };
  const { low, high } = input;
  // Infinity and its opposite make NaN.
  const summed = { ...made, nan: input.nan || input.infinite };
  switch (name) {
    case 'sum':
      return within(summed, low >= 0 ? low : -Infinity, high <= 0 ? high : Infinity);
    case 'avg':
      return summed;
    case 'count':
      return counted(made, Infinity);
    case 'group':
      return counted(made, 1);
    case 'count_values':
      return { ...counted(made, Infinity), one: false, bare: false };
    case 'stddev':
    case 'stdvar':
      return within(summed, 0, low === high ? 0 : Infinity);
    case 'quantile':
      return ofShare(summed, parameter ?? ANYTHING);
    default:
      return made;
  }
}

/** One group at most: every series below has these labels, each with one value that is written. */
function pins(expression: Expression, labels: readonly string[]): boolean {
  switch (expression.kind) {
    case 'selector':
      return labels.every(
        label =>
          (label === '__name__' && expression.name !== undefined) ||
          expression.matchers.some(matcher => matcher.label === label && matcher.operator === '='),
      );
    case 'range':
    case 'offset':
    case 'negative':
      return pins(expression.of, labels);
    case 'number':
    case 'string':
      return true;
    case 'binary':
      // The left side gives the labels, unless group_right does, or fills in what is missing.
      return pins(expression.left, labels) && pins(expression.right, labels);
    case 'aggregate':
      return expression.name !== 'count_values' && expression.args.every(argument => pins(argument, labels));
    case 'call':
      return !RELABELS.has(expression.name) && expression.args.every(argument => pins(argument, labels));
  }
}

const RELABELS: ReadonlySet<string> = new Set(['label_replace', 'label_join', 'info', 'vector', 'absent']);

/** These hand on elements as they are, labels and all. */
const PICKS: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);

/** Whatever it counts is there, so it is at least 1, NaN or not. */
function counted(value: Value, high: number): Value {
  return exists(value) ? ofEach(value, 1, high) : NOTHING;
}

const FLIPPED: Readonly<Record<string, string>> = { '>': '<', '<': '>', '>=': '<=', '<=': '>=' };

function binary(node: Extract<Expression, { kind: 'binary' }>, of: Of): Value {
  const { operator, left, right, bool } = node;
  const [a, b] = [of(left), of(right)];
  const onNothing = node.on?.length === 0;
  switch (operator) {
    case 'or':
      return orElse(a, b, onNothing);
    case 'and':
      return filteredBy(a, b, 'where', onNothing);
    case 'unless':
      return filteredBy(a, b, 'where not', onNothing);
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
  if (calculate === undefined) return anyOf(call.args.map(of)[vectorAt(call)] ?? ANYTHING);
  const value = calculate(call.args.map(of));
  return call.name === 'histogram_quantile' ? { ...value, ...ofBuckets(call.args[1]) } : value;
}

function vectorAt({ args }: Call): number {
  return args.findIndex(argument => typeOf(argument) === 'vector');
}

/** The quantile takes the label `le` away, which may be the only one that is left. */
function ofBuckets(buckets: Expression | undefined): Partial<Pick<Value, 'one' | 'bare'>> {
  if (buckets?.kind !== 'aggregate' || PICKS.has(buckets.name) || buckets.name === 'count_values') return {};
  const { args, grouping } = buckets;
  if (grouping === undefined) return { one: true, bare: true };
  if (!grouping.by) return {};
  const others = grouping.labels.filter(label => label !== 'le');
  return { one: args.every(argument => pins(argument, others)), bare: others.length === 0 };
}

const RATES: ReadonlySet<string> = new Set(['rate', 'irate', 'increase']);
/** How often something happened between the samples, whatever they are worth. */
const COUNTS: ReadonlySet<string> = new Set(['resets', 'changes']);
const CHANGES: ReadonlySet<string> = new Set(['delta', 'idelta', 'deriv']);

function overRange({ name, args }: Call, ranged: Expression, world: World, of: Of): Value {
  const samples = innermost(ranged);
  const value = of(samples);
  const { low, high } = value;
  const steady = low === high;
  // Infinity and its opposite make NaN.
  const summed = { ...value, nan: value.nan || value.infinite };
  if (COUNTS.has(name)) return samples.kind === 'selector' ? world.rate(samples) : ofEach(value, 0, Infinity);
  if (RATES.has(name))
    return samples.kind === 'selector'
      ? world.rate(samples)
      : within(maybe(summed), low < 0 && !steady ? -Infinity : 0, steady ? 0 : Infinity);
  if (CHANGES.has(name))
    return samples.kind === 'selector'
      ? world.change(samples)
      : within(maybe(summed), steady ? 0 : -Infinity, steady ? 0 : Infinity);
  switch (name) {
    case 'min_over_time':
    case 'max_over_time':
    case 'last_over_time':
    case 'first_over_time':
      return value;
    case 'avg_over_time':
      return summed;
    case 'double_exponential_smoothing':
      return anyOf(maybe(value));
    case 'quantile_over_time':
      return ofShare(summed, args[0] === undefined ? ANYTHING : of(args[0]));
    case 'sum_over_time':
      return within(summed, low >= 0 ? low : -Infinity, high <= 0 ? high : Infinity);
    case 'count_over_time':
      return counted(value, Infinity);
    case 'present_over_time':
      return counted(value, 1);
    case 'absent_over_time':
      return absentOf(value);
    case 'stddev_over_time':
    case 'stdvar_over_time':
    case 'mad_over_time':
      return within(summed, 0, steady ? 0 : Infinity);
    case 'predict_linear':
      return predicted(samples, value, args[1] === undefined ? ANYTHING : of(args[1]), world);
    default:
      return anyOf(value);
  }
}

/** These need two samples, of which the range may hold one. */
function maybe(value: Value): Value {
  return { ...value, empty: true };
}

/** The value, and its change over the time ahead. */
function predicted(samples: Expression, value: Value, ahead: Value, world: World): Value {
  const { low, high } = value;
  const change = samples.kind === 'selector' ? world.change(samples) : value;
  const steady = samples.kind === 'selector' ? change.low === 0 && change.high === 0 : low === high;
  const odd = ahead.nan || ahead.infinite || value.nan || value.infinite;
  const made = { ...maybe(value), nan: odd, infinite: ahead.infinite || value.infinite };
  return steady && !odd ? made : within(made, -Infinity, Infinity);
}

/** Without range and offset. */
function innermost(expression: Expression): Expression {
  return expression.kind === 'range' || expression.kind === 'offset' ? innermost(expression.of) : expression;
}
