import type { Emit } from '../../model/sourced.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import type { AdaptedMetric, KubernetesPool, ResourceMetric } from '../../model/kubernetes-plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { Pool } from '../../model/pool.ts';
import type { System } from '../../model/system.ts';
import { behaviorTree } from './behavior.ts';
import type { MetricIdentifier, MetricSpec, MetricTarget } from './emitted-objects.ts';
import { labelsOf, objectFile } from './identity.ts';
import { targetRef } from './scaled-object.ts';

export function horizontalPodAutoscaler(
  system: System,
  target: KubernetesTarget,
  pool: Pool,
  { autoscaler, behavior }: KubernetesPool,
): readonly StructuredFile[] {
  if (autoscaler.kind !== 'hpa') return [];
  return [
    objectFile(
      'HorizontalPodAutoscaler',
      {
        path: `kubernetes/${pool.name.plain}/hpa.yaml`,
        pool,
        target,
        why: 'only resource signals, at least one replica and no schedule: a plain HPA',
      },
      {
        // Called as the workload is, as the HPA that KEDA makes, so that KEDA can take it over in place (semantics 15).
        metadata: {
          name: pool.existing?.name ?? pool.name,
          namespace: target.namespace,
          labels: labelsOf(system, pool),
        },
        spec: {
          scaleTargetRef: targetRef(pool),
          minReplicas: autoscaler.min,
          maxReplicas: autoscaler.max,
          behavior: behaviorTree(behavior),
          metrics: [...autoscaler.metrics.map(metricTree), ...autoscaler.adapted.map(adaptedTree)],
        },
      },
    ),
  ];
}

function metricTree({ resource, utilization, container }: ResourceMetric): Emit<MetricSpec> {
  const target: Emit<MetricTarget> = { type: 'Utilization', averageUtilization: utilization };
  return { type: 'ContainerResource', containerResource: { name: resource, container, target } };
}

function adaptedTree({ of, metric: name, selector, object, target: compared }: AdaptedMetric): Emit<MetricSpec> {
  const metric: Emit<MetricIdentifier> = {
    name,
    selector:
      selector.length === 0
        ? undefined
        : { matchLabels: Object.fromEntries(selector.map(({ key, value }) => [key.plain, value])) },
  };
  const target: Emit<MetricTarget> =
    compared.kind === 'value'
      ? { type: 'Value', value: compared.quantity }
      : { type: 'AverageValue', averageValue: compared.quantity };
  switch (of) {
    case 'pods':
      return { type: 'Pods', pods: { metric, target } };
    case 'external':
      return { type: 'External', external: { metric, target } };
    case 'object':
      return {
        type: 'Object',
        object: {
          describedObject: { apiVersion: object?.apiVersion, kind: object?.kind ?? '', name: object?.name ?? '' },
          metric,
          target,
        },
      };
  }
}
