import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/pipeline.ts';
import { proofsOf } from '../../../src/proof/prove.ts';
import { watchedAlerts } from '../../../src/proof/kubernetes/watched.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { metricsIn, parses } from '../kubernetes/promql-names.ts';

const SYSTEM = `version: 1
name: shop
targets:
  kubernetes: { version: "1.35", namespace: shop, keda: "2.18", prometheus: "http://prometheus.monitoring:9090", monitoring: prometheus-operator }
kafka: { bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter }
pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 4 }
    coldStart: 2m
    idle: 5m
    labels: { team: orders, example.com/tier: "2" }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
`;

function alertsOf(rest: string) {
  const { value, diagnostics } = compile(sourceText('shop.yaml', `${SYSTEM}${rest}`));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [environment] = value;
  const pool = environment?.plan.pools[0];
  if (environment === undefined || pool === undefined) throw new Error('no pool');
  const [proof] = proofsOf(environment.plan, pool);
  if (proof === undefined) throw new Error('no proof');
  return { proof, alerts: watchedAlerts(pool, proof), rendered: environment.rendered };
}

describe('a pool at zero is held to the times of its proof', () => {
  const { proof, alerts, rendered } = alertsOf(
    '    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], activation: 4 } }\n',
  );
  const [wakes, returns] = alerts;

  test('it must wake: 2m15s, in whole minutes and one more', () => {
    expect(proof.wake?.paths[0]?.longest.plain).toBe(135);
    expect(wakes).toMatchObject({ name: 'PoolDoesNotWake', for: { plain: '4m' } });
    expect(wakes?.expression.plain).toMatch(
      /^max\(\(.* > 4\)\) and on \(\) \(\(max\(kube_deployment_status_replicas_available/,
    );
  });

  test('it must return: 5m30s, in whole minutes and one more', () => {
    expect(proof.back?.after?.plain).toBe(330);
    expect(returns).toMatchObject({ name: 'PoolDoesNotReturn', for: { plain: '7m' } });
    expect(returns?.expression.plain).toMatch(/^max\(kube_deployment_status_replicas\{.*> 0 and on \(\) \(.* <= 4\)$/);
  });

  test('Prometheus can parse them', () => {
    for (const { expression } of alerts) {
      expect(parses(expression.plain)).toBe(true);
      expect(metricsIn(expression.plain).length).toBeGreaterThan(1);
    }
  });

  test('they are emitted, with the environment and the labels of the pool', () => {
    const rules = rendered.find(({ path }) => path === 'kubernetes/worker/prometheus-rule.yaml')?.text ?? '';
    expect(rules).toMatch(
      /alert: PoolDoesNotWake[\s\S]*?labels:\n +team: orders\n +example_com_tier: '2'\n +severity: critical\n +namespace: shop\n +environment: default\n +pool: worker/,
    );
    expect(rules).toContain('alert: PoolDoesNotReturn');
  });
});

test('a window of a schedule needs no work, so nobody is told that the pool runs without any', () => {
  const { alerts } = alertsOf(`    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work] } }
    schedule: { timezone: UTC, windows: [{ from: "07:00", to: "21:00", min: 1 }] }
`);
  expect(alerts.map(({ name }) => name)).toEqual(['PoolDoesNotWake']);
});

test('a pool that is never at zero is not watched so', () => {
  const { alerts } = alertsOf(
    '    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work] } }\n',
  );
  expect(alerts).toHaveLength(2);
  const awake = compile(
    sourceText(
      'shop.yaml',
      `${SYSTEM.replace('scale-to-zero', 'always-on').replace('{ max: 4 }', '1..4')}    signals: { cpu: 70% }\n`,
    ),
  ).value[0];
  expect(awake?.rendered.some(({ text }) => text.includes('PoolDoesNot'))).toBe(false);
});
