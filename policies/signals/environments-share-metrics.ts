import type { MetricRead } from '#knowledge/places/metrics-read.ts';
import type { Plan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { readFromCloudWatch, readFromPrometheus } from '#knowledge/places/metrics-read.ts';
import { sameStore } from '#knowledge/places/metric-store.ts';

export default definePolicy({
  id: 'environments-share-metrics',
  group: 'signals',
  severity: 'warning',
  level: 'recommended',
  summary: 'Two environments must not scale on the same series of one metrics store.',
  why: oneLine(
    'Each environment scales on the sum of all of them: load in staging adds replicas in production, and production that',
    'has lost its metrics looks idle as long as staging has them. An address inside a cluster is another store in each',
    'cluster, so it counts as one only where `gitops.destination` names one cluster for both environments',
  ),
  source: 'Prometheus, "Querying": a selector returns every series that matches it, whichever cluster sent it',
  messages: {
    prometheus: {
      text: oneLine(
        'environments {environments} scale on each other: {what} of pool "{pool}" reads the same series at {url} in each',
        'of them',
      ),
      help: oneLine(
        'Add a matcher for the environment to the query, such as {matcher}, in an overlay of each environment, or give',
        'each one its own `targets.kubernetes.prometheus`',
      ),
    },
    made: {
      text: oneLine(
        'environments {environments} scale on each other: the compiler makes the query of {what} of pool "{pool}", which',
        'reads the same series at {url} in each of them',
      ),
      help: oneLine(
        'Give each environment its own `targets.kubernetes.namespace` or `targets.kubernetes.prometheus`, or write the',
        'source of {what} with a matcher for the environment, such as {matcher}',
      ),
    },
    cloudwatch: {
      text: oneLine(
        'environments {environments} scale on each other: {what} of pool "{pool}" reads {name} in account {account},',
        '{region}, in each of them',
      ),
      help: oneLine(
        'Name another metric, dimension or queue in an overlay of each environment, or give each environment its own',
        '`targets.ecs.accountId` or `targets.ecs.region`',
      ),
    },
  },
  beside(plan, earlier, { report }) {
    const environment = plan.system.environment;
    const { kubernetes, ecs } = plan.system.targets;
    const asking = earlier.flatMap(other => {
      const target = other.system.targets.kubernetes;
      return kubernetes !== undefined && target !== undefined && sameStore(kubernetes, target)
        ? [{ other, target, reads: readFromPrometheus(other) }]
        : [];
    });
    if (kubernetes?.prometheus !== undefined && asking.length > 0) {
      for (const read of onceEach(readFromPrometheus(plan))) {
        const same = asking.filter(({ reads }) => reads.some(({ series }) => series === read.series));
        if (same.length === 0) continue;
        const apart = same.every(({ target }) => target.namespace.plain !== kubernetes.namespace.plain);
        report(read.written ? 'prometheus' : 'made', {
          at: read.at,
          path: read.path,
          related: [{ message: 'the metrics store', at: kubernetes.prometheus.url.origin }],
          data: {
            ...said(read),
            environments: named(same, environment),
            url: kubernetes.prometheus.url.plain,
            matcher: apart ? `\`namespace="${kubernetes.namespace.plain}"\`` : `\`cluster="${environment}"\``,
          },
        });
      }
    }
    const watching = earlier.flatMap(other => {
      const target = other.system.targets.ecs;
      const same = target?.accountId.plain === ecs?.accountId.plain && target?.region.plain === ecs?.region.plain;
      return ecs !== undefined && same ? [{ other, reads: readFromCloudWatch(other) }] : [];
    });
    if (ecs === undefined || watching.length === 0) return;
    for (const read of onceEach(readFromCloudWatch(plan))) {
      const same = watching.filter(({ reads }) => reads.some(({ series }) => series === read.series));
      if (same.length === 0) continue;
      report('cloudwatch', {
        at: read.at,
        path: read.path,
        data: {
          ...said(read),
          environments: named(same, environment),
          name: read.name,
          account: ecs.accountId.plain,
          region: ecs.region.plain,
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

interface Beside {
  readonly other: Plan;
}

/** Growth and lag may be read from one series; the line is reported once. */
function onceEach(reads: readonly MetricRead[]): readonly MetricRead[] {
  return reads.filter(
    (read, index) => reads.findIndex(({ what, pool }) => what === read.what && pool === read.pool) === index,
  );
}

function said({ what, pool }: MetricRead): { readonly what: string; readonly pool: string } {
  return { what, pool: pool.pool.key };
}

/** `"dev", "staging" and "production"` */
function named(same: readonly Beside[], environment: string): string {
  return `${same.map(({ other }) => `"${other.system.environment}"`).join(', ')} and "${environment}"`;
}

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

const ON_ECS = `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { requests: { perReplica: 80/s, source: { cloudwatch: { namespace: Example/Edge, metric: Requests, dimensions: { Upstream: api }, statistic: Sum } } } }
`;
