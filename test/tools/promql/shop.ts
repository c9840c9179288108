/**
 * A pool with every kind of query that is emitted, and two more of the same workload in environments of their own, as a
 * pool has each signal once.
 */
export function shopOf(min: 0 | 2): string {
  return `version: 1
name: shop
metrics: { runtime: micrometer, histograms: true }
kafka: { bootstrapServers: kafka:9092, lagMetrics: kafka-exporter }
targets:
  kubernetes:
    version: "1.32"
    namespace: shop
    prometheus: "http://prometheus.monitoring:9090"
    monitoring: prometheus-operator
pools:
  api:
    kind: ${min === 0 ? 'scale-to-zero' : 'always-on'}
    replicas: ${String(min)}..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals:
      cpu: { target: 70%, for: 5m }
      kafkaLag: { perReplica: 100, growth: 5m, consumerGroup: api, topics: [orders] }
      requestQueue: { perReplica: 10, source: { prometheus: { gauge: 'gateway_pending_requests{upstream="api"}' } } }
      requests: { perReplica: 100/s, source: { prometheus: { counter: 'gateway_requests_total{upstream="api"}', job: gateway } } }
      latency: { p99: 500ms }
environments:
  default: {}
  own:
    pools: { api: { signals: { requests: { perReplica: 100/s, source: null }, latency: { source: { prometheus: { histogram: 'istio_request_duration_milliseconds{destination_app="api"}' } } } } } }
`;
}
