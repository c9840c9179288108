import type { Emit } from '../../model/sourced.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import type { KubernetesPool, ResourceMetric } from '../../model/kubernetes-plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { Pool } from '../../model/pool.ts';
import type { System } from '../../model/system.ts';
import { behaviorTree } from './behavior.ts';
import type { MetricSpec, MetricTarget } from './emitted-objects.ts';
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
          metrics: autoscaler.metrics.map(metricTree),
        },
      },
    ),
  ];
}

function metricTree({ resource, utilization, container }: ResourceMetric): Emit<MetricSpec> {
  const target: Emit<MetricTarget> = { type: 'Utilization', averageUtilization: utilization };
  return { type: 'ContainerResource', containerResource: { name: resource, container, target } };
}
