import { readPromql } from '../../../src/promql/read-query.ts';
import type { Matcher, SelectorUse } from '../../../src/promql/read-query.ts';

type State = 'one of each series' | 'two of each series' | 'nothing' | 'series that begin' | 'series that ended';

/** Samples of two hours, by what a series is. */
const SAMPLES: { readonly [S in State]: { readonly counter: string; readonly gauge: string } } = {
  'one of each series': { counter: '0+30x240', gauge: '1x240' },
  'two of each series': { counter: '0+30x240', gauge: '1x240' },
  nothing: { counter: 'stale', gauge: 'stale' },
  'series that begin': { counter: '_x239 5x2', gauge: '_x239 1x2' },
  'series that ended': { counter: '0+30x220 stale', gauge: '1x220 stale' },
};

/** Series that every selector of a query lets through, in promtool's notation. */
export function seriesFor(query: string, state: State): Readonly<Record<string, string>> {
  const { counter, gauge } = SAMPLES[state];
  const instances = state === 'two of each series' ? ['a', 'b'] : ['a'];
  return Object.fromEntries(
    readPromql(query).selectors.flatMap(selector =>
      instances.map((instance): [string, string] => [
        described(selector, instance),
        /_(?:total|count|bucket|sum)$/.test(selector.name ?? '') ? counter : gauge,
      ]),
    ),
  );
}

function described({ name = '', matchers }: SelectorUse, instance: string): string {
  const labels = new Map([
    ['instance', instance],
    ...(name.endsWith('_bucket') ? [['le', '+Inf'] as const] : []),
    ...matchers.flatMap(matcher => {
      const value = letThrough(matcher);
      return value === undefined ? [] : [[matcher.label, value] as const];
    }),
  ]);
  return `${name}{${[...labels].map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}}`;
}

/** A value that the matcher lets through; undefined for none at all. */
function letThrough({ operator, value }: Matcher): string | undefined {
  if (operator === '=') return value === '' ? undefined : value;
  if (operator === '!=' || operator === '!~') return value === '' ? 'x' : undefined;
  const [first = ''] = value.split('|');
  const text = first
    .replaceAll('[a-z0-9]+', 'a1')
    .replaceAll('[0-9]+', '0')
    .replaceAll(/\.[*+]/g, 'x')
    .replaceAll('\\.', '.');
  if (!new RegExp(`^(?:${value})$`, 's').test(text)) throw new Error(`${text} is not let through by ${value}`);
  return text;
}
