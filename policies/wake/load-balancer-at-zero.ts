import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { formatDuration } from '#model/units.ts';
import { sleepersOf } from '#proof/sleepers.ts';
import { zeroAt } from '#proof/zero-origin.ts';

export default definePolicy({
  id: 'load-balancer-at-zero',
  group: 'wake',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool behind a load balancer on ECS that scales to zero must have callers that retry.',
  why: oneLine(
    'A load balancer holds no request for a pool at zero: it answers 503 until the first task has started and has passed',
    'a health check. It does not count these requests for the target group either, so they wake nothing by themselves',
  ),
  source: oneLine(
    'Elastic Load Balancing, "Troubleshoot your Application Load Balancers": HTTP 503, no registered targets; "CloudWatch',
    'metrics": RequestCount counts only requests for which a target was chosen',
  ),
  messages: {
    refused: {
      text: oneLine(
        'the load balancer of pool "{pool}" on ECS answers 503 while the pool is at zero, and for up to {longest} after',
        '{wakes} shows work',
      ),
      help: 'Set `replicas.min` to 1, or set `wake.retryBudget` if callers retry a 503 for {longest}',
    },
    held: {
      text: oneLine(
        'pool "{pool}" declares that something holds its requests, but its load balancer on ECS answers 503 while the',
        'pool is at zero',
      ),
      help: 'Remove `wake.holdsRequests` and set `wake.retryBudget`, or set `replicas.min` to 1',
    },
  },
  pool(planned, { proofs, report }) {
    const { pool, on } = planned;
    const [balancer] = pool.loadBalancers;
    if (balancer === undefined || on.ecs?.service === undefined || on.ecs.service.routes.length === 0) return;
    const held = pool.wake?.holdsRequests.plain === true;
    if (pool.retryBudget !== undefined && !held) return;
    const paths = sleepersOf(proofs(planned)).flatMap(({ target, wake }) => (target === 'ecs' ? wake.paths : []));
    const slowest = [...paths].sort((a, b) => b.longest.plain - a.longest.plain)[0];
    if (slowest === undefined) return;
    const place = {
      at: balancer.at,
      path: ['pools', pool.key, 'loadBalancer'],
      related: [{ message: 'the pool scales to zero', at: zeroAt(pool) }],
    };
    if (held) report('held', { ...place, data: { pool: pool.key } });
    else
      report('refused', {
        ...place,
        data: { pool: pool.key, longest: formatDuration(slowest.longest.plain), wakes: slowest.what },
      });
  },
  examples: () => ({
    bad: [
      {
        title: 'an API at zero',
        path: 'pools.api.loadBalancer',
        message: 'refused',
        also: ['cold-start-without-retry-budget'],
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: scale-to-zero
    replicas: { max: 6 }
    coldStart: 40s
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    wake:
      source:
        cloudwatch:
          namespace: Example/Gateway
          metric: Calls
          dimensions: { Route: api }
          statistic: Sum
          heartbeat: { namespace: Example/Gateway, metric: Up, statistic: Maximum }
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [api.example.com]
      priority: 10
    signals: { requests: 100/s }
`,
      },
      {
        title: 'a proxy that holds requests, declared behind a load balancer',
        path: 'pools.api.loadBalancer',
        message: 'held',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: scale-to-zero
    replicas: { max: 6 }
    coldStart: 40s
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    wake:
      source:
        cloudwatch:
          namespace: Example/Gateway
          metric: Calls
          dimensions: { Route: api }
          statistic: Sum
          heartbeat: { namespace: Example/Gateway, metric: Up, statistic: Maximum }
      holdsRequests: true
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [api.example.com]
      priority: 10
    signals: { requests: 100/s }
`,
      },
    ],
    good: [
      {
        title: 'callers that retry',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: scale-to-zero
    replicas: { max: 6 }
    coldStart: 40s
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    wake:
      source:
        cloudwatch:
          namespace: Example/Gateway
          metric: Calls
          dimensions: { Route: api }
          statistic: Sum
          heartbeat: { namespace: Example/Gateway, metric: Up, statistic: Maximum }
      retryBudget: 10m
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [api.example.com]
      priority: 10
    signals: { requests: 100/s }
`,
      },
    ],
  }),
});
