import type { StructuredFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import { labelsOf, objectFile, selectorOf } from './identity.ts';

export function podDisruptionBudget(system: System, target: KubernetesTarget, { pool }: PoolPlan): StructuredFile {
  return objectFile(
    'PodDisruptionBudget',
    {
      path: `kubernetes/${pool.name.plain}/pod-disruption-budget.yaml`,
      pool,
      target,
      why: 'a drain of nodes must not take a pool at once',
    },
    {
      metadata: { name: pool.name, namespace: target.namespace, labels: labelsOf(system, pool) },
      // A pod that is not ready protects nothing, and would block the drain.
      spec: {
        ...pool.disruption,
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector: { matchLabels: selectorOf(system, pool) },
      },
    },
  );
}
