import { parser } from '@prometheus-io/lezer-promql';

/** Whether Prometheus' own grammar takes it. */
export function parses(query: string): boolean {
  let sound = true;
  parser.parse(query).iterate({
    enter: node => {
      if (node.type.isError) sound = false;
    },
  });
  return sound;
}

/** A panel's query as Grafana asks it, with a point a minute. */
export function withInterval(query: string): string {
  return query.replaceAll('$__interval', '1m');
}

/** Names of the metrics that a query asks for. */
export function metricsIn(query: string): readonly string[] {
  const names: string[] = [];
  parser.parse(query).iterate({
    enter: node => {
      if (node.type.name === 'VectorSelector') {
        const name = node.node.getChild('Identifier');
        if (name !== null) names.push(query.slice(name.from, name.to));
      }
    },
  });
  return names;
}

/** Metrics of others that are asked for, with where each is defined. */
export const KNOWN: Readonly<Record<string, string>> = {
  kube_horizontalpodautoscaler_spec_min_replicas: 'kube-state-metrics, horizontalpodautoscaler-metrics.md',
  kube_horizontalpodautoscaler_spec_max_replicas: 'kube-state-metrics, horizontalpodautoscaler-metrics.md',
  kube_horizontalpodautoscaler_status_current_replicas: 'kube-state-metrics, horizontalpodautoscaler-metrics.md',
  kube_horizontalpodautoscaler_status_desired_replicas: 'kube-state-metrics, horizontalpodautoscaler-metrics.md',
  kube_horizontalpodautoscaler_status_condition: 'kube-state-metrics, horizontalpodautoscaler-metrics.md',
  kube_deployment_status_replicas: 'kube-state-metrics, deployment-metrics.md',
  kube_statefulset_status_replicas: 'kube-state-metrics, statefulset-metrics.md',
  kube_pod_container_resource_requests: 'kube-state-metrics, pod-metrics.md',
  kube_pod_status_phase: 'kube-state-metrics, pod-metrics.md',
  kube_deployment_spec_replicas: 'kube-state-metrics, deployment-metrics.md',
  kube_statefulset_replicas: 'kube-state-metrics, statefulset-metrics.md',
  kube_deployment_status_replicas_available: 'kube-state-metrics, deployment-metrics.md',
  kube_statefulset_status_replicas_available: 'kube-state-metrics, statefulset-metrics.md',
  container_cpu_usage_seconds_total: 'cAdvisor, prometheus.md',
  container_memory_working_set_bytes: 'cAdvisor, prometheus.md',
  keda_scaler_detail_errors_total: 'KEDA 2.14, pkg/metricscollector/prommetrics.go',
  keda_scaled_object_errors_total: 'KEDA 2.14, pkg/metricscollector/prommetrics.go',
  keda_scaler_metrics_value: 'KEDA 2.14, pkg/metricscollector/prommetrics.go',
  kafka_consumergroup_lag: 'kafka_exporter, README.md',
  kminion_kafka_consumer_group_topic_lag: 'kminion, prometheus/exporter.go',
  burrow_kafka_consumer_lag_total: 'Burrow, core/internal/httpserver/prometheus.go',
  burrow_kafka_consumer_partition_lag: 'Burrow, core/internal/httpserver/prometheus.go',
  grpc_server_processing_duration_seconds_bucket: 'Micrometer, MetricCollectingServerInterceptor',
  grpc_server_processing_duration_seconds_count: 'Micrometer, MetricCollectingServerInterceptor',
  DCGM_FI_DEV_GPU_UTIL: 'dcgm-exporter, etc/default-counters.csv',
  DCGM_FI_DEV_FB_USED: 'dcgm-exporter, etc/default-counters.csv',
  DCGM_FI_PROF_GR_ENGINE_ACTIVE: 'dcgm-exporter, etc/default-counters.csv',
  up: 'Prometheus itself',
};
