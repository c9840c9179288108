import { describe, expect, test } from 'vitest';
import { askPrometheus } from '../../scripts/promql-oracle.mjs';
import type { Json } from '../../src/model/sourced.ts';
import { EVERYTHING } from '../matrix/everything.ts';
import { unlessSkipped } from '../programs.ts';
import { CONTAINER, at, compileText, file, list, systemOf } from '../unit/kubernetes/compile.ts';
import { withInterval } from '../unit/kubernetes/promql-names.ts';

/** Two environments that two labels tell apart. */
const overlay = (name: string, cluster: string, namespace: string) =>
  `  ${name}: {targets: {kubernetes: {namespace: ${namespace}, prometheus: {url: "http://mimir", labels: {cluster: ${cluster}}}}}}`;
const TWO = systemOf(
  { web: `kind: always-on\nreplicas: 2..10\n${CONTAINER}\nsignals: {cpu: 70%}` },
  { target: '' },
).replace('  production: {}\n', `${overlay('eu', 'eu-1', 'shop-a')}\n${overlay('us', 'us-1', 'shop-b')}\n`);

function dashboard(text: string, environment: string | undefined): Json {
  const data = at(file(compileText(text, environment), 'kubernetes/dashboard.yaml'), 'data') ?? {};
  const parsed: Json = JSON.parse(String(Object.values(data)[0]));
  return parsed;
}

const variables = (of: Json) => list(of, 'templating', 'list').slice(1);

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((all, [name, value]) => all.replaceAll(`$${name}`, () => value), text);
}

/** What the hidden variables are to be once an environment is chosen. */
const OWN = { eu: { namespace: 'shop-a', cluster: 'eu-1' }, us: { namespace: 'shop-b', cluster: 'us-1' } };

describe('a dashboard, by the engine of Prometheus:', () => {
  test.for(['eu', 'us'] as const)('the labels of the environment follow the choice of %s', (chosen, context) => {
    const hidden = variables(dashboard(TWO, 'eu')).slice(1);
    const queries = hidden.map(variable =>
      filled(String(at(variable, 'query')).replace(/^query_result\((.*)\)$/, '$1'), { environment: chosen }),
    );
    const answers = unlessSkipped(context, askPrometheus([{ interval: 30, series: {}, queries, at: [600] }]));
    const read = answers[0]?.map(({ points }) => points?.[0]?.elements.map(({ labels }) => labels['value']));
    expect(read).toEqual([[OWN[chosen].namespace], [OWN[chosen].cluster]]);
  });

  test('each query of each panel is taken once its variables are chosen', context => {
    const panels = [
      ...list(dashboard(TWO, 'us'), 'panels').map(
        panel => [panel, { own_namespace: 'shop-a', own_cluster: 'eu-1' }] as const,
      ),
      ...list(dashboard(EVERYTHING, undefined), 'panels').map(panel => [panel, { environment: 'shop' }] as const),
    ];
    const queries = panels.flatMap(([panel, values]) =>
      list(panel, 'targets').map(target => withInterval(filled(String(at(target, 'expr')), values))),
    );
    expect(queries.length).toBeGreaterThan(30);
    expect(queries.filter(query => query.includes('$'))).toEqual([]);
    const answers = unlessSkipped(context, askPrometheus([{ interval: 30, series: {}, queries, at: [600] }]));
    const wrong = answers[0]?.flatMap(({ refused, points }) => refused ?? points?.[0]?.error ?? []);
    expect(wrong).toEqual([]);
  });

  test('the count that rises by three and falls by two is shown as both', context => {
    const web = list(dashboard(TWO, 'eu'), 'panels').find(
      panel => at(panel, 'title') === 'web: changes of the replica count',
    );
    const expression = filled(String(at(list(web, 'targets')[0], 'expr')), {
      own_namespace: 'shop-a',
      own_cluster: 'eu-1',
    });
    const series = {
      // Twice, since two of kube-state-metrics may run.
      ...Object.fromEntries(
        ['a', 'b'].map(instance => [
          `kube_deployment_spec_replicas{namespace="shop-a",cluster="eu-1",deployment="web",instance="${instance}"}`,
          '2x9 5x9 3x20',
        ]),
      ),
      'kube_deployment_spec_replicas{namespace="shop-b",cluster="us-1",deployment="web"}': '7x40',
    };
    const asked = askPrometheus([
      { interval: 30, series, queries: [withInterval(expression)], at: [240, 300, 360, 540, 600, 660, 720] },
    ]);
    const points = unlessSkipped(context, asked)[0]?.[0]?.points;
    expect(points?.map(({ elements }) => elements.map(({ value }) => Number(value)))).toEqual([
      [0],
      [3],
      [0],
      [0],
      [-2],
      [0],
      [0],
    ]);
  });
});
