import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/model/sourced.ts';
import { CONTAINER, KAFKA, QUEUE, at, compilePool, list, object, paths } from './compile.ts';
import type { Compiled } from './compile.ts';
import { KNOWN, metricsIn, parses } from './promql-names.ts';

const POOL = `kind: always-on\nreplicas: 2..10\n${CONTAINER}`;
const SQS = 'queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"}, perReplica: 2}';
/** The thresholds of the scaling document. */
const DOCUMENT = `cpu: {target: 70%, for: 5m}, kafkaLag: {perReplica: 1000, growth: 5m}, latency: {p99: 500ms}, ${QUEUE}`;

const rules = (compiled: Compiled) => list(object(compiled, 'prometheus-rule.yaml'), 'spec', 'groups', 0, 'rules');
const names = (compiled: Compiled) => rules(compiled).map(rule => at(rule, 'alert'));
const alert = (compiled: Compiled, name: string): Json | undefined =>
  rules(compiled).find(rule => at(rule, 'alert') === name);
const expression = (compiled: Compiled, name: string) => String(at(alert(compiled, name), 'expr'));

describe('alerts of a pool on Kubernetes', () => {
  const compiled = compilePool(`${POOL}\nsignals: {${DOCUMENT}}`, { top: KAFKA });

  test('on each threshold, on the maximum, on lag that grows there, and on what cannot be read', () => {
    expect(names(compiled)).toEqual([
      'PoolPinnedAtMax',
      'LagGrowsAtMax',
      'CpuAboveTarget',
      'LagAboveTarget',
      'RequestQueueAboveTarget',
      'LatencyAboveTarget',
      'ScalerFails',
      'ScaledObjectFails',
      'AutoscalerInactive',
      'AutoscalerAbsent',
    ]);
  });

  test.each([
    [
      'CpuAboveTarget',
      '(100 * sum(max by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{namespace="shop",pod=~"web-[a-z0-9]+-[a-z0-9]+",container="app"}[5m]))) / sum(max by (namespace, pod, container) (kube_pod_container_resource_requests{namespace="shop",pod=~"web-[a-z0-9]+-[a-z0-9]+",container="app",resource="cpu"}) * on (namespace, pod) group_left () max by (namespace, pod) (kube_pod_status_phase{namespace="shop",pod=~"web-[a-z0-9]+-[a-z0-9]+",phase=~"Pending|Running"} == 1))) > 70',
    ],
    [
      'LagAboveTarget',
      '((sum(kafka_consumergroup_lag{consumergroup="web"} >= 0)) / scalar(clamp_min(max(kube_deployment_status_replicas{namespace="shop",deployment="web"}), 1))) > 1000',
    ],
    [
      'RequestQueueAboveTarget',
      '((sum(pending{queue="web"} >= 0)) / scalar(clamp_min(max(kube_deployment_status_replicas{namespace="shop",deployment="web"}), 1))) > 10',
    ],
    [
      'LatencyAboveTarget',
      '((histogram_quantile(0.99, sum by (le) (rate(grpc_server_processing_duration_seconds_bucket{namespace="shop",job="web"}[5m]))) >= 0) or 0 * sum(rate(grpc_server_processing_duration_seconds_count{namespace="shop",job="web"}[5m])) or (0 * count(up{namespace="shop",job="web"} == 1) unless on() (max_over_time(sum(rate(grpc_server_processing_duration_seconds_count{namespace="shop",job="web"}[5m]))[1h:1m]) > 0))) > 0.5',
    ],
    [
      'PoolPinnedAtMax',
      'max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas{namespace="shop",horizontalpodautoscaler="web"}) >= on (namespace, horizontalpodautoscaler) max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{namespace="shop",horizontalpodautoscaler="web"})',
    ],
    [
      'ScalerFails',
      // Half of the polls, each 30 s; with honorLabels the object's namespace is `namespace`.
      '(sum by (scaler) (rate(keda_scaler_detail_errors_total{exported_namespace="shop",scaledObject="web"}[5m])) or sum by (scaler) (rate(keda_scaler_detail_errors_total{namespace="shop",exported_namespace="",scaledObject="web"}[5m]))) > 0.0167',
    ],
    [
      'ScaledObjectFails',
      '(sum(rate(keda_scaled_object_errors_total{exported_namespace="shop",scaledObject="web"}[5m])) or sum(rate(keda_scaled_object_errors_total{namespace="shop",exported_namespace="",scaledObject="web"}[5m]))) > 0.0167',
    ],
    [
      'AutoscalerAbsent',
      'absent(max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{namespace="shop",horizontalpodautoscaler="web"})) and on () count(kube_deployment_status_replicas{namespace="shop",deployment="web"}) > 0',
    ],
  ])('%s', (name, expected) => {
    expect(expression(compiled, name)).toBe(expected);
  });

  test('lag that grows while no more replicas are to be had is critical', () => {
    expect(expression(compiled, 'LagGrowsAtMax')).toBe(
      `(deriv((sum(kafka_consumergroup_lag{consumergroup="web"} >= 0))[10m:30s])) > 0 and on () (${expression(compiled, 'LagAboveTarget')}) and on () (${expression(compiled, 'PoolPinnedAtMax')})`,
    );
    expect(at(alert(compiled, 'LagGrowsAtMax'), 'labels')).toEqual({
      severity: 'critical',
      namespace: 'shop',
      environment: 'production',
      pool: 'web',
    });
  });

  test('scaling has its chance first: the declared time twice, and a quarter of an hour at least', () => {
    const wait = (signal: string) =>
      at(alert(compilePool(`${POOL}\nsignals: {cpu: ${signal}}`), 'CpuAboveTarget'), 'for');
    expect(['70%', '{target: 70%, for: 5m}', '{target: 70%, for: 20m}'].map(wait)).toEqual(['15m', '15m', '40m']);
  });
});

describe('lag that grows at the maximum', () => {
  test('is told of whether growth scales the pool or not', () => {
    expect(
      expression(compilePool(`${POOL}\nsignals: {kafkaLag: {perReplica: 1000}}`, { top: KAFKA }), 'LagGrowsAtMax'),
    ).toContain('deriv((sum(kafka_consumergroup_lag{consumergroup="web"} >= 0))[10m:30s])');
  });

  test("is KEDA's own value where Prometheus sees no lag", () => {
    const msk = compilePool(`${POOL}\nsignals: {kafkaLag: {perReplica: 1000}}`, {
      top: 'kafka: {bootstrapServers: "kafka:9092", lagMetrics: msk}',
    });
    expect(expression(msk, 'LagGrowsAtMax')).toContain(
      'deriv(((sum(keda_scaler_metrics_value{exported_namespace="shop",scaledObject="web",scaler="kafka-lag"}) or sum(keda_scaler_metrics_value{namespace="shop",exported_namespace="",scaledObject="web",scaler="kafka-lag"})))[10m:30s])',
    );
  });

  test('and of a queue in the same way', () => {
    const queue = compilePool(`${POOL}\nsignals: {${SQS}}`);
    expect(names(queue)).toContain('BacklogGrowsAtMax');
    expect(expression(queue, 'BacklogAboveTarget')).toContain(
      'keda_scaler_metrics_value{exported_namespace="shop",scaledObject="web",scaler="queue-backlog"}',
    );
  });
});

describe('nobody is told what is meant to be so', () => {
  test('a pool whose bounds are one number is always at its maximum', () => {
    expect(
      names(
        compilePool(`kind: always-on\nreplicas: 3..3\n${CONTAINER}\nsignals: {kafkaLag: {perReplica: 10}}`, {
          top: KAFKA,
        }),
      ),
    ).toEqual(['LagAboveTarget', 'ScalerFails', 'ScaledObjectFails', 'AutoscalerInactive', 'AutoscalerAbsent']);
  });

  test('a schedule that lifts a pool to its maximum pins it only while it wants more', () => {
    const lifted = (min: number) =>
      expression(
        compilePool(
          `${POOL}\nschedule: {timezone: Europe/Berlin, windows: [{from: "06:00", to: "20:00", min: ${String(min)}}]}\nsignals: {cpu: 70%}`,
        ),
        'PoolPinnedAtMax',
      );
    expect(lifted(10)).toContain('condition="ScalingLimited",status="true"');
    expect(lifted(9)).not.toContain('ScalingLimited');
  });

  test('an autoscaler of a pool at zero reads nothing, and rightly', () => {
    const asleep = compilePool(`kind: scale-to-zero\nreplicas: 0..5\n${CONTAINER}\nsignals: {${QUEUE}}`);
    expect(expression(asleep, 'AutoscalerInactive')).toBe(
      'max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_condition{namespace="shop",horizontalpodautoscaler="web",condition="ScalingActive",status="false"}) == 1 and on () (max(kube_deployment_status_replicas{namespace="shop",deployment="web"}) > 0)',
    );
  });

  test('a pool without an autoscaler has no alerts', () => {
    expect(paths(compilePool(`kind: always-on\nreplicas: 2..2\n${CONTAINER}`))).not.toContain(
      'kubernetes/web/prometheus-rule.yaml',
    );
  });
});

describe('an HPA without KEDA', () => {
  test('has no scaler, and says itself that it reads nothing', () => {
    expect(names(compilePool(`${POOL}\nsignals: {cpu: 70%, memory: 80%}`))).toEqual([
      'PoolPinnedAtMax',
      'CpuAboveTarget',
      'MemoryAboveTarget',
      'AutoscalerInactive',
      'AutoscalerAbsent',
    ]);
  });

  test('measures memory as the kubelet does', () => {
    expect(expression(compilePool(`${POOL}\nsignals: {memory: 80%}`), 'MemoryAboveTarget')).toContain(
      'container_memory_working_set_bytes{namespace="shop"',
    );
  });
});

const VARIETY: readonly (readonly [string, string])[] = [
  ['kafka-exporter', `${POOL}\nsignals: {${DOCUMENT}, memory: 80%, requests: 10/s, ${SQS}}`],
  ['kminion', `${POOL}\nsignals: {kafkaLag: {perReplica: 10, topics: [a, b]}}`],
  ['burrow', `${POOL}\nsignals: {kafkaLag: {perReplica: 10}}`],
  ['burrow', `${POOL}\nsignals: {kafkaLag: {perReplica: 10, topics: [a, b.c]}}`],
  ['msk', `${POOL}\nsignals: {kafkaLag: {perReplica: 10, topics: [a, b]}}`],
  [
    'msk',
    `kind: scale-to-zero\nreplicas: 0..5\n${CONTAINER}\nwake: {source: {prometheus: {counter: calls_total, job: front}}}\nsignals: {requests: 10/s, latency: {p95: 2s, source: {prometheus: "max(slow) + 1 or vector(0)"}}}`,
  ],
  [
    'kafka-exporter',
    'kind: always-on\nreplicas: 2..10\nworkload: {existing: {kind: StatefulSet, name: web, cpu: 500m}}\nsignals: {cpu: 70%}',
  ],
];

describe.each(VARIETY)('by %s: %s', (lagMetrics, body) => {
  const queries = rules(
    compilePool(body, { top: `kafka: {bootstrapServers: "kafka:9092", lagMetrics: ${lagMetrics}}` }),
  ).map(rule => String(at(rule, 'expr')));

  test('Prometheus can parse every expression', () => {
    expect(queries.filter(query => !parses(query))).toEqual([]);
    expect(parses('sum(x')).toBe(false);
  });

  test('every metric exists', () => {
    const asked = new Set(queries.flatMap(metricsIn));
    expect([...asked].filter(name => !(name in KNOWN) && !['pending', 'calls_total', 'slow'].includes(name))).toEqual(
      [],
    );
    expect(asked.size).toBeGreaterThan(2);
  });
});
