import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLE_FILES } from '../examples/listed.ts';
import { EVERYTHING } from '../matrix/everything.ts';
import { set, text, without } from '../matrix/objects.ts';

const root = join(import.meta.dirname, '../..');
const PRIORITIES = ['low-cost', 'balanced', 'low-latency'];
const STAGES = ['fixed', 'observe', 'cpu', 'full'];
const PLATFORMS = ['kubernetes', 'ecs', 'both'] as const;
const EXAMPLE = readFileSync(join(root, 'pipestream-scaling.yaml'), 'utf8');

/** The example of the root and a system that uses everything: every priority, on every stage, on every platform. */
export const MATRIX: readonly string[] = [EXAMPLE, EVERYTHING].flatMap(system =>
  PRIORITIES.flatMap(priority => STAGES.flatMap(stage => PLATFORMS.map(on => varied(system, priority, stage, on)))),
);

/** What pools and overlays say of stage and priority goes, so that every pool has both in turn. */
function varied(system: string, priority: string, stage: string, on: (typeof PLATFORMS)[number]): string {
  return text(system, config => {
    const asked = set(set(config, ['priority'], priority), ['stage'], stage);
    if (on === 'both') return asked;
    return without(asked, on === 'ecs' ? 'kubernetes' : 'ecs');
  });
}

/** The example of the root, those of examples/ and of the documentation, and the clean systems. */
export const SYSTEMS: readonly string[] = [
  EXAMPLE,
  ...EXAMPLE_FILES.map(path => readFileSync(join(root, path), 'utf8')),
  ...['docs/configuration/examples', 'test/fixtures/clean'].flatMap(folder =>
    readdirSync(join(root, folder))
      .filter(name => name.endsWith('.yaml'))
      .map(name => readFileSync(join(root, folder, name), 'utf8')),
  ),
];

const KUBERNETES =
  '{version: "1.35", namespace: shop, keda: "2.18", prometheus: "http://prometheus.monitoring:9090", monitoring: prometheus-operator}';
const ECS =
  '{region: eu-west-1, accountId: "123456789012", cluster: main, subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1], securityGroups: [sg-0123456789abcdef0], executionRoleArn: "arn:aws:iam::123456789012:role/execution"}';

function pool(target: 'kubernetes' | 'ecs', body: string, top = ''): string {
  return `version: 1
name: shop
targets: {${target}: ${target === 'ecs' ? ECS : KUBERNETES}}
${top}
pools:
  web:
    containers: {web: {image: "registry.example.com/web:1.0.0", cpu: 500m, memory: 512Mi, ports: {http: 8080}}}
    ${body.trim().split('\n').join('\n    ')}
`;
}

const BALANCER = 'namespace: AWS/ApplicationELB, dimensions: {LoadBalancer: app/shop/50dc6c495c0c9188}';
const SQS = 'queueBacklog: {perReplica: 5, sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"}}';

/** Sources that read as quiet when they are lost, or as lost when they are quiet. */
export const SOURCES: Readonly<Record<string, string>> = {
  'a query that reads as none without its series': pool(
    'kubernetes',
    `
kind: demand-driven
replicas: 2..10
signals: {requests: {perReplica: 50/s, source: {prometheus: {query: 'sum(rate(gateway_requests_total[2m])) or vector(0)'}}}}`,
  ),
  'the same beside a CPU signal': pool(
    'kubernetes',
    `
kind: demand-driven
replicas: 2..10
signals:
  cpu: 70%
  requestQueue: {perReplica: 5, source: {prometheus: {query: 'sum(gateway_pending) or vector(0)'}}}`,
  ),
  'a queue of its own query that keeps a pool from zero': pool(
    'kubernetes',
    `
kind: scale-to-zero
replicas: 0..10
coldStart: 90s
signals:
  ${SQS}
  requestQueue: {perReplica: 5, source: {prometheus: {query: 'sum(gateway_pending) or vector(0)'}}}`,
  ),
  'requests of a load balancer': pool(
    'ecs',
    `
kind: demand-driven
replicas: 2..10
signals: {requests: {perReplica: 50/s, source: {cloudwatch: {${BALANCER}, metric: RequestCount, statistic: Sum}}}}`,
  ),
  'connections of a load balancer, which keep a service awake': pool(
    'ecs',
    `
kind: scale-to-zero
replicas: 0..10
coldStart: 90s
signals:
  ${SQS}
  requestQueue: {perReplica: 5, source: {cloudwatch: {${BALANCER}, metric: ActiveConnectionCount, statistic: Average}}}
wake: {signal: queueBacklog}`,
  ),
  'a cold start that is longer than the idle time, and calls that nothing holds': pool(
    'kubernetes',
    `
kind: scale-to-zero
replicas: 0..10
idle: 5m
coldStart: 12m
signals: {requestQueue: {perReplica: 5, source: {prometheus: {gauge: gateway_pending}}}}
wake: {source: {prometheus: {counter: gateway_calls_total, job: gateway}}, retryBudget: 15m}`,
  ),
  'a fallback that is static': pool(
    'kubernetes',
    `
kind: demand-driven
replicas: 2..10
fallback: {replicas: 3}
signals: {latency: {p99: 500ms, source: {prometheus: {histogram: gateway_seconds}}}, requests: {perReplica: 50/s, source: {prometheus: {counter: gateway_requests_total, job: gateway}}}}`,
  ).replace('keda: "2.18"', 'keda: "2.16"'),
  'a window on a service that may be at zero': pool(
    'ecs',
    `
kind: scale-to-zero
replicas: 0..10
coldStart: 90s
signals: {${SQS}}
schedule: {timezone: UTC, windows: [{from: "08:00", to: "20:00", min: 2}]}`,
  ),
};
