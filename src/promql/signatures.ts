export type PromqlType = 'scalar' | 'string' | 'vector' | 'range';

/** What a function takes and returns. */
export interface Signature {
  readonly takes: readonly PromqlType[];
  /** Of the last ones, how many may be left out. */
  readonly optional: number;
  /** How many more there may be, of the type of the last one. */
  readonly more: number;
  readonly returns: PromqlType;
}

/** By name, as Prometheus declares them (promql/parser/functions.go, v3.16); a name that is missing may be newer. */
export const SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ...signatures(
    'vector',
    ['vector'],
    'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count',
    'histogram_sum histogram_stddev histogram_stdvar ln log10 log2 rad sgn sin sinh sort sort_desc sqrt',
    'start_timestamp tan tanh timestamp',
  ),
  ...signatures(
    'vector',
    ['range'],
    'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate',
    'last_over_time mad_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time',
    'stdvar_over_time sum_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time',
    'ts_of_min_over_time',
  ),
  ...signatures('vector', ['vector', 'scalar'], 'clamp_max clamp_min'),
  ...signatures('vector', ['vector', 'scalar', 'scalar'], 'clamp'),
  ...signatures('vector', ['scalar', 'vector'], 'histogram_quantile'),
  ...signatures('vector', ['scalar', 'scalar', 'vector'], 'histogram_fraction'),
  ...signatures('vector', ['scalar', 'range'], 'quantile_over_time'),
  ...signatures('vector', ['range', 'scalar'], 'predict_linear'),
  ...signatures('vector', ['range', 'scalar', 'scalar'], 'double_exponential_smoothing'),
  ...signatures('vector', ['vector', 'string', 'string', 'string', 'string'], 'label_replace'),
  ...signatures('vector', ['scalar'], 'vector'),
  ...signatures('scalar', ['vector'], 'scalar'),
  ...signatures('scalar', [], 'end pi range start step time'),
  ...optional(['vector'], 1, 0, 'day_of_month day_of_week day_of_year days_in_month hour minute month year'),
  ...optional(['vector', 'scalar'], 1, 0, 'round'),
  ...optional(['vector', 'vector'], 1, 0, 'info'),
  ...optional(['vector', 'string', 'string', 'string'], 1, Infinity, 'label_join'),
  ...optional(['vector', 'string'], 1, Infinity, 'sort_by_label sort_by_label_desc'),
  ...optional(['vector', 'string', 'scalar', 'scalar'], 1, 8, 'histogram_quantiles'),
]);

function signatures(
  returns: PromqlType,
  takes: readonly PromqlType[],
  ...names: readonly string[]
): readonly (readonly [string, Signature])[] {
  return names.flatMap(line => line.split(' ')).map(name => [name, { takes, optional: 0, more: 0, returns }]);
}

function optional(
  takes: readonly PromqlType[],
  left: number,
  more: number,
  names: string,
): readonly (readonly [string, Signature])[] {
  return names.split(' ').map(name => [name, { takes, optional: left, more, returns: 'vector' }]);
}

/** The parameter that an aggregation takes before its series; undefined for one that takes none. */
export function parameterOf(aggregation: string): PromqlType | undefined {
  return PARAMETERS.get(aggregation);
}

const PARAMETERS: ReadonlyMap<string, PromqlType> = new Map([
  ['topk', 'scalar'],
  ['bottomk', 'scalar'],
  ['quantile', 'scalar'],
  ['limitk', 'scalar'],
  ['limit_ratio', 'scalar'],
  ['count_values', 'string'],
]);
