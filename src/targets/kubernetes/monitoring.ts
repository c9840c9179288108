import { mapped } from '../../model/sourced.ts';
import type { EmitTree } from '../../model/sourced.ts';
import type { OutputFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { KubernetesTarget, System } from '../../model/system.ts';
import { labelsOf, objectFile, selectorOf } from './identity.ts';

/** PodMonitor and PrometheusRule, only where their CRDs exist: without them the whole sync fails (semantics 66). */
export function monitoring(system: System, target: KubernetesTarget, planned: PoolPlan): readonly OutputFile[] {
  const { pool, kubernetes } = planned;
  if (target.monitoring.plain !== 'prometheus-operator') return [];
  const folder = `kubernetes/${pool.name.plain}`;
  const metadata = { name: pool.name, namespace: target.namespace, labels: labelsOf(system, pool) };
  const endpoints = pool.containers.flatMap(({ metrics }) => (metrics === undefined ? [] : [{
    port: metrics.port, path: metrics.path, interval: mapped(system.metrics.scrapeInterval, interval => `${String(Math.ceil(interval))}s`),
  }]));
  const rules = kubernetes === undefined || kubernetes.autoscaler.kind === 'none' || pool.stage.plain === 'fixed' ? [] : alerts(target, planned);
  return [
    ...(endpoints.length === 0 || pool.existing !== undefined ? [] : [objectFile(`${folder}/pod-monitor.yaml`, pool, target, 'what the pool says about itself is scraped', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata,
      // The queries ask for job="<pool>".
      spec: { jobLabel: 'app.kubernetes.io/name', selector: { matchLabels: selectorOf(system, pool) }, podMetricsEndpoints: endpoints },
    })]),
    ...(rules.length === 0 ? [] : [objectFile(`${folder}/prometheus-rule.yaml`, pool, target, 'people are told what an autoscaler cannot mend', {
      apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata, spec: { groups: [{ name: mapped(pool.name, name => `${name}.scaling`), rules }] },
    })]),
  ];
}

function alerts({ namespace }: KubernetesTarget, { pool, kubernetes }: PoolPlan): readonly EmitTree[] {
  const name = pool.existing?.name.plain ?? pool.name.plain;
  const hpa = `namespace="${namespace.plain}",horizontalpodautoscaler="${name}"`;
  const atMax = `(kube_horizontalpodautoscaler_status_current_replicas{${hpa}} >= on (namespace, horizontalpodautoscaler) kube_horizontalpodautoscaler_spec_max_replicas{${hpa}})`;
  const alert = (title: string, expr: EmitTree, wait: string, severity: string, summary: string, description: string): EmitTree => ({
    alert: title, expr, for: wait, labels: { severity, pool: pool.name }, annotations: { summary, description },
  });
  const triggers = kubernetes?.autoscaler.kind === 'scaled-object' ? kubernetes.autoscaler.triggers : [];
  const ofQuery = (trigger: string) => triggers.find(({ name: called }) => called.plain === trigger)?.metadata.query;
  const latency = pool.signals.latency;
  const query = ofQuery('latency');
  const growth = ofQuery('kafka-lag-growth');
  return [
    alert('PoolPinnedAtMax', atMax, '15m', 'warning', `${name} has been at its maximum for 15 minutes`, 'Demand is above what the pool may grow to; raise replicas.max or find out why.'),
    ...(latency === undefined || query === undefined ? [] : [alert('LatencyAboveTarget', mapped(latency.target, target => `(${query.plain}) > ${String(target)}`), '5m', 'warning', `${name} is slower than its target`, 'The quantile that the pool scales on has been above its target for 5 minutes.')]),
    ...(growth === undefined ? [] : [alert('LagGrowsAtMax', mapped(growth, slope => `(${slope}) > 0 and on () ${atMax}`), '10m', 'critical', `The lag of ${name} grows while it is at its maximum`, 'More replicas are not to be had; messages wait longer and longer.')]),
    ...(kubernetes?.autoscaler.kind === 'scaled-object' ? [alert('ScalerFails', `sum(rate(keda_scaler_detail_errors_total{exported_namespace="${namespace.plain}",scaledObject="${pool.name.plain}"}[5m])) > 0`, '10m', 'warning', `A scaler of ${name} fails`, 'Its metric cannot be read, so the count is frozen; look at the events of the ScaledObject.')]
      : [alert('AutoscalerInactive', `kube_horizontalpodautoscaler_status_condition{${hpa},condition="ScalingActive",status="false"} == 1`, '10m', 'warning', `The autoscaler of ${name} reads no metrics`, 'Look at the conditions of the HorizontalPodAutoscaler.')]),
  ];
}
