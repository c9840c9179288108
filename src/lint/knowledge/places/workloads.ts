import type { Plan } from '../../../model/plan.ts';
import type { Sourced } from '../../../model/sourced.ts';
import type { KubernetesTarget } from '../../../model/targets.ts';

/** Services by what their alarms, roles and task definitions are called in an account and region. */
export const servicesOf = onceFor(({ system, pools }): ReadonlyMap<string, string> => {
  const target = system.targets.ecs;
  // Whether two services are in one account is not known where it is not written.
  const account = target?.accountId;
  if (account === undefined) return new Map();
  return new Map(
    pools.flatMap(({ on: { ecs } }) =>
      target === undefined || ecs === undefined
        ? []
        : [
            [
              `${account.plain} ${target.region.plain} ${ecs.cluster.plain}-${ecs.serviceName.plain}`,
              ecs.serviceName.plain,
            ] as const,
          ],
    ),
  );
});

/** Workloads of Kubernetes by their cluster, namespace, kind and name; none where the cluster is not named. */
export const workloadsOf = onceFor((plan): ReadonlyMap<string, string> => {
  const target = plan.system.targets.kubernetes;
  const cluster = target === undefined ? undefined : namedCluster(target);
  if (cluster === undefined) return new Map();
  return new Map([...workloadsInNamespace(plan)].map(([key, name]) => [`${cluster.plain} ${key}`, name]));
});

/** The same by namespace, kind and name, whichever cluster they are in. */
export const workloadsInNamespace = onceFor(({ system, pools }): ReadonlyMap<string, string> => {
  const target = system.targets.kubernetes;
  return new Map(
    pools.flatMap(({ pool, on: { kubernetes } }) => {
      if (target === undefined || kubernetes === undefined) return [];
      const name = (pool.existing?.name ?? pool.name).plain;
      const kind = pool.existing?.kind.plain ?? 'Deployment';
      return [[`${target.namespace.plain} ${kind} ${name}`, name] as const];
    }),
  );
});

/** A lint of many files compares each plan with each other one. */
function onceFor<T>(of: (plan: Plan) => T): (plan: Plan) => T {
  const known = new WeakMap<Plan, T>();
  return plan => {
    const found = known.get(plan) ?? of(plan);
    known.set(plan, found);
    return found;
  };
}

/** The cluster, where it is named; `kubernetes.default.svc` is the one that Argo CD runs in, which may be any. */
export function namedCluster({ gitops }: KubernetesTarget): Sourced<string> | undefined {
  if (gitops === undefined) return undefined;
  const { destination } = gitops;
  const cluster = 'name' in destination ? destination.name : destination.server;
  return cluster.origin.kind === 'written' && !IN_CLUSTER.test(cluster.plain) ? cluster : undefined;
}

const IN_CLUSTER = /^(?:https:\/\/kubernetes\.default\.svc\/?|in-cluster)$/;

/** Names of what is in both. */
export function inCommon(own: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): readonly string[] {
  return [...own].flatMap(([key, name]) => (others.has(key) ? [name] : []));
}

/** The first three. */
export function listed(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')}, …`;
}
