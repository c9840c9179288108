import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KINDS, READS, SCENARIO_NAMES } from '../../scripts/docs/query-scenarios.ts';
import type { Kind, Scenario } from '../../scripts/docs/query-scenarios.ts';
import { askPrometheus } from '../../scripts/promql-oracle.mjs';
import type { OracleCase, OraclePoint } from '../../scripts/promql-oracle.mjs';
import { planSource } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { EVERYTHING } from '../matrix/everything.ts';
import { unlessSkipped } from '../programs.ts';
import { seriesFor } from './promql/series-for.ts';
import { ASKED_AT, INTERVAL, storeOf } from './promql/scenario-store.ts';
import { shopOf } from './promql/shop.ts';
import { withInterval } from '../unit/kubernetes/promql-names.ts';

const ROOT = join(import.meta.dirname, '../..');
const MINIMA = [2, 0] as const;

/** What the engine reads, in the words of the table. */
function said({ error, elements }: OraclePoint): string {
  if (error !== undefined) return `error: ${error}`;
  if (elements.length === 0) return '–';
  return elements
    .map(({ value }) => String(Math.round(Number(value.replace('Inf', 'Infinity')) * 100) / 100))
    .join(' and ');
}

/** The query of a kind; undefined where a pool with this minimum has none. */
function queryOf(kind: Kind, min: 0 | 2): string | undefined {
  const { environment, trigger } = KINDS[kind];
  const planned = planSource(sourceText('shop.yaml', shopOf(min))).value.find(({ name }) => name === environment);
  const on = planned?.plan.pools[0]?.on.kubernetes;
  if (on?.autoscaler.kind !== 'scaled-object') throw new Error(`${environment} has no ScaledObject`);
  const alert = on.alerts.find(({ name }) => name === trigger);
  const found = on.autoscaler.triggers.find(other => other.scaler === 'prometheus' && other.name.plain === trigger);
  return alert?.expression.plain ?? (found?.scaler === 'prometheus' ? found.metadata.query?.plain : undefined);
}

const KIND_NAMES: readonly Kind[] = [
  'gauge',
  'growth',
  'caller',
  'wake',
  'own',
  'ownTime',
  'otherTime',
  'cpu',
  'atMax',
];

describe('what each kind of query reads, by the engine of Prometheus:', () => {
  const cells = KIND_NAMES.flatMap(kind =>
    MINIMA.flatMap(min => {
      const query = queryOf(kind, min);
      return query === undefined ? [] : [{ kind, min, query }];
    }),
  );
  const queries = [...new Set(cells.map(({ query }) => query))];
  const cases = SCENARIO_NAMES.map(
    (scenario): OracleCase => ({
      interval: INTERVAL,
      series: storeOf(scenario),
      queries,
      at: [ASKED_AT],
    }),
  );
  const answers = askPrometheus(cases);

  function reads(scenario: Scenario, kind: Kind, min: 0 | 2): string | undefined {
    const cell = cells.find(one => one.kind === kind && one.min === min);
    const answered = answers?.[SCENARIO_NAMES.indexOf(scenario)];
    const point = answered?.find(({ query }) => query === cell?.query)?.points?.[0];
    return point && said(point);
  }

  test.for(SCENARIO_NAMES)('%s', (scenario, context) => {
    unlessSkipped(context, answers);
    const found = Object.fromEntries(
      KIND_NAMES.map(kind => {
        const [atLeastOne, fromZero] = [reads(scenario, kind, 2), reads(scenario, kind, 0)];
        const one = atLeastOne ?? fromZero ?? '';
        return [kind, atLeastOne === undefined || atLeastOne === fromZero ? one : `${one} / ${fromZero ?? ''}`];
      }),
    );
    expect(found).toEqual(READS[scenario]);
  });

  test('the table has a row for each scenario and a column for each kind', context => {
    unlessSkipped(context, answers);
    expect(Object.keys(READS)).toEqual([...SCENARIO_NAMES]);
    expect(Object.keys(KINDS)).toEqual(KIND_NAMES);
  });
});

/** Every query and expression that is emitted for a text: triggers, alerts, panels. */
function emitted(name: string, text: string): readonly Emitted[] {
  return planSource(sourceText(name, text)).value.flatMap(({ plan }) =>
    plan.pools.flatMap(({ pool, on: { kubernetes } }): readonly Emitted[] => {
      if (kubernetes === undefined) return [];
      const { autoscaler, alerts, panels } = kubernetes;
      const triggers = autoscaler.kind === 'scaled-object' ? autoscaler.triggers : [];
      const at = `${name} ${pool.key}`;
      return [
        ...triggers.flatMap(trigger =>
          trigger.scaler === 'prometheus' && trigger.metadata.query !== undefined
            ? [{ at: `${at} ${trigger.for}`, trigger: true, query: trigger.metadata.query.plain }]
            : [],
        ),
        ...alerts.map(alert => ({ at: `${at} ${alert.name}`, trigger: false, query: alert.expression.plain })),
        ...panels.flatMap(panel =>
          panel.queries.map(({ expression }) => ({
            at: `${at} ${panel.key}`,
            trigger: false,
            query: withInterval(expression.plain),
          })),
        ),
      ];
    }),
  );
}

interface Emitted {
  readonly at: string;
  /** KEDA reads it. */
  readonly trigger: boolean;
  readonly query: string;
}

function filesOf(folder: string): readonly (readonly [name: string, text: string])[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.yaml'))
    .map(file => [join(folder, file), readFileSync(join(ROOT, folder, file), 'utf8')] as const);
}

const TEXTS: readonly (readonly [name: string, text: string])[] = [
  ['pipestream-scaling.yaml', readFileSync(join(ROOT, 'pipestream-scaling.yaml'), 'utf8')],
  ...filesOf('examples').filter(([name]) => name.endsWith('pipestream-scaling.yaml')),
  ...filesOf('docs/configuration/examples'),
  ['docs/guides/shop.yaml', readFileSync(join(ROOT, 'docs/guides/shop.yaml'), 'utf8')],
  ['everything', EVERYTHING],
  ['shop', shopOf(0)],
  ['shop, never at zero', shopOf(2)],
];

describe('every query, alert and panel of every example', () => {
  const all = TEXTS.flatMap(([name, text]) =>
    ['full', 'cpu', 'observe'].flatMap(stage => emitted(name, text.replace(/^stage: .*$/m, `stage: ${stage}`))),
  );
  const byQuery = [...new Map(all.map(one => [`${String(one.trigger)} ${one.query}`, one])).values()];

  test.for(['one of each series', 'two of each series', 'nothing', 'series that begin', 'series that ended'] as const)(
    'is read by Prometheus without an error, and by KEDA as one element at most: %s',
    (state, context) => {
      expect(byQuery.length).toBeGreaterThan(150);
      const asked = askPrometheus(
        byQuery.map(
          ({ query }): OracleCase => ({
            interval: 30,
            series: seriesFor(query, state),
            queries: [query],
            at: [7200],
          }),
        ),
      );
      const answers = unlessSkipped(context, asked);
      const wrong = byQuery.flatMap(({ at, trigger, query }, index) => {
        const answer = answers[index]?.[0];
        const point = answer?.points?.[0];
        const error = answer?.refused ?? point?.error;
        if (error !== undefined) return [`${at}: ${error}\n  ${query}`];
        const several = trigger && (point?.elements.length ?? 0) > 1;
        const warned = point?.warnings?.filter(warning => !warning.startsWith('PromQL info'));
        return several || (warned?.length ?? 0) > 0 ? [`${at}: ${warned?.[0] ?? 'several elements'}\n  ${query}`] : [];
      });
      expect(wrong).toEqual([]);
    },
  );
});
