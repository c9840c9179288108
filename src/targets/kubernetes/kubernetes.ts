import type { OutputFile, StructuredFile } from '../../model/output-file.ts';
import type { Plan, PoolPlan } from '../../model/plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import { onePathEach } from '../named-once.ts';
import type { Promised, PromisedOf, Target } from '../target.ts';
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
  emit(plan, promised, plans) {
    const target = plan.system.targets.kubernetes;
    return target === undefined ? [] : onePathEach(groups(plan, target, promised, plans));
  },
};

function* groups(
  plan: Plan,
  target: KubernetesTarget,
  promised: PromisedOf,
  plans: readonly Plan[],
): Generator<readonly OutputFile[]> {
  const { system, pools } = plan;
  const { files, linkTo } = dashboards(plan, plans, target, promised);
  const paths: string[] = [];
  const objects = function* (made: readonly StructuredFile[]): Generator<readonly OutputFile[]> {
    paths.push(...made.map(({ path }) => path));
    yield synthesise(made);
  };
  for (const planned of pools) yield* objects(poolFiles(system, target, planned, promised(planned), linkTo));
  for (const file of files) yield* objects([file]);
  yield [kustomization(target, paths)];
  yield synthesise(gitopsFiles(system, target));
}

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
  ].map(file => patched(file, decided));
}
