import { derive, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { PrometheusSource } from '../../model/metric-source.ts';
import { formatDuration, seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';

/** Queries that are safe for their kind of series while `ignoreNullValues` is "false" (semantics 26). */

/** What serves the pool counts itself: its targets, by which a metric that is lost is told from one that is silent. */
export interface OwnTargets {
  readonly job: Sourced<string>;
  /** With one only targets there count. */
  readonly namespace: Sourced<string> | undefined;
}

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
  own?: OwnTargets,
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
      const targets = own ?? { job: source.job, namespace: undefined };
      return text`(sum(rate(${source.series}[${range}])) or vector(0)) and on() (${isWatched(targets, own !== undefined && maySleep)})`;
    }
    case 'histogram': {
      const calls = text`sum(rate(${suffixed(source.series, '_count')}[${range}]))`;
      return maySleep ? text`${calls} or ${silence(calls, own)}` : calls;
    }
  }
}

/**
 * A quantile: an idle histogram gives NaN, which the comparison drops and zero replaces. Of a pool that never sleeps
 * the zero is made of the histogram's own calls, so that a histogram that is gone stays an error (semantics 26). One
 * that may be at zero has no calls there, and is silent only as long as that is known.
 */
export function quantileOf(
  source: PrometheusSource,
  quantile: Sourced<number>,
  over: Sourced<Seconds>,
  maySleep: boolean,
  own?: OwnTargets,
): Sourced<string> {
  if (source.kind !== 'histogram') return totalOf(source, over, maySleep);
  const range = mapped(over, formatDuration);
  const calls = text`sum(rate(${suffixed(source.series, '_count')}[${range}]))`;
  const zero = maySleep ? text`0 * ${calls} or ${silence(calls, own)}` : text`0 * ${calls}`;
  return text`(histogram_quantile(${quantile}, sum by (le) (rate(${suffixed(source.series, '_bucket')}[${range}]))) >= 0) or ${zero}`;
}

/**
 * Zero for a histogram that has no series, and nothing where it was lost under load. The pool's own has none while no
 * replica runs, and its targets say so. Somebody else's has none before its first call, so it is not known to be lost
 * only where there was no call in the last hour, in which an alert has to be heard (semantics 26).
 */
function silence(calls: Sourced<string>, own: OwnTargets | undefined): Sourced<string> {
  return own === undefined
    ? text`(vector(0) unless on() (max_over_time(${calls}[1h:1m]) > 0))`
    : text`(vector(0) and on() (${isWatched(own, true)}))`;
}

function isWatched({ job, namespace }: OwnTargets, mayBeGone: boolean): Sourced<string> {
  const up = namespace === undefined ? text`up{job="${job}"}` : text`up{namespace="${namespace}",job="${job}"}`;
  return mayBeGone ? text`count(${up} == 1) > 0 or absent(${up})` : text`count(${up} == 1) > 0`;
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
