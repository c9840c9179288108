/** A quantity that replicas do not share: it does not halve where twice as many of them run. */
export type Measure = 'time' | 'percentage' | 'ratio';

/** With its article, for messages. */
export const MEASURES: { readonly [M in Measure]: string } = {
  time: 'a time',
  percentage: 'a percentage',
  ratio: 'a ratio',
};

/** Units as people end names of metrics with, in CamelCase, snake_case or words with dots. */
const ENDINGS: { readonly [M in Measure]: readonly string[] } = {
  time: [
    ...['nanos', 'nanoseconds', 'micros', 'microseconds', 'ms', 'millis', 'milliseconds', 'msec', 'msecs'],
    ...['seconds', 'sec', 'secs', 'minutes', 'hours', 'days'],
    ...['age', 'delay', 'duration', 'freshness', 'latency', 'time', 'timestamp', 'uptime'],
  ],
  percentage: ['percent', 'percentage', 'perc', 'pct', 'utilization', 'utilisation'],
  ratio: ['ratio', 'fraction', 'saturation'],
};

/** What people add behind the unit, which changes nothing about it: `latency_p99`, `LatencyAverage`. */
const AGGREGATES: ReadonlySet<string> = new Set([
  'avg',
  'average',
  'mean',
  'median',
  'max',
  'maximum',
  'min',
  'minimum',
  'last',
  'current',
  'sum',
  'total',
]);

/** The quantity that a name ends in; undefined where it ends in none of these. */
export function measureNamed(name: string): Measure | undefined {
  const words = wordsOf(name);
  const aged = words.indexOf('age');
  // The age of the oldest message, whatever comes behind it.
  if (aged >= 0 && words[aged + 1] === 'of') return 'time';
  while (AGGREGATES.has(words.at(-1) ?? '') || /^p\d+$/.test(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1);
  const before = words.at(-2) ?? '';
  if (last === undefined || NO_UNIT_AFTER.test(before)) return undefined;
  // `MaxTimeLag`: by how long it is behind.
  if (last === 'lag' && before === 'time') return 'time';
  if (last !== 'count' && words.includes('percent')) return 'percentage';
  return MEASURE_NAMES.find(measure => ENDINGS[measure].some(ending => isEnding(last, ending)));
}

/** Messages per minutes, by age, of the last 5 minutes, and those that come in real time, are counts. */
const NO_UNIT_AFTER = /^(?:per|by|real|\d+)$/;

/** Exporters write CPUUtilization as one word; a short ending would be part of too many others. */
function isEnding(word: string, ending: string): boolean {
  return ending.length >= 7 ? word.endsWith(ending) : word === ending;
}

const MEASURE_NAMES = ['time', 'percentage', 'ratio'] as const satisfies readonly Measure[];

/** `GetRecords.IteratorAgeMilliseconds` is get, records, iterator, age, milliseconds. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/%/g, ' percent ')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(word => word !== '');
}
