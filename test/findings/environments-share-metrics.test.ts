import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isInsideCluster } from '../../src/lint/knowledge/places/metric-store.ts';
import { run } from './run.ts';

const text = (name: string) => readFileSync(new URL(`fleet/${name}.yaml`, import.meta.url), 'utf8');
const THREE = text('one-metrics-store-many-clusters');
const STAGING = text('staging-feeds-production');

const said = (configuration: string) =>
  run(configuration)
    .diagnostics.filter(({ id }) => id === 'environments-share-metrics')
    .map(({ message, path, environments }) => [environments?.join(), path?.join('.'), message] as const);

describe('clusters that send to one Prometheus', () => {
  test('one finding names all that read the same', () => {
    expect(said(THREE)).toEqual([
      [
        undefined,
        'pools.api.signals.requests.source.prometheus',
        'environments "dev", "production-eu" and "production-us" do not scale apart: signals.requests of pool "api" reads at http://mimir.example.com/prometheus what each of them sends there',
      ],
    ]);
  });

  const query = (label: string) =>
    `pools: { api: { signals: { requests: { source: { prometheus: { counter: 'edge_requests_total{to="checkout",cluster="${label}"}' } } } } } }`;
  const apart = THREE.replace('dev: {}', `dev: { ${query('dev')} }`)
    .replace('production-eu: {}', `production-eu: { ${query('eu')} }`)
    .replace('production-us: {}', `production-us: { ${query('us')} }`);

  test('a matcher of the environment in each query settles it', () => {
    expect(said(apart)).toEqual([]);
  });

  test('a matcher in one of two is not enough: the other reads everything', () => {
    const one = THREE.replace('dev: {}', `dev: { ${query('dev')} }`).replace(/ {2}production-us.*\n/, '');
    expect(said(one)).toMatchObject([
      [undefined, 'pools.api.signals.requests.source.prometheus', expect.stringContaining('"dev" and "production-eu"')],
    ]);
  });

  test('a pattern that matches the other environment reads it', () => {
    const wide = apart.replace('cluster="dev"', 'cluster=~"dev|eu"');
    expect(said(wide)).toMatchObject([
      [
        'dev,production-eu',
        'pools.api.signals.requests.source.prometheus',
        expect.stringContaining('"dev" and "production-eu"'),
      ],
    ]);
    expect(said(apart.replace('cluster="dev"', 'cluster=~"dev|test"'))).toEqual([]);
  });

  test('another range of the same series is the same series', () => {
    const over = THREE.replace('dev: {}', 'dev: { pools: { api: { signals: { requests: { over: 5m } } } } }');
    expect(said(over)).toHaveLength(1);
  });

  test('a query that the compiler makes is compared as it is emitted', () => {
    const own = THREE.replace(/requests: \{ perReplica.*\} \}$/m, 'requests: 80/s').replace(
      'targets:',
      'metrics: { runtime: micrometer }\ntargets:',
    );
    expect(said(own).map(([environment]) => environment)).toEqual([undefined]);
    const namespaces = own
      .replace('dev: {}', 'dev: { targets: { kubernetes: { namespace: dev } } }')
      .replace('production-eu: {}', 'production-eu: { targets: { kubernetes: { namespace: eu } } }');
    expect(said(namespaces)).toEqual([]);
  });

  test.each([
    ['an address each', `targets: { kubernetes: { prometheus: "http://mimir.example.com/dev" } }`],
    ['a tenant each', `targets: { kubernetes: { prometheus: { auth: { mode: bearer, secret: dev } } } }`],
    ['nothing that scales', 'stage: fixed, pools: { api: { replicas: { fixed: 2 } } }'],
  ])('%s: the other two still share', (_what, dev) => {
    const ran = said(THREE.replace('dev: {}', `dev: { ${dev} }`));
    expect(ran.map(([environment, , message]) => [environment, message.includes('"dev"')])).toEqual([
      ['production-eu,production-us', false],
    ]);
  });
});

describe('an address inside a cluster', () => {
  const READ = ['signals.requestQueue', 'signals.latency', 'wake'].map(part => `pools.p.${part}.source.prometheus`);

  test('of clusters that are not named, a namespace each says that they share one', () => {
    expect(said(STAGING).map(([, path]) => path)).toEqual(READ);
  });

  test('of clusters that are not named, with one name of their namespaces, nothing is claimed', () => {
    expect(said(STAGING.replace('{ targets: { kubernetes: { namespace: staging } } }', '{}'))).toEqual([]);
  });

  const destination = (name: string) =>
    `gitops: { tool: argocd, repoURL: "https://git.example.com/t.git", destination: { name: ${name} } }`;

  test('of one cluster, staging feeds production, whatever the namespaces', () => {
    const one = STAGING.replace(
      'monitoring: prometheus-operator }',
      `monitoring: prometheus-operator, ${destination('a')} }`,
    );
    expect(said(one).map(([, path]) => path)).toEqual(READ);
    const two = one.replace('{ namespace: staging }', `{ namespace: staging, ${destination('b')} }`);
    expect(said(two)).toEqual([]);
  });

  test.each([
    ['http://prometheus', true],
    ['http://prometheus:9090', true],
    ['http://prometheus.monitoring:9090', true],
    ['http://prometheus.monitoring.svc:9090', true],
    ['http://prometheus.monitoring.svc.cluster.local:9090', true],
    ['http://prometheus.monitoring.svc.west.example.com', true],
    ['http://localhost:9090', true],
    ['https://prometheus.example.com', false],
    ['https://mimir.io', false],
    ['http://prometheus.internal', false],
    ['http://10.0.0.7:9090', false],
  ])('%s', (url, inside) => {
    expect(isInsideCluster(url)).toBe(inside);
  });
});

describe('the lag of a consumer group', () => {
  const worker = (kafka: string, staging: string) => `version: 1
name: shop
targets:
  kubernetes: { version: "1.32", namespace: shop, prometheus: "https://mimir.example.com/prometheus" }
kafka: { bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter${kafka} }
pools:
  worker:
    kind: demand-driven
    replicas: 1..20
    containers: { app: { image: registry.example.com/shop/app:1.4.2, cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70%, kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 20 } }
environments:
  staging: { targets: { kubernetes: { namespace: shop-staging } }${staging} }
  production: {}
`;

  test('is told apart by its own labels, as the finding says', () => {
    const shared = run(worker('', '')).diagnostics.filter(({ id }) => id === 'environments-share-metrics');
    expect(shared.map(({ message }) => message)).toEqual([
      'environments "staging" and "production" do not scale apart: signals.kafkaLag of pool "worker" reads at https://mimir.example.com/prometheus the lag of each consumer group of that name',
    ]);
    expect(shared[0]?.help).toContain('`kafka.lagLabels`');
    expect(
      said(worker(', lagLabels: { namespace: kafka }', ', kafka: { lagLabels: { namespace: kafka-staging } }')),
    ).toEqual([]);
  });

  test('in one namespace label it is one lag still', () => {
    expect(said(worker(', lagLabels: { namespace: kafka }', ''))).toHaveLength(1);
  });
});

describe('two ECS clusters of one account and region', () => {
  const ECS = `version: 1
name: shop
targets:
  ecs:
    region: eu-central-1
    accountId: "123456789012"
    cluster: shop
    subnets: [subnet-0a1b2c3d4e5f60718]
    securityGroups: [sg-0a1b2c3d4e5f60718]
    executionRoleArn: arn:aws:iam::123456789012:role/shop-exec
    alarmTopicArn: arn:aws:sns:eu-central-1:123456789012:on-call
kafka: { bootstrapServers: "b-1.shop.kafka.eu-central-1.amazonaws.com:9098", lagMetrics: msk, msk: { cluster: shop } }
pools:
  worker:
    kind: demand-driven
    replicas: 1..20
    containers: { app: { image: registry.example.com/shop/app:1.4.2, cpu: 500m, memory: 1Gi } }
    signals: { SIGNAL }
environments:
  staging: { targets: { ecs: { cluster: shop-staging } } }
  production: {}
`;
  const of = (signal: string) => said(ECS.replace('SIGNAL', signal)).map(([, , message]) => message);

  test.each([
    [
      'queueBacklog: { perReplica: 10, sqs: { url: "https://sqs.eu-central-1.amazonaws.com/123456789012/q" } }',
      'https://sqs.eu-central-1.amazonaws.com/123456789012/q',
    ],
    [
      'kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 20 }',
      'the lag of group worker on work',
    ],
    [
      'requestQueue: { perReplica: 10, source: { cloudwatch: { namespace: Shop/Edge, metric: Pending, dimensions: { To: worker } } } }',
      'Shop/Edge Pending {To=worker}',
    ],
  ])('%s', (signal, name) => {
    expect(of(signal)).toEqual([
      `environments "staging" and "production" do not scale apart: ${signal.startsWith('queue') ? 'signals.queueBacklog' : signal.startsWith('kafka') ? 'signals.kafkaLag' : 'signals.requestQueue'} of pool "worker" reads ${name} in account 123456789012, eu-central-1, in each of them`,
    ]);
  });

  test('what ECS says of each service is its own', () => {
    expect(of('cpu: 70%')).toEqual([]);
  });
});
