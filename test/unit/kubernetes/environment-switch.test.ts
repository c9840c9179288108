import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/model/sourced.ts';
import { CONTAINER, at, compileText, file, list, systemOf } from './compile.ts';

const WEB = `kind: always-on\nreplicas: 2..10\n${CONTAINER}`;
const CPU = 'signals: {cpu: 70%}';
const BOTH = `environments:\n  production: {}\n`;

/** The system with these overlays instead of its one environment. */
function environments(text: string, overlays: string): string {
  return text.replace(BOTH, `environments:\n${overlays}\n`);
}

const namespaces = `  production: {targets: {kubernetes: {namespace: shop-prod}}}
  staging: {targets: {kubernetes: {namespace: shop-staging}}}`;

function dashboard(text: string, environment: string): Json {
  const data = at(file(compileText(text, environment), 'kubernetes/dashboard.yaml'), 'data') ?? {};
  const parsed: Json = JSON.parse(String(Object.values(data)[0]));
  return parsed;
}

const variables = (of: Json) => list(of, 'templating', 'list').slice(1);
const titles = (of: Json) => list(of, 'panels').map(panel => String(at(panel, 'title')));
const panelOf = (of: Json, title: string) => list(of, 'panels').find(panel => at(panel, 'title') === title);
const queries = (panel: Json | undefined) => list(panel, 'targets').map(target => String(at(target, 'expr')));

/** Each panel's queries once one environment is chosen, by title. */
function chosen(of: Json, values: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const filled = (text: string) =>
    Object.entries(values).reduce((all, [name, value]) => all.replaceAll(`$${name}`, () => value), text);
  return new Map(list(of, 'panels').map(panel => [String(at(panel, 'title')), queries(panel).map(filled)]));
}

describe('a dashboard of several environments', () => {
  const text = environments(systemOf({ web: `${WEB}\n${CPU}` }), namespaces);
  const [production, staging] = [dashboard(text, 'production'), dashboard(text, 'staging')];

  test('has them to choose from, its own first chosen', () => {
    expect(variables(production).map(variable => [at(variable, 'name'), at(variable, 'type')])).toEqual([
      ['environment', 'custom'],
    ]);
    expect(at(variables(production)[0], 'query')).toBe('production : shop-prod, staging : shop-staging');
    expect(at(variables(production)[0], 'current')).toEqual({ text: 'production', value: 'shop-prod' });
    expect(at(variables(staging)[0], 'current')).toEqual({ text: 'staging', value: 'shop-staging' });
    expect(list(variables(staging)[0], 'options').map(option => at(option, 'selected'))).toEqual([false, true]);
  });

  test("shows, once another is chosen, exactly what that one's own dashboard shows", () => {
    expect(queries(panelOf(production, 'web: replicas'))[0]).toBe(
      'max(kube_deployment_status_replicas{namespace="$environment",deployment="web"})',
    );
    expect(chosen(production, { environment: 'shop-staging' })).toEqual(
      chosen(staging, { environment: 'shop-staging' }),
    );
    expect([...chosen(production, { environment: 'shop-prod' }).values()].flat().join('\n')).not.toContain('staging');
  });

  test('says so', () => {
    expect(at(production, 'description')).toContain('Choose the environment on top');
  });
});

describe('a panel for which a switch would be false', () => {
  const queue = (query: string) => `signals: {requestQueue: {perReplica: 10, source: {prometheus: '${query}'}}}`;

  test('stays with its environment, in its title too, where a written query differs', () => {
    const text = environments(
      systemOf({ web: `${WEB}\n${queue('sum(edge_waiting{site="eu"})')}` }),
      namespaces.replace('staging: {', `staging: {pools: {web: {${queue('sum(edge_waiting{site="test"})')}}}, `),
    );
    const production = dashboard(text, 'production');
    expect(titles(production)).toContain('web: requests waiting for each replica (production)');
    const panel = panelOf(production, 'web: requests waiting for each replica (production)');
    expect(queries(panel)[0]).toContain('site="eu"');
    expect(queries(panel)[0]).not.toContain('$');
    expect(at(panel, 'description')).toBe(
      'Shows production whatever is chosen: there is no such panel in staging, or it has another query or target.',
    );
    expect(titles(dashboard(text, 'staging'))).toContain('web: requests waiting for each replica (staging)');
    expect(titles(production)).toContain('web: replicas');
  });

  test('is switched where it names the own namespace in each', () => {
    const named = (namespace: string) => queue(`sum(edge_waiting{namespace="${namespace}"})`);
    const text = environments(
      systemOf({ web: `${WEB}\n${named('shop-prod')}` }),
      namespaces.replace('staging: {', `staging: {pools: {web: {${named('shop-staging')}}}, `),
    );
    expect(queries(panelOf(dashboard(text, 'production'), 'web: requests waiting for each replica'))[0]).toContain(
      'edge_waiting{namespace="$environment"}',
    );
  });

  test('stays where its target is another, or the pool is not there', () => {
    const text = environments(
      systemOf({ web: `${WEB}\n${CPU}`, api: `${WEB}\n${CPU}` }),
      namespaces.replace('staging: {', 'staging: {pools: {web: {signals: {cpu: 50%}}, api: {stage: fixed}}, '),
    );
    const shown = titles(dashboard(text, 'production'));
    expect(shown).toContain('web: CPU in percent of the request (production)');
    expect(shown).toContain('web: replicas');
    expect(shown).toContain('api: replicas (production)');
  });

  test('says that it reads the same everywhere where nothing in it names the environment', () => {
    const text = environments(
      systemOf({
        web: `kind: always-on\nreplicas: 2..10\n${CONTAINER}\nsignals: {latency: {p99: 1s, source: {prometheus: {histogram: edge_seconds}}}}`,
      }),
      namespaces,
    );
    const panels = list(dashboard(text, 'production'), 'panels');
    const latency = panels.find(panel => String(at(panel, 'title')).includes('p99'));
    expect(queries(latency)[0]).not.toContain('$environment');
    expect(at(latency, 'description')).toBe('Reads the same series in every environment.');
  });
});

describe('what tells environments apart', () => {
  const labelled = (cluster: string, namespace = 'shop') =>
    `{targets: {kubernetes: {namespace: ${namespace}, prometheus: {url: "http://mimir", labels: {cluster: ${cluster}}}}}}`;
  const plain = systemOf({ web: `${WEB}\n${CPU}` }, { target: '' });

  test('may be another label than the namespace', () => {
    const text = environments(plain, `  eu: ${labelled('eu-1')}\n  us: ${labelled('us-1')}`);
    const of = dashboard(text, 'us');
    expect(at(variables(of)[0], 'query')).toBe('eu : eu-1, us : us-1');
    expect(queries(panelOf(of, 'web: replicas'))[0]).toBe(
      'max(kube_deployment_status_replicas{namespace="shop",cluster="$environment",deployment="web"})',
    );
  });

  test('may be several labels, which follow the one choice', () => {
    const text = environments(plain, `  eu: ${labelled('eu-1', 'a')}\n  us: ${labelled('us-1', 'b')}`);
    const of = dashboard(text, 'eu');
    expect(variables(of).map(variable => [at(variable, 'name'), at(variable, 'type'), at(variable, 'hide')])).toEqual([
      ['environment', 'custom', 0],
      ['own_namespace', 'query', 2],
      ['own_cluster', 'query', 2],
    ]);
    expect(at(variables(of)[0], 'query')).toBe('eu, us');
    expect(at(variables(of)[2], 'query')).toBe(
      'query_result(label_replace(label_replace(label_replace(vector(1), "name", "$environment", "", ""), "value", "eu-1", "name", "eu"), "value", "us-1", "name", "us"))',
    );
    expect(at(variables(of)[2], 'current')).toEqual({ text: 'eu-1', value: 'eu-1' });
    expect(queries(panelOf(of, 'web: replicas'))[0]).toContain('namespace="$own_namespace",cluster="$own_cluster"');
    expect(chosen(of, { own_namespace: 'b', own_cluster: 'us-1' })).toEqual(
      chosen(dashboard(text, 'us'), { own_namespace: 'b', own_cluster: 'us-1' }),
    );
  });

  test('is one choice for two environments that have the same', () => {
    const text = environments(
      plain,
      `  eu: ${labelled('eu-1')}\n  canary: ${labelled('eu-1')}\n  us: ${labelled('us-1')}`,
    );
    expect(at(variables(dashboard(text, 'canary'))[0], 'query')).toBe('eu / canary : eu-1, us : us-1');
    expect(at(variables(dashboard(text, 'canary'))[0], 'current')).toEqual({ text: 'eu / canary', value: 'eu-1' });
  });

  test('is the data source alone where no label does', () => {
    const text = environments(systemOf({ web: `${WEB}\n${CPU}` }), '  production: {}\n  staging: {}');
    const of = dashboard(text, 'production');
    expect(variables(of)).toEqual([]);
    expect(titles(of)).not.toContain('web: replicas (production)');
    expect(at(of, 'description')).toContain(
      'No label tells the series of production and staging apart: choose the data source of the one to be seen.',
    );
  });

  test('is nothing where there is one environment, or the other has labels of other names', () => {
    expect(variables(dashboard(systemOf({ web: `${WEB}\n${CPU}` }), 'production'))).toEqual([]);
    const text = environments(plain, `  eu: ${labelled('eu-1')}\n  dev: {targets: {kubernetes: {namespace: dev}}}`);
    expect(variables(dashboard(text, 'eu'))).toEqual([]);
  });
});

describe('an alert', () => {
  const pools = {
    web: `${WEB}\nsignals: {cpu: 70%, requestQueue: {perReplica: 10, source: {prometheus: {gauge: waiting}}}}`,
    batch: `kind: scale-to-zero\nreplicas: 0..5\n${CONTAINER}\nsignals: {kafkaLag: {perReplica: 100, consumerGroup: g, topics: [t]}}`,
  };
  const top = { top: 'kafka: {bootstrapServers: "kafka:9092"}' };
  const compiled = compileText(systemOf(pools, top));
  const rulesOf = (pool: string) =>
    list(file(compiled, `kubernetes/${pool}/prometheus-rule.yaml`), 'spec', 'groups', 0, 'rules');

  test('leads to the panel of its pool that shows what it is about', () => {
    const of = dashboard(systemOf(pools, top), 'production');
    const titleOf = (rule: Json) => {
      expect(at(rule, 'annotations', '__dashboardUid__')).toBe(at(of, 'uid'));
      const id = Number(at(rule, 'annotations', '__panelId__'));
      return at(
        list(of, 'panels').find(panel => at(panel, 'id') === id),
        'title',
      );
    };
    const linked = ['web', 'batch'].flatMap(pool =>
      rulesOf(pool).map(rule => `${String(at(rule, 'alert'))} → ${String(titleOf(rule))}`),
    );
    expect(linked).toEqual([
      'PoolPinnedAtMax → web: at its maximum',
      'CpuAboveTarget → web: CPU in percent of the request',
      'RequestQueueAboveTarget → web: requests waiting for each replica',
      'ScalerFails → web: errors of its triggers',
      'ScaledObjectFails → web: errors of its triggers',
      'AutoscalerInactive → web: errors of its triggers',
      'AutoscalerAbsent → web: replicas',
      'PoolPinnedAtMax → batch: at its maximum',
      'LagGrowsAtMax → batch: messages waiting for each replica',
      'LagAboveTarget → batch: messages waiting for each replica',
      'ScalerFails → batch: errors of its triggers',
      'ScaledObjectFails → batch: errors of its triggers',
      'AutoscalerInactive → batch: errors of its triggers',
      'AutoscalerAbsent → batch: replicas',
    ]);
  });

  test('leads to the dashboard that its pool is on, where there are several', () => {
    const many = compileText(
      systemOf(
        Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`pool-${String(index)}`, `${WEB}\n${CPU}`])),
      ),
    );
    const second = String(Object.values(at(file(many, 'kubernetes/dashboard-2.yaml'), 'data') ?? {})[0]);
    const rules = list(file(many, 'kubernetes/pool-39/prometheus-rule.yaml'), 'spec', 'groups', 0, 'rules');
    const parsed: Json = JSON.parse(second);
    expect(at(rules[0], 'annotations', '__dashboardUid__')).toBe(at(parsed, 'uid'));
    const id = Number(at(rules[0], 'annotations', '__panelId__'));
    expect(list(parsed, 'panels').some(panel => at(panel, 'id') === id)).toBe(true);
  });
});
