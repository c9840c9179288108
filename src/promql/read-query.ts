import { birthOf } from './births.ts';
import { isConstant, isCounter, leastRate } from './metric-families.ts';
import { evaluate } from './evaluate.ts';
import type { World } from './evaluate.ts';
import type { Expression, Matcher } from './expression.ts';
import { plainTree } from './plain-tree.ts';
import { parsePromql } from './tree.ts';
import type { PromqlProblem } from './tree.ts';
import { COMPARISONS, typeOf, typeProblems } from './types.ts';
import type { PromqlType } from './types.ts';
import { isNumber, number, series } from './value.ts';
import type { Value } from './value.ts';

export type { Expression, Matcher } from './expression.ts';
export type { PromqlProblem } from './tree.ts';
export type { Value } from './value.ts';

/** What policies ask of a query. */
export interface PromqlReading {
  readonly text: string;
  /** What Prometheus would refuse, with offsets into the text; all the rest is empty then. */
  readonly problems: readonly PromqlProblem[];
  readonly expression: Expression | undefined;
  readonly type: PromqlType | undefined;
  readonly selectors: readonly SelectorUse[];
  readonly shape: PromqlShape;
  /** Surely one element at most, whatever is scraped; KEDA takes no more. */
  readonly one: boolean;
  /** What it returns when work has ended, everything is scraped and every range has passed. */
  readonly idle: Value;
  /**
   * The same in words: `error` where KEDA would take it for one with ignoreNullValues "false", `maybe` where it may be.
   */
  readonly whenIdle: 'number' | 'maybe' | 'error';
  /** No number that it returns is above this, whatever is scraped; Infinity where nothing bounds it. */
  readonly most: number;
  /** The outermost `or vector(…)`. */
  readonly guarded: boolean;
  /** Seconds that it looks back: the longest path of ranges and offsets. */
  readonly reach: number;
}

export interface SelectorUse {
  /** undefined where the name is matched by a pattern. */
  readonly name: string | undefined;
  readonly matchers: readonly Matcher[];
  readonly from: number;
  readonly to: number;
  /**
   * Names of the functions and aggregations around it, innermost first: `rate`, `sum`, `histogram_quantile`; `subquery`
   * too.
   */
  readonly within: readonly string[];
  /** Seconds of its own `[5m]`. */
  readonly range: number | undefined;
}

/**
 * What the number means: a total is shared by the replicas (AverageValue), the others are not (Value).
 * `series` is one that nothing was made of, `constant` no series at all.
 */
export type PromqlShape = 'total' | 'quantile' | 'mean' | 'ratio' | 'extreme' | 'series' | 'constant';

const readings = new Map<string, PromqlReading>();

/** Reads a query; each distinct one once. */
export function readPromql(text: string): PromqlReading {
  const known = readings.get(text);
  if (known !== undefined) return known;
  const reading = read(text);
  readings.set(text, reading);
  return reading;
}

function read(text: string): PromqlReading {
  const plain = plainTree(text);
  const { expression, problems } = plain === undefined ? parsePromql(text) : { expression: plain, problems: [] };
  const found = expression === undefined ? problems : typeProblems(expression);
  const usable = found.length === 0 ? expression : undefined;
  const idle = usable === undefined ? number(0) : evaluate(usable, IDLE);
  return {
    text,
    problems: found,
    expression: usable,
    type: usable && typeOf(usable),
    selectors: usable === undefined ? [] : selectorsOf(usable, []),
    shape: usable === undefined ? 'constant' : shapeOf(usable),
    one: idle.one,
    idle,
    whenIdle: !isNumber(idle) ? 'error' : idle.empty || idle.nan || idle.infinite ? 'maybe' : 'number',
    most: usable === undefined ? Infinity : mostOf(evaluate(usable, ANY)),
    guarded: usable !== undefined && isGuarded(usable),
    reach: usable === undefined ? 0 : reachOf(usable),
  };
}

/** Rates are back at 0; a gauge may be anything that is not negative; a counter keeps what it has counted. */
export const IDLE: World = {
  sample: ({ name = '', matchers }) => {
    if (name === 'up') return series(1, 1, false);
    // A summary without observations is NaN (client_golang, prometheus/summary.go).
    if (matchers.some(({ label }) => label === 'quantile')) return { ...series(0, Infinity), nan: true };
    if (name.endsWith('_info')) return series(1, 1, false);
    return isConstant(name) || isCounter(name) ? series(1, Infinity, false) : series(0, Infinity);
  },
  rate: () => series(0, 0),
  change: () => series(0, 0),
};

/** Nothing is known of any series but the sign of a rate. */
const ANY: World = {
  sample: () => series(-Infinity, Infinity),
  rate: ({ name = '' }) => series(leastRate(name), Infinity),
  change: () => series(-Infinity, Infinity),
};

/** NaN is an error to KEDA, and so is nothing at all: neither asks for a replica. */
function mostOf(value: Value): number {
  if (value.infinite) return Infinity;
  return isNumber(value) ? value.high : -Infinity;
}

function selectorsOf(expression: Expression, within: readonly string[]): readonly SelectorUse[] {
  switch (expression.kind) {
    case 'number':
    case 'string':
      return [];
    case 'selector':
      return [
        {
          name: expression.name,
          matchers: expression.matchers,
          from: expression.from,
          to: expression.to,
          within,
          range: undefined,
        },
      ];
    case 'range':
      if (expression.subquery) return selectorsOf(expression.of, ['subquery', ...within]);
      return selectorsOf(expression.of, within).map(use => ({ ...use, range: expression.seconds }));
    case 'offset':
    case 'negative':
      return selectorsOf(expression.of, within);
    case 'binary':
      return [...selectorsOf(expression.left, within), ...selectorsOf(expression.right, within)];
    case 'call':
    case 'aggregate':
      return expression.args.flatMap(argument => selectorsOf(argument, [expression.name, ...within]));
  }
}

/** Whether a range of it is read by comparing two samples; with fewer it is empty. */
export function comparesSamples({ within }: SelectorUse): boolean {
  return within[0] !== undefined && NEEDS_TWO.has(within[0]);
}

const NEEDS_TWO: ReadonlySet<string> = new Set([
  ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'predict_linear', 'double_exponential_smoothing'],
]);

const EXTREMES: ReadonlySet<string> = new Set(['max', 'min', 'topk', 'bottomk']);
const SUMS: ReadonlySet<string> = new Set([
  'sum',
  'count',
  'count_values',
  'group',
  'count_over_time',
  'sum_over_time',
  'rate',
  'irate',
  'increase',
  'delta',
  'idelta',
  'deriv',
  'changes',
  'resets',
]);
const QUANTILES: ReadonlySet<string> = new Set(['histogram_quantile', 'quantile', 'quantile_over_time']);
const MEANS: ReadonlySet<string> = new Set(['avg', 'avg_over_time', 'histogram_avg']);

function shapeOf(expression: Expression): PromqlShape {
  switch (expression.kind) {
    case 'number':
    case 'string':
      return 'constant';
    case 'selector':
      return 'series';
    case 'range':
    case 'offset':
    case 'negative':
      return shapeOf(expression.of);
    case 'binary':
      return shapeOfBinary(expression.operator, expression.left, expression.right);
    case 'call':
    case 'aggregate': {
      if (QUANTILES.has(expression.name)) return 'quantile';
      if (MEANS.has(expression.name)) return 'mean';
      const inner = expression.args.map(shapeOf).find(shape => shape !== 'constant') ?? 'constant';
      if (inner !== 'series' && inner !== 'total') return inner;
      if (SUMS.has(expression.name)) return 'total';
      return EXTREMES.has(expression.name) && inner === 'series' ? 'extreme' : inner;
    }
  }
}

function shapeOfBinary(operator: string, left: Expression, right: Expression): PromqlShape {
  const [a, b] = [shapeOf(left), shapeOf(right)];
  if (a === 'constant') return operator === '/' && b !== 'constant' ? 'ratio' : b;
  if (b === 'constant' || COMPARISONS.has(operator) || ['and', 'or', 'unless'].includes(operator)) return a;
  if (operator === '/') return endsIn(left, '_sum') && endsIn(right, '_count') ? 'mean' : 'ratio';
  return a;
}

function endsIn(expression: Expression, suffix: string): boolean {
  return selectorsOf(expression, []).every(({ name }) => name?.endsWith(suffix) === true);
}

/** Filters around it do not take the guard away, and neither does `and on() (…)`. */
function isGuarded(expression: Expression): boolean {
  if (expression.kind !== 'binary') return false;
  if (expression.operator === 'or') return shapeOf(expression.right) === 'constant' || isGuarded(expression.right);
  return expression.operator === 'and' && isGuarded(expression.left);
}

function isZero(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
      return expression.value === 0;
    case 'call':
      return expression.name === 'vector' && expression.args.every(isZero);
    case 'binary':
      return expression.operator === '*' && (isZero(expression.left) || isZero(expression.right));
    case 'string':
    case 'selector':
    case 'range':
    case 'offset':
    case 'negative':
    case 'aggregate':
      return false;
  }
}

/** Seconds that an expression looks back: the longest path of ranges and offsets. */
export function reachOf(expression: Expression): number {
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'selector':
      return 0;
    case 'range':
      return Math.max(0, expression.seconds ?? 0) + reachOf(expression.of);
    case 'offset':
      return Math.max(0, expression.seconds) + reachOf(expression.of);
    case 'negative':
      return reachOf(expression.of);
    case 'binary':
      // What may take a zero away holds no number up.
      if (expression.operator === 'unless' && isZero(expression.left)) return reachOf(expression.left);
      return birthOf(expression) ?? Math.max(reachOf(expression.left), reachOf(expression.right));
    case 'call':
    case 'aggregate':
      return Math.max(0, ...expression.args.map(reachOf));
  }
}
