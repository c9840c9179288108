import type { MetricRead } from '#knowledge/places/metrics-read.ts';
import type { Plan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { namedCluster } from '#knowledge/places/workloads.ts';
import { oneLine } from '#model/one-line.ts';
import { readFromCloudWatch, readFromPrometheus } from '#knowledge/places/metrics-read.ts';
import { sharedWith } from '#knowledge/places/shared-metrics.ts';
import { isInsideCluster, sameStore } from '#knowledge/places/metric-store.ts';

export default definePolicy({
  id: 'environments-share-metrics',
  group: 'signals',
  severity: 'warning',
  level: 'recommended',
  summary: 'Two environments must not scale on the same series of one metrics store.',
  why: oneLine(
    'Each environment scales on the sum of all of them: load in staging adds replicas in production, and production that',
    'has lost its metrics looks idle as long as staging has them. An address inside a cluster is another store in each',
    'cluster: it counts as one where `gitops.destination` names the same cluster for both environments, and where it',
    'names none and the environments have separate namespaces',
  ),
  source: 'Prometheus, "Querying": a selector returns every series that matches it, whichever cluster sent it',
  messages: {
    prometheus: {
      text: oneLine(
        'environments {environments} do not scale apart: {what} of pool "{pool}" reads at {url} what each of them sends',
        'there',
      ),
      help: oneLine(
        'Add a matcher for the environment to the query, such as {matcher}, in an overlay of each environment, or give',
        'each one its own `targets.kubernetes.prometheus`{clusters}',
      ),
    },
    made: {
      text: oneLine(
        'environments {environments} do not scale apart: the query that the compiler makes of {what} of pool "{pool}"',
        'reads at {url} what each of them sends there',
      ),
      help: oneLine(
        'Set `targets.kubernetes.prometheus.labels` to the labels by which the store tells the environments apart, such',
        'as {matcher}, or give each one its own `targets.kubernetes.namespace`{clusters}',
      ),
    },
    lag: {
      text: oneLine(
        'environments {environments} do not scale apart: {what} of pool "{pool}" reads at {url} the lag of each consumer',
        'group of that name',
      ),
      help: oneLine(
        'Set `kafka.lagLabels` in an overlay of each environment to the labels that its lag has in the store, such as',
        '{matcher}, or give each environment its own `consumerGroup`{clusters}',
      ),
    },
    cloudwatch: {
      text: oneLine(
        'environments {environments} do not scale apart: {what} of pool "{pool}" reads {name} in account {account},',
        '{region}, in each of them',
      ),
      help: oneLine(
        'Name another metric, dimension or queue in an overlay of each environment, or give each environment its own',
        '`targets.ecs.accountId` or `targets.ecs.region`',
      ),
    },
  },
  beside(plan, environments, { report }) {
    const { environment, targets } = plan.system;
    const { kubernetes, ecs } = targets;
    const others = environments.filter(other => other !== plan);
    const named = (sharing: ReadonlySet<Plan>) =>
      listed(environments.filter(other => other === plan || sharing.has(other)));
    if (kubernetes?.prometheus !== undefined) {
      const { url } = kubernetes.prometheus;
      const asking = others.filter(({ system }) => {
        const target = system.targets.kubernetes;
        return target !== undefined && sameStore(kubernetes, target);
      });
      for (const { read, sharing } of sharedWith(plan, asking, readFromPrometheus)) {
        const apart = [...sharing].every(
          ({ system }) => system.targets.kubernetes?.namespace.plain !== kubernetes.namespace.plain,
        );
        report(messageOf(read), {
          at: read.at,
          path: read.path,
          related: [{ message: 'the metrics store', at: url.origin }],
          data: {
            ...said(read),
            environments: named(sharing),
            url: url.plain,
            clusters: namedCluster(kubernetes) === undefined && isInsideCluster(url.plain) ? WHERE_CLUSTERS_DIFFER : '',
            matcher: apart ? `\`namespace="${kubernetes.namespace.plain}"\`` : `\`cluster="${environment}"\``,
          },
        });
      }
    }
    const accountId = ecs?.accountId;
    // Two environments whose account is not written may be in two.
    if (ecs !== undefined && accountId !== undefined) {
      const { region } = ecs;
      const watching = others.filter(({ system }) => {
        const target = system.targets.ecs;
        return target?.accountId?.plain === accountId.plain && target.region.plain === region.plain;
      });
      for (const { read, sharing } of sharedWith(plan, watching, readFromCloudWatch))
        report('cloudwatch', {
          at: read.at,
          path: read.path,
          data: {
            ...said(read),
            environments: named(sharing),
            name: read.name,
            account: accountId.plain,
            region: region.plain,
          },
        });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'three clusters that send to one store',
        path: 'pools.api.signals.requests.source.prometheus',
        message: 'prometheus',
        yaml: `${kubernetes('https://mimir.example.com/prometheus')}${API}environments:
  production-eu: {}
  production-us: {}
`,
      },
      {
        title: 'a staging namespace in the cluster of production',
        path: 'pools.api.signals.requests.source.prometheus',
        message: 'prometheus',
        yaml: `${kubernetes('http://prometheus.monitoring:9090', DESTINATION)}${API}environments:
  staging: { targets: { kubernetes: { namespace: staging } } }
  production: {}
`,
      },
      {
        title: 'a query that the compiler makes, in two clusters with one namespace name',
        path: 'pools.api.signals.requests',
        message: 'made',
        yaml: `metrics: { runtime: micrometer }
${kubernetes('https://mimir.example.com/prometheus')}pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi, ports: { http: 8080 } } }
    signals: { requests: 80/s }
environments:
  production-eu: {}
  production-us: {}
`,
      },
      {
        title: 'a consumer group of one name in two Kafka clusters',
        path: 'pools.worker.signals.kafkaLag',
        message: 'lag',
        targets: 'kubernetes',
        yaml: `${kubernetes('https://mimir.example.com/prometheus')}${WORKER}environments:
  production-eu: {}
  production-us: {}
`,
      },
      {
        title: 'two ECS clusters of one account that read one metric',
        path: 'pools.api.signals.requests.source.cloudwatch',
        message: 'cloudwatch',
        targets: 'ecs',
        yaml: `${ON_ECS}environments:
  staging: { targets: { ecs: { cluster: staging } } }
  production: { targets: { ecs: { cluster: production } } }
`,
      },
    ],
    good: [
      {
        title: 'a label of the environment in each query',
        yaml: `${kubernetes('https://mimir.example.com/prometheus')}${API}environments:
  production-eu:
    pools: { api: { signals: { requests: { source: { prometheus: { counter: 'edge_requests_total{to="api",cluster="eu"}' } } } } } }
  production-us:
    pools: { api: { signals: { requests: { source: { prometheus: { counter: 'edge_requests_total{to="api",cluster="us"}' } } } } } }
`,
      },
      {
        title: 'labels of the lag of each environment',
        targets: 'kubernetes',
        yaml: `${kubernetes('https://mimir.example.com/prometheus')}${WORKER}environments:
  production-eu: { kafka: { lagLabels: { cluster: eu } } }
  production-us: { kafka: { lagLabels: { cluster: us } } }
`,
      },
      {
        title: 'an address inside the cluster, of clusters that are not named here',
        yaml: `${kubernetes('http://prometheus.monitoring:9090')}${API}environments:
  production-eu: {}
  production-us: {}
`,
      },
      {
        title: 'a dimension of the environment',
        targets: 'ecs',
        yaml: `${ON_ECS}environments:
  staging:
    targets: { ecs: { cluster: staging } }
    pools: { api: { signals: { requests: { source: { cloudwatch: { dimensions: { Upstream: api-staging } } } } } } }
  production: { targets: { ecs: { cluster: production } } }
`,
      },
    ],
  }),
});

const WHERE_CLUSTERS_DIFFER = '. If the environments have separate clusters, name each in `gitops.destination`';

/** By what keeps the environments apart there. */
function messageOf({ written, lag }: MetricRead): 'prometheus' | 'lag' | 'made' {
  if (written) return 'prometheus';
  return lag ? 'lag' : 'made';
}

function said({ what, pool }: MetricRead): { readonly what: string; readonly pool: string } {
  return { what, pool: pool.pool.key };
}

/** `"dev", "staging" and "production"`; of many the first, and how many more. */
function listed(environments: readonly Plan[]): string {
  const names = environments.map(({ system }) => `"${system.environment}"`);
  const more = names.length - MOST_NAMED;
  return more > 1
    ? `${names.slice(0, MOST_NAMED).join(', ')} and ${String(more)} more`
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

const MOST_NAMED = 8;

const DESTINATION =
  ', gitops: { tool: argocd, repoURL: "https://git.example.com/example.git", destination: { name: shared } }';

function kubernetes(prometheus: string, more = ''): string {
  return `targets:
  kubernetes: { version: "1.32", namespace: example, keda: "2.18", prometheus: "${prometheus}"${more} }
`;
}

const API = `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 80/s, source: { prometheus: { counter: 'edge_requests_total{to="api"}', job: edge } } } }
`;

const WORKER = `kafka: { bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter }
pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70%, kafkaLag: { perReplica: 500, consumerGroup: worker, topics: [work], partitions: 24 } }
`;

const ON_ECS = `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { requests: { perReplica: 80/s, source: { cloudwatch: { namespace: Example/Edge, metric: Requests, dimensions: { Upstream: api }, statistic: Sum } } } }
`;
