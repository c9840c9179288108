import { mapped } from '../../model/sourced.ts';
import type { EmitTree } from '../../model/sourced.ts';
import type { OutputFile } from '../../model/output-file.ts';
import type { Alert } from '../../model/kubernetes-plan.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import { labelsOf, objectFile, selectorOf } from './identity.ts';

/** PodMonitor and PrometheusRule, only where their CRDs exist: without them the whole sync fails (semantics 66). */
export function monitoring(system: System, target: KubernetesTarget, planned: PoolPlan): readonly OutputFile[] {
  const {
    pool,
    on: { kubernetes },
  } = planned;
  if (target.monitoring.plain !== 'prometheus-operator') return [];
  const folder = `kubernetes/${pool.name.plain}`;
  const metadata = { name: pool.name, namespace: target.namespace, labels: labelsOf(system, pool) };
  const endpoints = pool.containers.flatMap(({ metrics }) =>
    metrics === undefined
      ? []
      : [
          {
            port: metrics.port,
            path: metrics.path,
            interval: mapped(system.metrics.scrapeInterval, interval => `${String(Math.ceil(interval))}s`),
          },
        ],
  );
  const rules = kubernetes?.alerts.map(alert => ruleTree(alert, target, planned)) ?? [];
  return [
    // On every rung: who steps down in the middle of an incident must not lose sight of it.
    ...(endpoints.length === 0 || pool.existing !== undefined
      ? []
      : [
          objectFile(`${folder}/pod-monitor.yaml`, pool, target, 'what the pool says about itself is scraped', {
            apiVersion: 'monitoring.coreos.com/v1',
            kind: 'PodMonitor',
            metadata,
            // The queries ask for job="<pool>".
            spec: {
              jobLabel: 'app.kubernetes.io/name',
              selector: { matchLabels: selectorOf(system, pool) },
              podMetricsEndpoints: endpoints,
            },
          }),
        ]),
    ...(rules.length === 0
      ? []
      : [
          objectFile(`${folder}/prometheus-rule.yaml`, pool, target, 'people are told what an autoscaler cannot mend', {
            apiVersion: 'monitoring.coreos.com/v1',
            kind: 'PrometheusRule',
            metadata,
            spec: { groups: [{ name: mapped(pool.name, name => `${name}.scaling`), rules }] },
          }),
        ]),
  ];
}

function ruleTree(
  { name, expression, for: wait, severity, summary, description }: Alert,
  { namespace }: KubernetesTarget,
  { pool }: PoolPlan,
): EmitTree {
  // Aggregation drops the namespace, by which Alertmanager's routes tell teams apart.
  return {
    alert: name,
    expr: expression,
    for: wait,
    labels: { severity, namespace, pool: pool.name },
    annotations: { summary, description },
  };
}
