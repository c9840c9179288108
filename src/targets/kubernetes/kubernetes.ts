import type { OutputFile, StructuredFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import { onePathEach } from '../named-once.ts';
import type { Promised, Target } from '../target.ts';
import { dashboards } from './dashboards.ts';
import type { Dashboards } from './dashboards.ts';
import { deployment } from './deployment.ts';
import { gitopsFiles } from './gitops.ts';
import { horizontalPodAutoscaler } from './hpa.ts';
import { kustomization } from './kustomization.ts';
import { monitoring } from './monitoring.ts';
import { patched } from './patched.ts';
import { podDisruptionBudget } from './pod-disruption-budget.ts';
import { scaledObject } from './scaled-object.ts';
import { serviceAccount } from './service-account.ts';
import { services } from './service.ts';
import { synthesise } from './synthesise.ts';

export const kubernetes: Target = {
  name: 'kubernetes',
  emit(plan, promised, plans): readonly OutputFile[] {
    const { system, pools } = plan;
    const target = system.targets.kubernetes;
    if (target === undefined) return [];
    const { files, linkTo } = dashboards(plan, plans, target, promised);
    const objects = [
      ...pools.flatMap(planned => synthesise(poolFiles(system, target, planned, promised(planned), linkTo))),
      ...synthesise(files),
    ];
    return onePathEach([...objects, kustomization(target, objects), ...synthesise(gitopsFiles(system, target))]);
  },
};

function poolFiles(
  system: System,
  target: KubernetesTarget,
  planned: PoolPlan,
  { alerts }: Promised,
  linkTo: Dashboards['linkTo'],
): readonly StructuredFile[] {
  const {
    pool,
    on: { kubernetes: decided },
  } = planned;
  if (decided === undefined) return [];
  // What somebody else deploys gets its autoscaler and alerts, and nothing else (semantics 63).
  const workload =
    pool.existing === undefined
      ? [
          deployment(system, target, planned),
          ...serviceAccount(system, target, planned),
          ...services(system, target, planned),
          podDisruptionBudget(system, target, planned),
        ]
      : [];
  return [
    ...workload,
    ...horizontalPodAutoscaler(system, target, pool, decided),
    ...scaledObject(system, target, pool, decided),
    ...monitoring(system, target, planned, { watched: alerts, linkTo }),
  ].map(file => patched(file, pool));
}
