import { derive, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { PrometheusSource } from '../../model/metric-source.ts';
import { formatDuration, seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';

/** Queries that are safe for their kind of series while `ignoreNullValues` is "false" (semantics 26). */

/**
 * A total: a gauge summed, a caller's counter as a rate. A histogram's total is its rate of calls. Of a pool that
 * `maySleep` no series at all is no work; of one that never does it is an error, which freezes the count. `own` where
 * the counter is the pool's: of one that may be at zero no target at all is no work, while a target that is down
 * stays an error; with a namespace, only targets there count.
 */
export function totalOf(
  source: PrometheusSource,
  over: Sourced<Seconds>,
  maySleep: boolean,
  own?: { readonly namespace: Sourced<string> | undefined },
): Sourced<string> {
  const range = mapped(over, formatDuration);
  switch (source.kind) {
    case 'query':
      return source.query;
    case 'gauge':
      // No vector(0): an absent exporter is an error, which freezes; reading it as zero would scale in.
      return text`sum(${source.series} >= 0)`;
    case 'counter': {
      // Zero is read only while the caller that counts is up.
      const up =
        own?.namespace === undefined
          ? text`up{job="${source.job}"}`
          : text`up{namespace="${own.namespace}",job="${source.job}"}`;
      const watched =
        own !== undefined && maySleep ? text`count(${up} == 1) > 0 or absent(${up})` : text`count(${up} == 1) > 0`;
      return text`(sum(rate(${source.series}[${range}])) or vector(0)) and on() (${watched})`;
    }
    case 'histogram': {
      const calls = text`sum(rate(${suffixed(source.series, '_count')}[${range}]))`;
      return maySleep ? text`${calls} or vector(0)` : calls;
    }
  }
}

/**
 * A quantile: an idle histogram gives NaN, which the comparison drops and zero replaces. Of a pool that never sleeps
 * the zero is made of the histogram's own calls, so that a histogram that is gone stays an error (semantics 26).
 */
export function quantileOf(
  source: PrometheusSource,
  quantile: Sourced<number>,
  over: Sourced<Seconds>,
  maySleep: boolean,
): Sourced<string> {
  if (source.kind !== 'histogram') return totalOf(source, over, maySleep);
  const range = mapped(over, formatDuration);
  const zero = maySleep ? text`vector(0)` : text`0 * sum(rate(${suffixed(source.series, '_count')}[${range}]))`;
  return text`(histogram_quantile(${quantile}, sum by (le) (rate(${suffixed(source.series, '_bucket')}[${range}]))) >= 0) or ${zero}`;
}

/** `name{labels}` with the suffix on the name. */
function suffixed(series: Sourced<string>, suffix: string): Sourced<string> {
  return derive(`series of the histogram that ends in ${suffix}`, { series }, v => {
    const brace = v.series.indexOf('{');
    return brace < 0 ? `${v.series}${suffix}` : `${v.series.slice(0, brace)}${suffix}${v.series.slice(brace)}`;
  });
}

/**
 * What a gauge will be in total after `ahead`, if each of its series goes on as it did. Each series by itself: of a
 * sum, one partition that is -1 for two scrapes, or a topic that is new, looks like a leap. A gauge, never a counter
 * (semantics 52, 53).
 */
export function forecastOf(
  gauge: Sourced<string>,
  over: Sourced<Seconds>,
  scrapeInterval: Sourced<Seconds>,
  ahead: Sourced<Seconds>,
): Sourced<string> {
  const samples = text`(${gauge} >= 0)${subquery(over, scrapeInterval)}`;
  return text`sum(clamp_min(predict_linear(${samples}, ${mapped<Seconds, number>(ahead, plain => plain)}), 0))`;
}

/** By how much a total grows, in units a second; below 0 while it shrinks. */
export function slopeOf(
  total: Sourced<string>,
  over: Sourced<Seconds>,
  scrapeInterval: Sourced<Seconds>,
): Sourced<string> {
  return text`deriv(${total}${subquery(over, scrapeInterval)})`;
}

/** At the resolution of the scrapes: left out it would be that of the rules, often a minute. */
function subquery(over: Sourced<Seconds>, scrapeInterval: Sourced<Seconds>): Sourced<string> {
  return text`[${mapped(over, formatDuration)}:${mapped(scrapeInterval, formatDuration)}]`;
}

/**
 * A range that was chosen grows with the scrape interval, of which it holds at least four (semantics 52); a written one
 * is the user's.
 */
export function steady(over: Sourced<Seconds>, scrapeInterval: Sourced<Seconds>): Sourced<Seconds> {
  if (over.origin.kind === 'written' || over.plain >= 4 * scrapeInterval.plain) return over;
  return derive('range = four scrapes', { scrapeInterval }, v => seconds(4 * v.scrapeInterval));
}

/** The range of a rate where none was declared. */
export function rangeOfFourScrapes(scrapeInterval: Sourced<Seconds>): Sourced<Seconds> {
  return derive(
    'range = four scrapes, which make a rate steady; the idle time is counted by the cooldown',
    { scrapeInterval },
    v => seconds(4 * v.scrapeInterval),
  );
}
