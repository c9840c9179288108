import { describe, expect, test } from 'vitest';
import { ownLabel, ownMetric } from '../../../src/proof/self-measured.ts';
import { readPromql } from '../../../src/promql/read-query.ts';
import { because } from '../../../src/model/sourced.ts';

const NAMES = {
  own: new Set(['embedder', 'embedder-module', 'djl']),
  others: ['engine', 'pipestream-engine', 'embedder-large', 'another-workload'],
};

describe("a series is the pool's own where a label or its name shows it", () => {
  test.each([
    // Scraped from the pool, whatever it counts.
    ['queue_length{job="embedder-module"}', 'job="embedder-module"'],
    ['engine_callModule_duration_seconds_count{job="embedder"}', 'job="embedder"'],
    ['x{namespace="ml",container="djl"}', 'container="djl"'],
    ['x{pod=~"embedder-module-.*"}', 'pod=~"embedder-module-.*"'],
    ['x{pod="embedder-module-5d4f8c7b9d-abcde"}', 'pod="embedder-module-5d4f8c7b9d-abcde"'],
    ['x{instance="embedder:39003"}', 'instance="embedder:39003"'],
    ['kube_deployment_status_replicas{deployment="embedder-module"}', 'deployment="embedder-module"'],
    ['up{app="embedder"}', 'app="embedder"'],
    // OpenTelemetry's attributes, and the job that the operator gives a PodMonitor.
    ['x{k8s_deployment_name="embedder-module"}', 'k8s_deployment_name="embedder-module"'],
    ['x{k8s_pod_name=~"embedder-module-.*"}', 'k8s_pod_name=~"embedder-module-.*"'],
    ['{"x", "k8s.deployment.name"="embedder"}', 'k8s.deployment.name="embedder"'],
    ['x{k8s_container_name="djl"}', 'k8s_container_name="djl"'],
    ['x{app_kubernetes_io_instance="embedder"}', 'app_kubernetes_io_instance="embedder"'],
    ['x{job="ml/embedder"}', 'job="ml/embedder"'],
    ['x{job=~".*/embedder"}', 'job=~".*/embedder"'],
    ['x{job=~"embedder|djl"}', 'job=~"embedder|djl"'],
    [
      'istio_requests_total{reporter="destination",destination_service="embedder.ml.svc.cluster.local"}',
      'destination_service="embedder.ml.svc.cluster.local"',
    ],
    // Counted by who serves.
    ['grpc_server_started_total{service="embedder"}', 'service="embedder"'],
    ['http_server_requests_seconds_count{job="kubernetes-pods",module="embedder"}', 'module="embedder"'],
    ['rpc_server_duration_seconds_count{service_name="embedder"}', 'service_name="embedder"'],
    ['istio_requests_total{reporter="destination",destination_workload="embedder"}', 'destination_workload="embedder"'],
    // Counted by who takes the work, so by no one else.
    ['kafka_consumer_fetch_manager_records_lag{topic="documents"}', 'kafka_consumer_fetch_manager_records_lag'],
    ['vllm:num_requests_waiting{model_name="m"}', 'vllm:num_requests_waiting'],
  ])('%s', (query, label) => {
    expect(ownLabel(readPromql(query).selectors[0] ?? { name: '', matchers: [] }, NAMES)).toBe(label);
  });

  test.each([
    'engine_callModule_duration_seconds_count{module="embedder"}',
    'engine_module_pending_requests{module="embedder"}',
    'grpc_client_started_total{service="embedder"}',
    'grpc_server_started_total{job="pipestream-engine",service="embedder"}',
    'istio_requests_total{reporter="source",destination_workload="embedder"}',
    'nginx_ingress_controller_requests{service="embedder"}',
    'kafka_consumergroup_lag{consumergroup="embedder"}',
    'kafka_consumer_fetch_manager_records_lag{job="pipestream-engine"}',
    'x{pod=~"embedder-large-.*"}',
    'x{pod="embedder-large-5d4f8c7b9d-abcde"}',
    'x{job=~"engine|embedder"}',
    // A gateway that no pool of the file is.
    'x{job=~"gateway|embedder"}',
    'x{pod=~"gateway-.*|embedder-module-.*"}',
    'x{job="ml/embedder-large"}',
    'x{k8s_deployment_name="embedder-large"}',
    'istio_requests_total{reporter="source",destination_service="embedder.ml.svc.cluster.local"}',
    'x{job=~".+"}',
    'x{job!="embedder"}',
    'x{job=~"(?<broken"}',
    'grpc_server_started_total',
  ])('and not here: %s', query => {
    expect(ownLabel(readPromql(query).selectors[0] ?? { name: '', matchers: [] }, NAMES)).toBeUndefined();
  });
});

describe("a metric of CloudWatch is the pool's own where its tasks publish it", () => {
  const metric = (namespace: string, name: string, dimensions: Readonly<Record<string, string>>) => ({
    namespace: because('test', namespace),
    metric: because('test', name),
    statistic: because('test', 'Sum'),
    dimensions: Object.entries(dimensions).map(([key, value]) => ({
      key: because('test', key),
      value: because('test', value),
    })),
  });

  test.each([
    ['AWS/ECS', 'CPUUtilization', { ClusterName: 'c', ServiceName: 'embedder-module' }],
    ['ECS/ContainerInsights', 'RunningTaskCount', { ServiceName: 'embedder' }],
    ['AWS/ApplicationELB', 'RequestCount', { LoadBalancer: 'app/x/1' }],
    ['Shop', 'grpc.server.requests.received.count', { service: 'embedder' }],
    ['Pipestream/Grpc', 'LatencySeconds', { Service: 'embedder-module' }],
  ])('%s %s', (namespace, name, dimensions) => {
    expect(ownMetric(metric(namespace, name, dimensions), NAMES)).toBeDefined();
  });

  test.each([
    ['Pipestream/Modules', 'Calls', { Module: 'embedder' }],
    ['Pipestream/Modules', 'PendingRequests', { Service: 'embedder' }],
    ['AWS/ECS', 'CPUUtilization', { ServiceName: 'engine' }],
    ['AWS/ApplicationELB', 'HTTPCode_ELB_503_Count', { LoadBalancer: 'app/x/1' }],
    ['AWS/Kafka', 'SumOffsetLag', { 'Consumer Group': 'embedder' }],
  ])('and not here: %s %s', (namespace, name, dimensions) => {
    expect(ownMetric(metric(namespace, name, dimensions), NAMES)).toBeUndefined();
  });
});
