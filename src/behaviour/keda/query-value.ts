import type { Trigger } from '../../model/kubernetes-plan.ts';
import { reachOf, readPromql } from '../../promql/read-query.ts';
import type { Expression } from '../../promql/read-query.ts';
import type { Observe } from '../load.ts';
import { lineThrough } from './linear-regression.ts';
import type { Sample } from './linear-regression.ts';

/**
 * What the query of a trigger gives now. Most are the signal itself, as a load says it; one that looks at a signal over
 * time is worked out as Prometheus would, of the query as it is emitted, and of the one series that the model has.
 */
export function queryValue(
  { for: purpose, metadata }: Trigger<'prometheus'>,
  observe: Observe,
  now: number,
): number | undefined {
  // Nothing now is taken for a Prometheus that is away, whatever its samples would still say.
  if (observe(purpose) === undefined) return undefined;
  const { expression } = readPromql(metadata.query?.plain ?? '');
  return expression !== undefined && looksOverTime(expression)
    ? valueOf(expression, { now, of: ago => observe(purpose, ago) }, 0)
    : observe(purpose);
}

interface Series {
  /** Seconds from the start. */
  readonly now: number;
  /** The value some seconds ago. */
  readonly of: (ago: number) => number | undefined;
}

type Value = number | undefined;

/** `ago` seconds before now; undefined is an empty result. */
function valueOf(expression: Expression, series: Series, ago: number): Value {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind === 'binary' && JOINS[expression.operator] !== undefined)
    return JOINS[expression.operator]?.(valueOf(expression.left, series, ago), valueOf(expression.right, series, ago));
  if (expression.kind === 'call') {
    const { name, args } = expression;
    const over = OVER_TIME[name];
    const ranged = args.find(argument => argument.kind === 'range' && argument.subquery);
    const numbers = args.filter(argument => argument !== ranged).map(argument => valueOf(argument, series, ago));
    if (over !== undefined && ranged !== undefined) return over(samplesOf(ranged, series, ago), numbers[0] ?? 0);
    const [value, bound] = numbers;
    const clamp = CLAMPS[name];
    if (clamp !== undefined) return value === undefined || bound === undefined ? undefined : clamp(value, bound);
  }
  // Of one series the sum is the series.
  if (expression.kind === 'aggregate' && expression.name === 'sum' && expression.args[0] !== undefined)
    if (looksOverTime(expression)) return valueOf(expression.args[0], series, ago);
  return levelOf(expression, series, ago);
}

const JOINS: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  '>': (a, b) => (a !== undefined && b !== undefined && a > b ? a : undefined),
  '>=': (a, b) => (a !== undefined && b !== undefined && a >= b ? a : undefined),
  and: (a, b) => (b === undefined ? undefined : a),
  or: (a, b) => a ?? b,
};

const CLAMPS: Readonly<Record<string, (value: number, bound: number) => number>> = {
  clamp_min: Math.max,
  clamp_max: Math.min,
};

/** Functions of samples and of the number beside them. Source: promql/functions.go. */
const OVER_TIME: Readonly<Record<string, (samples: readonly Sample[], number: number) => Value>> = {
  predict_linear: (samples, ahead) => {
    const line = lineThrough(samples);
    return line && line.intercept + line.slope * ahead;
  },
  deriv: samples => lineThrough(samples)?.slope,
  quantile_over_time: (samples, quantile) => quantileOf(samples, quantile),
  count_over_time: samples => (samples.length === 0 ? undefined : samples.length),
};

/** A subquery is read at the multiples of its resolution, whenever it is asked; its left end is open. */
function samplesOf(expression: Expression, series: Series, ago: number): readonly Sample[] {
  if (expression.kind !== 'range') return [];
  const { of, seconds = 0, every = DEFAULT_RESOLUTION } = expression;
  const end = series.now - ago;
  const samples: Sample[] = [];
  for (let at = Math.floor(end / every) * every; at > end - seconds; at -= every) {
    const value = valueOf(of, series, series.now - at);
    if (value !== undefined) samples.unshift({ at: at - end, value });
  }
  return samples;
}

/** `--rules.evaluation-interval` of most; what is emitted states its own. */
const DEFAULT_RESOLUTION = 60;

/** The signal itself, or its mean over the range of the rate that it is made of. */
function levelOf(expression: Expression, { of }: Series, ago: number): Value {
  const range = reachOf(expression);
  const values: number[] = [];
  for (let age = ago; age < ago + Math.max(range, 1); age += STEP) {
    const value = of(age);
    if (value !== undefined) values.push(value);
  }
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const STEP = 15;

/** Between two samples it is as far as the rank is. Source: promql/quantile.go, `quantile`. */
function quantileOf(samples: readonly Sample[], quantile: number): Value {
  const sorted = samples.map(({ value }) => value).sort((a, b) => a - b);
  const rank = quantile * (sorted.length - 1);
  const low = sorted[Math.max(0, Math.floor(rank))];
  const high = sorted[Math.min(sorted.length - 1, Math.floor(rank) + 1)];
  if (low === undefined || high === undefined) return undefined;
  return low + (high - low) * (rank - Math.floor(rank));
}

function looksOverTime(expression: Expression): boolean {
  switch (expression.kind) {
    case 'range':
      return expression.subquery;
    case 'call':
    case 'aggregate':
      return expression.args.some(looksOverTime);
    case 'binary':
      // What may take an element away gives no value.
      return looksOverTime(expression.left) || (expression.operator !== 'unless' && looksOverTime(expression.right));
    case 'offset':
    case 'negative':
      return looksOverTime(expression.of);
    case 'number':
    case 'string':
    case 'selector':
      return false;
  }
}
