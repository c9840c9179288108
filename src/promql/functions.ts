import { ANYTHING, isNumber, mapBounds, NOTHING, number, series, within } from './value.ts';
import type { Value } from './value.ts';

const first = (args: readonly Value[]) => args[0] ?? ANYTHING;
const monotone = (map: (bound: number) => number) => (args: readonly Value[]) => mapBounds(first(args), map);
const calendar = (low: number, high: number) => (args: readonly Value[]) =>
  args.length === 0 ? number(low, high) : within(first(args), low, high);
const unlabelled = (args: readonly Value[]) => ({ ...first(args), bare: false });

/** 2020-09-13: no clock of a running system is earlier. */
const EARLIEST = 1_600_000_000;

/** Functions of values of one moment; what is missing may be worth anything. */
export const FUNCTIONS: Readonly<Record<string, (args: readonly Value[]) => Value>> = {
  time: () => number(EARLIEST, Infinity),
  timestamp: args => within(first(args), EARLIEST, Infinity),
  pi: () => number(Math.PI),
  vector: args => ({ ...first(args), one: true, bare: true }),
  scalar: args => scalarOf(first(args)),
  absent: args => absentOf(first(args)),
  abs: args => absolute(first(args)),
  ceil: monotone(Math.ceil),
  floor: monotone(Math.floor),
  round: args =>
    args.length > 1 ? { ...first(args), low: -Infinity, high: Infinity } : mapBounds(first(args), Math.round),
  sgn: monotone(Math.sign),
  exp: monotone(Math.exp),
  sqrt: args =>
    first(args).low >= 0 ? mapBounds(first(args), Math.sqrt) : { ...first(args), nan: true, low: 0, high: Infinity },
  clamp_min: ([value = ANYTHING, least = ANYTHING]) =>
    within(value, Math.max(value.low, least.low), Math.max(value.high, least.high)),
  clamp_max: ([value = ANYTHING, most = ANYTHING]) =>
    within(value, Math.min(value.low, most.low), Math.min(value.high, most.high)),
  clamp: ([value = ANYTHING, least = ANYTHING, most = ANYTHING]) =>
    within(
      value,
      Math.min(Math.max(value.low, least.low), most.low),
      Math.min(Math.max(value.high, least.high), most.high),
    ),
  sort: first,
  sort_desc: first,
  sort_by_label: first,
  sort_by_label_desc: first,
  info: first,
  label_replace: unlabelled,
  label_join: unlabelled,
  histogram_quantile: ([, buckets = ANYTHING]) => quantileOf(buckets),
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
  year: calendar(2020, 9999),
};

/** NaN unless there is exactly one element. */
function scalarOf(value: Value): Value {
  return { ...value, empty: false, nan: value.nan || value.empty || !value.one, one: true, bare: true };
}

/** 1 where there is nothing, and nothing where there is something. */
export function absentOf(value: Value): Value {
  const present = isNumber(value) || value.nan || value.infinite;
  if (!present) return { ...number(1), bare: false };
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
