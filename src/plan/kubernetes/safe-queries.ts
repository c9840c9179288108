import { derive, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { PrometheusSource } from '../../model/metric-source.ts';
import { formatDuration, seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import { labelValue } from './label-value.ts';

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
  switch (source.kind) {
    case 'query':
      return source.query;
    case 'gauge':
      // No vector(0): an absent exporter is an error, which freezes; reading it as zero would scale in.
      return text`sum(${source.series} >= 0)`;
    case 'counter': {
      // Zero is read only while the caller that counts is up.
      const up = upOf(own ?? { job: source.job, namespace: undefined });
      const watched =
        own !== undefined && maySleep ? text`count(${up} == 1) > 0 or absent(${up})` : text`count(${up} == 1) > 0`;
      return text`(${callsOf(source.series, over)} or vector(0)) and on() (${watched})`;
    }
    case 'histogram': {
      const count = suffixed(source.series, '_count');
      const calls = callsOf(count, over);
      const zero = zeroOf(source.series, calls, maySleep, own);
      return zero === undefined ? calls : text`${calls} or ${zero}`;
    }
  }
}

/**
 * A total that wakes a pool. `rate` of a series that is born at 50 is 0 until it grows: everything up to the first
 * scrape of each series is lost, after a rollout of the caller too. What is born counts for as long as a rate does, and
 * in its unit. Only where the number sizes nothing: a rollout of the caller would ask for the maximum (semantics 26).
 */
export function wakeTotalOf(source: PrometheusSource, over: Sourced<Seconds>, maySleep: boolean): Sourced<string> {
  switch (source.kind) {
    case 'query':
    case 'gauge':
      return totalOf(source, over, maySleep);
    case 'counter':
      return text`(${callsAndBirths(source.series, over)}) and on() (count(${upOf({ job: source.job, namespace: undefined })} == 1) > 0)`;
    case 'histogram': {
      const made = callsAndBirths(suffixed(source.series, '_count'), over);
      const up = emitterOf(source.series);
      return up === undefined ? made : text`(${made}) and on() (count(${up} == 1) > 0)`;
    }
  }
}

function callsAndBirths(series: Sourced<string>, over: Sourced<Seconds>): Sourced<string> {
  const range = mapped(over, formatDuration);
  // A gap of the scrapes that is shorter is no birth.
  const before = derive('what was there before: ten minutes, or five ranges', { over }, v =>
    formatDuration(seconds(Math.max(600, 5 * v.over))),
  );
  const births = text`sum(${series} unless last_over_time(${series}[${before}] offset ${range}))`;
  return text`(${callsOf(series, over)} or vector(0)) + (${births} or vector(0)) / ${mapped<Seconds, number>(over, plain => plain)}`;
}

function callsOf(series: Sourced<string>, over: Sourced<Seconds>): Sourced<string> {
  return text`sum(rate(${series}[${mapped(over, formatDuration)}]))`;
}

function upOf({ job, namespace }: OwnTargets): Sourced<string> {
  return namespace === undefined
    ? text`up{job="${labelValue(job)}"}`
    : text`up{namespace="${namespace}",job="${labelValue(job)}"}`;
}

/**
 * A quantile in seconds: an idle histogram gives NaN, which the comparison drops and zero replaces. The zero is made of
 * the histogram's own calls, and where a job is known of its being scraped, so that a histogram that is gone stays an
 * error (semantics 26).
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
  const calls = callsOf(suffixed(source.series, '_count'), over);
  const time = text`histogram_quantile(${quantile}, sum by (le) (rate(${suffixed(source.series, '_bucket')}[${range}])))`;
  const divisor = divisorOf(source.series);
  const inSeconds = divisor === 1 ? time : text`${time} / ${String(divisor)}`;
  const zero = zeroOf(source.series, calls, maySleep, own);
  return text`(${inSeconds} >= 0) or 0 * ${calls}${zero === undefined ? text`` : text` or ${zero}`}`;
}

/**
 * Most runtimes register a series with its first request, so after a rollout of an idle pool there is none. Zero is
 * read then, unless there were calls within the hour, in which an alert has to be heard: metrics that are lost at work
 * are no silence (semantics 26). Where a job is known it must be scraped; of the pool itself, no target at all is no
 * work where it may be at zero. Undefined where nothing tells silence from loss.
 */
function zeroOf(
  series: Sourced<string>,
  calls: Sourced<string>,
  maySleep: boolean,
  own: OwnTargets | undefined,
): Sourced<string> | undefined {
  const unlessLost = text`unless on() (max_over_time(${calls}[1h:1m]) > 0)`;
  if (own === undefined && maySleep) return text`(vector(0) ${unlessLost})`;
  const up = own === undefined ? emitterOf(series) : upOf(own);
  if (up === undefined) return undefined;
  const scraped = text`(0 * count(${up} == 1) ${unlessLost})`;
  return maySleep ? text`${scraped} or 0 * sum(absent(${up}))` : scraped;
}

/** `up` of what emits a series, by the job and the namespace that its labels name. */
function emitterOf(series: Sourced<string>): Sourced<string> | undefined {
  const labels = labelsOf(series.plain);
  if (!labels.some(label => label.startsWith('job='))) return undefined;
  return derive('whether the emitter is scraped', { series }, v => `up{${labelsOf(v.series).join(',')}}`);
}

/** Matchers that every target of the emitter has, as they are written. */
function labelsOf(series: string): readonly string[] {
  return series.match(/(?<=[{,\s])(?:namespace|job)="(?:[^"\\]|\\.)*"/g) ?? [];
}

/** `name{labels}` with the suffix on the name, of which one may be there already. */
function suffixed(series: Sourced<string>, suffix: string): Sourced<string> {
  return derive(`series of the histogram that ends in ${suffix}`, { series }, v => {
    const [name, labels] = nameAndLabels(v.series);
    return `${name}${suffix}${labels}`;
  });
}

function nameAndLabels(series: string): readonly [name: string, labels: string] {
  const brace = series.indexOf('{');
  const [name, labels] = brace < 0 ? [series, ''] : [series.slice(0, brace), series.slice(brace)];
  return [name.trim().replace(/_(?:bucket|count|sum)$/, ''), labels];
}

/** How many of the histogram's unit a second has, by its name; Prometheus' own convention is seconds. */
function divisorOf(series: Sourced<string>): number {
  const [name] = nameAndLabels(series.plain);
  return UNITS.find(([unit]) => unit.test(name))?.[1] ?? 1;
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/_(?:milliseconds|millis|ms|msec)$/, 1000],
  [/_(?:microseconds|micros|us)$/, 1_000_000],
  [/_(?:nanoseconds|nanos|ns)$/, 1_000_000_000],
];

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
  const expected = text`predict_linear(${samples}, ${mapped<Seconds, number>(ahead, plain => plain)})`;
  // Only of what is still there: after a rollout of the exporter the range holds its old series beside the new.
  return text`sum(clamp_min(${expected} and ${gauge}, 0))`;
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
