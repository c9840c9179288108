import { anyOf, ANYTHING, exists, isNumber, mapBounds, NOTHING, number, ofEach, series, within } from './value.ts';
import type { Value } from './value.ts';

const first = (args: readonly Value[]) => args[0] ?? ANYTHING;
const monotone = (map: (bound: number) => number) => (args: readonly Value[]) => mapBounds(first(args), map);
const calendar = (low: number, high: number) => (args: readonly Value[]) =>
  args.length === 0 ? number(low, high) : ofEach(first(args), low, high);
const unlabelled = (args: readonly Value[]) => ({ ...first(args), bare: false });

/** 2020-09-13: no clock of a running system is earlier. */
const EARLIEST = 1_600_000_000;
/** Above it `exp` is infinite. */
const LARGEST_EXPONENT = 709;

/** Functions of values of one moment; what is missing may be worth anything. */
export const FUNCTIONS: Readonly<Record<string, (args: readonly Value[]) => Value>> = {
  time: () => number(EARLIEST, Infinity),
  timestamp: args => ofEach(first(args), 0, Infinity),
  pi: () => number(Math.PI),
  vector: args => ({ ...first(args), one: true, bare: true }),
  scalar: args => scalarOf(first(args)),
  absent: args => absentOf(first(args)),
  abs: args => absolute(first(args)),
  ceil: monotone(Math.ceil),
  floor: monotone(Math.floor),
  round: args => rounded(first(args), args[1]),
  sgn: args => {
    const value = mapBounds(first(args), Math.sign);
    return value.infinite ? { ...value, infinite: false, low: -1, high: 1 } : value;
  },
  exp: args => {
    const value = mapBounds(first(args), Math.exp);
    return value.infinite
      ? { ...value, low: 0, high: Math.max(0, value.high) }
      : { ...value, infinite: first(args).high > LARGEST_EXPONENT };
  },
  sqrt: args =>
    first(args).low >= 0 && !first(args).infinite
      ? mapBounds(first(args), Math.sqrt)
      : { ...first(args), nan: true, low: 0, high: Infinity },
  clamp_min: ([value = ANYTHING, least = ANYTHING]) => clampedFrom(value, least),
  clamp_max: ([value = ANYTHING, most = ANYTHING]) => clampedTo(value, most),
  clamp: ([value = ANYTHING, least = ANYTHING, most = ANYTHING]) => {
    const clamped = clampedTo(clampedFrom(value, least), most);
    // Nothing is left where the least is above the most.
    return least.high <= most.low && !least.infinite && !most.infinite ? clamped : { ...clamped, empty: true };
  },
  sort: first,
  sort_desc: first,
  sort_by_label: first,
  sort_by_label_desc: first,
  info: unlabelled,
  label_replace: unlabelled,
  label_join: unlabelled,
  histogram_quantile: ([share = ANYTHING, buckets = ANYTHING]) => ofShare(quantileOf(buckets), share),
  histogram_avg: ([value = ANYTHING]) => quantileOf(value),
  histogram_count: first,
  histogram_sum: first,
  minute: calendar(0, 59),
  hour: calendar(0, 23),
  day_of_week: calendar(0, 6),
  day_of_month: calendar(1, 31),
  day_of_year: calendar(1, 366),
  days_in_month: calendar(28, 31),
  month: calendar(1, 12),
  year: args => (args.length === 0 ? number(2020, 9999) : ofEach(first(args), -Infinity, Infinity)),
};

/** To a multiple; of 0 or infinity there is none. */
function rounded(value: Value, to: Value | undefined): Value {
  if (to === undefined) return mapBounds(value, plain => Math.floor(plain + 0.5));
  return isNumber(to) && to.low > 0 && !to.nan && !to.infinite
    ? { ...value, low: -Infinity, high: Infinity }
    : anyOf(value);
}

/** `clamp_min`: what is below, infinitely too, becomes the least. */
function clampedFrom(value: Value, least: Value): Value {
  return clamped(value, least, Math.max);
}

function clampedTo(value: Value, most: Value): Value {
  return clamped(value, most, Math.min);
}

function clamped(value: Value, bound: Value, by: (a: number, b: number) => number): Value {
  const ranges: (readonly [number, number])[] = [];
  if (isNumber(value) && isNumber(bound)) ranges.push([by(value.low, bound.low), by(value.high, bound.high)]);
  if (value.infinite && isNumber(bound)) ranges.push([bound.low, bound.high]);
  if (bound.infinite && isNumber(value)) ranges.push([value.low, value.high]);
  return {
    ...value,
    nan: value.nan || (bound.nan && exists(value)),
    infinite: value.infinite || (bound.infinite && exists(value)),
    low: Math.min(...ranges.map(([low]) => low)),
    high: Math.max(...ranges.map(([, high]) => high)),
  };
}

/** Outside 0 to 1 a quantile is infinite, and for NaN it is NaN. */
export function ofShare(quantile: Value, share: Value): Value {
  const proper = isNumber(share) && share.low >= 0 && share.high <= 1 && !share.nan && !share.infinite;
  if (proper || !exists(quantile)) return quantile;
  const outside = share.infinite || (isNumber(share) && (share.low < 0 || share.high > 1));
  const inside = isNumber(share) && share.high >= 0 && share.low <= 1;
  return {
    ...quantile,
    ...(inside ? {} : { low: Infinity, high: -Infinity }),
    nan: share.nan || quantile.nan,
    infinite: outside || (inside && quantile.infinite),
  };
}

/** NaN unless there is exactly one element. */
function scalarOf(value: Value): Value {
  return { ...value, empty: false, nan: value.nan || value.empty || !value.one, one: true, bare: true };
}

/** 1 where there is nothing, and nothing where there is something. */
export function absentOf(value: Value): Value {
  if (!exists(value)) return { ...number(1), bare: false };
  return value.empty ? { ...series(1, 1), one: true } : NOTHING;
}

function absolute(value: Value): Value {
  const { low, high } = value;
  return within(value, low >= 0 ? low : high <= 0 ? -high : 0, Math.max(Math.abs(low), Math.abs(high)));
}

/** Without observations there is no quantile: NaN. Aggregated by `le` alone, one element is left. */
function quantileOf(buckets: Value): Value {
  const some = isNumber(buckets) && buckets.high > 0;
  return {
    ...buckets,
    nan: buckets.nan || !isNumber(buckets) ? buckets.nan : buckets.low <= 0,
    infinite: some,
    low: some ? 0 : Infinity,
    high: some ? Infinity : -Infinity,
  };
}
