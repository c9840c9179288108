import type { Origin } from '#model/sourced.ts';
import type { Plan } from '#model/plan.ts';
import { counted } from '#knowledge/leases.ts';
import { inCommon, listed, namedCluster, servicesOf, workloadsOf } from '#knowledge/places/workloads.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'environments-share-workloads',
  group: 'bounds',
  severity: 'error',
  level: 'recommended',
  summary: 'Two environments must not deploy the same workload.',
  why: oneLine(
    "The last one that is applied wins: each environment undoes the other's image, bounds and count, and CloudFormation",
    'cannot create a service, a log group or a role whose name is taken. Without `gitops.destination` two environments',
    'with one namespace may be two clusters, so nothing is found there: name the cluster of each, and it is checked',
  ),
  source:
    'ECS API reference, CreateService: a service name is unique in its cluster; CloudWatch alarms, IAM roles and task definition families are unique in an account and region',
  messages: {
    ecs: {
      text: 'environments "{environment}" and {others} are the same on ECS: account {account}, {region}, and {count} named alike ({names})',
      help: 'Give each environment its own targets.ecs.cluster, region or account',
    },
    kubernetes: {
      text: 'environments "{environment}" and {others} are the same on Kubernetes: cluster {cluster}, namespace "{namespace}", and {count} named alike ({names})',
      help: 'Give each environment its own targets.kubernetes.namespace, or its own cluster in gitops.destination',
    },
  },
  beside(plan, environments, { report }) {
    const { environment, targets } = plan.system;
    const earlier = environments.slice(0, environments.indexOf(plan));
    const onEcs = sharingWith(plan, earlier, servicesOf);
    if (targets.ecs !== undefined && onEcs !== undefined) {
      const { ecs } = targets;
      const { first, others, names } = onEcs;
      report('ecs', {
        at: ecs.cluster.origin,
        path: ['targets', 'ecs', 'cluster'],
        related: [{ message: `the cluster of "${first.system.environment}"`, at: clusterOf(first) ?? ecs.at }],
        data: {
          environment,
          others,
          account: ecs.accountId?.plain ?? '',
          region: ecs.region.plain,
          count: counted(names.length, 'service'),
          names: listed(names),
        },
      });
    }
    const { kubernetes } = targets;
    const cluster = kubernetes === undefined ? undefined : namedCluster(kubernetes);
    const onKubernetes = sharingWith(plan, earlier, workloadsOf);
    if (kubernetes !== undefined && cluster !== undefined && onKubernetes !== undefined) {
      const { others, names } = onKubernetes;
      report('kubernetes', {
        at: kubernetes.namespace.origin,
        path: ['targets', 'kubernetes', 'namespace'],
        related: [{ message: 'the cluster', at: cluster.origin }],
        data: {
          environment,
          others,
          cluster: cluster.plain,
          namespace: kubernetes.namespace.plain,
          count: counted(names.length, 'workload'),
          names: listed(names),
        },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'staging and production in one ECS cluster',
        path: 'targets.ecs.cluster',
        message: 'ecs',
        targets: 'ecs',
        yaml: `${POOL}environments:
  staging: { priority: low-cost }
  production: {}
`,
      },
      {
        title: 'staging and production in one namespace of one Kubernetes cluster',
        path: 'targets.kubernetes.namespace',
        message: 'kubernetes',
        yaml: `${POOL}${KUBERNETES}environments:
  staging: { priority: low-cost }
  production: {}
`,
      },
    ],
    good: [
      {
        title: 'a cluster each',
        targets: 'ecs',
        yaml: `${POOL}environments:
  staging: { targets: { ecs: { cluster: staging } } }
  production: { targets: { ecs: { cluster: production } } }
`,
      },
      {
        title: 'a namespace each',
        yaml: `${POOL}${KUBERNETES}environments:
  staging: { targets: { kubernetes: { namespace: staging } } }
  production: {}
`,
      },
      {
        title: 'one namespace name, in clusters that are not named here',
        targets: 'kubernetes',
        yaml: `${POOL}environments:
  staging: { priority: low-cost }
  production: {}
`,
      },
    ],
  }),
});

interface Sharing {
  readonly first: Plan;
  /** `"staging"`, or several with how many more there are. */
  readonly others: string;
  /** What this environment has in common with any of them. */
  readonly names: readonly string[];
}

/** The environments that deploy something of this one too: one finding, however many there are. */
function sharingWith(
  plan: Plan,
  earlier: readonly Plan[],
  deployed: (plan: Plan) => ReadonlyMap<string, string>,
): Sharing | undefined {
  const own = deployed(plan);
  const common = earlier.map(other => ({ other, names: inCommon(own, deployed(other)) }));
  const sharing = common.filter(({ names }) => names.length > 0);
  const [first] = sharing;
  return (
    first && {
      first: first.other,
      others: namesOf(sharing.map(({ other }) => other)),
      names: [...new Set(sharing.flatMap(({ names }) => names))],
    }
  );
}

function namesOf(plans: readonly Plan[]): string {
  const names = plans.slice(0, MOST_NAMED).map(({ system }) => `"${system.environment}"`);
  const more = plans.length - names.length;
  return `${names.join(', ')}${more === 0 ? '' : ` and ${String(more)} more`}`;
}

const MOST_NAMED = 8;

function clusterOf({ system }: Plan): Origin | undefined {
  return system.targets.ecs?.cluster.origin;
}

const POOL = `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`;

const KUBERNETES = `targets:
  kubernetes:
    version: "1.32"
    namespace: example
    keda: "2.18"
    gitops: { tool: argocd, repoURL: "https://git.example.com/example.git", destination: { name: shared } }
`;
