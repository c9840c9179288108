import { describe, expect, test } from 'vitest';
import { askPrometheus } from '../../scripts/promql-oracle.mjs';
import type { OracleAnswer, OraclePoint } from '../../scripts/promql-oracle.mjs';
import { asleepWorld } from '../../src/proof/kubernetes/wake.ts';
import { evaluate } from '../../src/promql/evaluate.ts';
import { readPromql } from '../../src/promql/read-query.ts';
import type { PromqlReading } from '../../src/promql/read-query.ts';
import type { Value } from '../../src/promql/value.ts';
import { unlessSkipped } from '../programs.ts';
import { runs } from '../properties.ts';
import { generatedQueries } from './promql/generated-queries.ts';
import { ASKED_AT, ASLEEP, FROM, IDLE } from './promql/stores.ts';
import type { Store } from './promql/stores.ts';

/** `FUZZ_SEED` and `FUZZ_TIMES` try others (`npm run fuzz`). */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_260);
const QUERIES = runs(10_000);
const NAMES = { own: new Set(['p']), others: ['gateway', 'proxy', 'exporter', 'q', 'another-workload'] };

interface Judged {
  readonly query: string;
  readonly reading: PromqlReading;
  /** Prometheus does not parse it, or refuses to work it out whatever there is. */
  readonly refused: string | undefined;
  readonly answers: readonly Answered[];
}

interface Answered {
  readonly state: 'asleep' | 'idle';
  readonly store: string;
  readonly point: OraclePoint;
}

const judged = judge();

function judge(): readonly Judged[] | undefined {
  const queries = generatedQueries(QUERIES, SEED);
  const stores = [...named('asleep', ASLEEP), ...named('idle', IDLE)];
  const found = askPrometheus(
    stores.map(({ series, interval }) => ({ series, interval, from: FROM, queries, at: [ASKED_AT] })),
  );
  return (
    found &&
    queries.map((query, index) => {
      const answers = stores.flatMap(({ state, store }, at): readonly Answered[] => {
        const point = found[at]?.[index]?.points?.[0];
        return point === undefined ? [] : [{ state, store, point }];
      });
      return { query, reading: readPromql(query), refused: refusalIn(found[0]?.[index], answers), answers };
    })
  );
}

function named(
  state: Answered['state'],
  stores: Readonly<Record<string, Store>>,
): readonly (Store & Pick<Answered, 'state' | 'store'>)[] {
  return Object.entries(stores).map(([store, held]) => ({ ...held, state, store }));
}

/** A text for a label or a pattern is looked at when it is needed. */
function refusalIn(answer: OracleAnswer | undefined, answers: readonly Answered[]): string | undefined {
  if (answer?.refused !== undefined) return answer.refused;
  return answers.map(({ point }) => point.error).find(error => error?.includes('invalid regular expression') === true);
}

describe(`${String(QUERIES)} generated queries are read as Prometheus answers them:`, () => {
  test('what is refused is what Prometheus refuses', context => {
    const all = unlessSkipped(context, judged);
    const wrong = all.flatMap(({ query, reading: { problems }, refused }) =>
      problems.length > 0 === (refused !== undefined)
        ? []
        : [`${query}\n  Prometheus: ${refused ?? 'fine'}\n  here: ${problems[0]?.message ?? 'fine'}`],
    );
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(all.filter(({ refused }) => refused !== undefined).length).toBeGreaterThan(QUERIES / 10);
  });

  test('a query of one element never has two', context => {
    const all = sound(unlessSkipped(context, judged)).filter(({ reading }) => reading.one);
    const wrong = all.flatMap(({ query, answers }) =>
      answers
        .filter(({ point }) => point.elements.length > 1)
        .map(({ store, point }) => `${query}: ${String(point.elements.length)} with ${store}`),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(all.length).toBeGreaterThan(QUERIES / 5);
  });

  test('what cannot wake a pool at zero is never above the activation', context => {
    const all = sound(unlessSkipped(context, judged)).filter(({ reading }) => !(asleep(reading).high > 0));
    const wrong = all.flatMap(({ query, answers }) =>
      numbersIn(answers, 'asleep')
        .filter(({ value }) => value > 0 && Number.isFinite(value))
        .map(({ store, value }) => `${query}: ${String(value)} with ${store}`),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(all.length).toBeGreaterThan(QUERIES / 10);
  });

  test('every value lies within the bounds that the proofs work with', context => {
    const wrong = sound(unlessSkipped(context, judged)).flatMap(({ query, reading, answers }) =>
      (['asleep', 'idle'] as const).flatMap(state => {
        const bounds = state === 'asleep' ? asleep(reading) : reading.idle;
        const outside = numbersIn(answers, state).filter(({ value }) => !isWithin(value, bounds));
        const above = numbersIn(answers, state).filter(({ value }) => value > reading.most + tolerance(value));
        return [...outside, ...above].map(({ store, value }) => `${query}: ${String(value)} with ${store}, ${state}`);
      }),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  test('what is never empty is not, and what has no labels has none', context => {
    const wrong = sound(unlessSkipped(context, judged)).flatMap(({ query, reading, answers }) =>
      answers.flatMap(({ state, store, point: { elements, error } }) => {
        if (error !== undefined) return [];
        const { empty, bare } = state === 'asleep' ? asleep(reading) : reading.idle;
        const missing = elements.length === 0 && !empty && reading.type !== 'range';
        const labelled = bare && elements.some(({ labels }) => Object.keys(labels).length > 0);
        return missing || labelled ? [`${query}: ${missing ? 'empty' : 'labels'} with ${store}, ${state}`] : [];
      }),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

function sound(all: readonly Judged[]): readonly Judged[] {
  return all.filter(({ reading, refused }) => refused === undefined && reading.expression !== undefined);
}

function asleep({ expression }: PromqlReading): Value {
  if (expression === undefined) throw new Error('a query that is refused has no value');
  return evaluate(expression, asleepWorld(NAMES));
}

function numbersIn(
  answers: readonly Answered[],
  state: Answered['state'],
): readonly { readonly store: string; readonly value: number }[] {
  return answers
    .filter(answer => answer.state === state && answer.point.error === undefined)
    .flatMap(({ store, point }) =>
      point.elements.map(({ value }) => ({ store, value: Number(value.replace('Inf', 'Infinity')) })),
    );
}

function isWithin(value: number, { nan, infinite, low, high }: Value): boolean {
  if (Number.isNaN(value)) return nan;
  if (!Number.isFinite(value)) return infinite;
  return value >= low - tolerance(value) && value <= high + tolerance(value);
}

/** Of a calculation in another order. */
function tolerance(value: number): number {
  return 1e-9 * Math.max(1, Math.abs(value));
}
