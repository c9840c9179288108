import { describe, expect, test } from 'vitest';
import { readPromql } from '../../../src/promql/read-query.ts';
import { compile } from '../../../src/pipeline.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { analysed } from '../../analysed.ts';
import { withInterval } from './promql-names.ts';

/** Three environments in three clusters that share one store and one name of a namespace. */
const shop = (labels: (cluster: string) => string) => `version: 1
name: shop
metrics: micrometer
targets: { kubernetes: { version: "1.35", keda: "2.18", namespace: checkout, prometheus: { url: "http://mimir.example.com/prometheus" }, monitoring: prometheus-operator } }
pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1..2, memory: 1Gi, ports: { http: 8080 }, probes: { readiness: { http: /ready } }, metrics: /metrics } }
    signals: { cpu: { target: 70%, for: 5m }, requests: 80/s, latency: { p99: 1s } }
  worker:
    kind: demand-driven
    replicas: 1..4
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requestQueue: { perReplica: 10, source: { prometheus: { gauge: 'edge_waiting{to="worker"}' } } } }
environments:
  dev: { ${labels('dev')} }
  production-eu: { ${labels('eu')} }
  production-us: { ${labels('us')} }
`;
const labelled = shop(cluster => `targets: { kubernetes: { prometheus: { labels: { cluster: ${cluster} } } } }`);

/** Series that the pools and their own objects emit; any other is somebody else's. */
const OWN = /^(?:kube_|container_|keda_|up$|http_server_requests_)/;

describe('environments that share a store', () => {
  const environments = compile(sourceText('shop.yaml', labelled)).value;

  test('each selector of what is their own has their labels, in triggers, alerts and panels', () => {
    expect(environments).toHaveLength(3);
    for (const { name, plan } of environments) {
      const cluster = name.replace('production-', '');
      const expressions = plan.pools.flatMap(({ on: { kubernetes } }) => [
        ...(kubernetes?.alerts ?? []).map(({ expression }) => expression.plain),
        ...(kubernetes?.panels ?? []).flatMap(({ queries }) =>
          queries.map(({ expression }) => withInterval(expression.plain)),
        ),
        ...(kubernetes?.autoscaler.kind === 'scaled-object' ? kubernetes.autoscaler.triggers : []).flatMap(trigger =>
          trigger.scaler === 'prometheus' ? [trigger.metadata.query?.plain ?? ''] : [],
        ),
      ]);
      const selectors = expressions.flatMap(text => {
        const reading = readPromql(text);
        expect(reading.problems, text).toEqual([]);
        return reading.selectors;
      });
      const own = selectors.filter(({ name: metric = '' }) => OWN.test(metric));
      const has = ({ matchers }: (typeof selectors)[number]) =>
        matchers.some(({ label, operator, value }) => label === 'cluster' && operator === '=' && value === cluster);
      expect(own.filter(selector => !has(selector)).map(selector => selector.name)).toEqual([]);
      expect(own.length).toBeGreaterThan(30);
      // Nothing is added to a series of somebody else: an exporter elsewhere may not have the label.
      const others = selectors.filter(({ name: metric = '' }) => !OWN.test(metric));
      expect(others.filter(has)).toEqual([]);
      expect(others.length).toBeGreaterThan(1);
    }
  });

  const shared = (text: string) =>
    analysed(sourceText('shop.yaml', text))
      .diagnostics.filter(({ id }) => id === 'environments-share-metrics')
      .map(({ path }) => path?.slice(0, 4).join('.'));

  test('so only what they cannot tell apart is a finding', () => {
    expect(new Set(shared(labelled))).toEqual(new Set(['pools.worker.signals.requestQueue']));
    expect(new Set(shared(shop(() => '')))).toEqual(
      new Set([
        'pools.worker.signals.requestQueue',
        'pools.api.signals.cpu',
        'pools.api.signals.requests',
        'pools.api.signals.latency',
      ]),
    );
  });
});

test('without an operator only the labels of the store tell targets apart', () => {
  const text = labelled.replace(', monitoring: prometheus-operator', '').replace(', metrics: /metrics', '');
  const [dev] = compile(sourceText('shop.yaml', text)).value;
  const autoscaler = dev?.plan.pools[0]?.on.kubernetes?.autoscaler;
  const queries =
    autoscaler?.kind === 'scaled-object'
      ? autoscaler.triggers.flatMap(trigger => (trigger.scaler === 'prometheus' ? [trigger.metadata.query?.plain] : []))
      : [];
  expect(queries.filter(query => query?.includes('up{cluster="dev",job="api"}')).length).toBeGreaterThan(0);
});
