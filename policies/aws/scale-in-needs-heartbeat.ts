import { SPARSE_NAMESPACES } from '#model/cloudwatch.ts';
import type { CloudWatchSource } from '#model/metric-source.ts';
import type { PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'scale-in-needs-heartbeat',
  group: 'aws',
  severity: 'warning',
  level: 'recommended',
  summary: 'On ECS a request count that has no data when idle must have a heartbeat.',
  why: oneLine(
    'Target tracking scales in only on data. A load balancer publishes no request count while there are no requests, so',
    'when they end all at once the service keeps every task that it has, and no other signal can take one away',
  ),
  source: oneLine(
    'Application Auto Scaling user guide, "How target tracking scaling works": insufficient data; Elastic Load',
    'Balancing, "CloudWatch metrics for your Application Load Balancer": reported only if there is a nonzero value',
  ),
  messages: {
    silent: {
      text: 'on ECS pool "{pool}" stays as large as it is when requests end, because {metric} of {namespace} has no data then',
      help: oneLine(
        'Add a `heartbeat` to the source: a metric of the same source that always has data, for example',
        'HealthyHostCount of a load balancer',
      ),
    },
  },
  pool(planned, { report }) {
    const { pool, bounds } = planned;
    const source = requestsOnEcs(planned);
    if (source === undefined || source.heartbeat !== undefined) return;
    if (!SPARSE_NAMESPACES.has(source.namespace.plain) || Math.max(1, bounds.min.plain) >= bounds.max.plain) return;
    report('silent', {
      at: source.at,
      path: ['pools', pool.key, 'signals', 'requests', 'source', 'cloudwatch'],
      data: { pool: pool.key, metric: source.metric.plain, namespace: source.namespace.plain },
      related: [{ message: 'the minimum', at: bounds.min.origin }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'the requests of a load balancer, which publishes none where there are none',
        path: 'pools.api.signals.requests.source.cloudwatch',
        message: 'silent',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..9
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals:
      requests:
        perReplica: 50/s
        source: { cloudwatch: { namespace: AWS/ApplicationELB, metric: RequestCount, dimensions: { LoadBalancer: app/shop/50dc6c495c0c9188 }, statistic: Sum } }
`,
      },
    ],
    good: [
      {
        title: 'a heartbeat of the same load balancer',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..9
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals:
      requests:
        perReplica: 50/s
        source:
          cloudwatch:
            namespace: AWS/ApplicationELB
            metric: RequestCount
            dimensions: { LoadBalancer: app/shop/50dc6c495c0c9188 }
            statistic: Sum
            heartbeat: { namespace: AWS/ApplicationELB, metric: HealthyHostCount, dimensions: { LoadBalancer: app/shop/50dc6c495c0c9188 } }
`,
      },
    ],
  }),
});

/** Where policies of Application Auto Scaling read the requests of a pool, if they do. */
function requestsOnEcs({ acting, hold, on: { ecs } }: PoolPlan): CloudWatchSource | undefined {
  if (hold !== undefined || ecs?.scaling === undefined) return undefined;
  return acting.find(({ name }) => name === 'requests')?.cloudwatch;
}
