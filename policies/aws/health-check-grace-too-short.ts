import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { derive } from '#model/sourced.ts';
import { formatDuration, seconds } from '#model/units.ts';

export default definePolicy({
  id: 'health-check-grace-too-short',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'The health check grace period of a service on ECS must cover the cold start.',
  why: oneLine(
    'After the grace period ECS stops a task that its load balancer finds unhealthy. A task that is stopped before it has',
    'started never takes a request, its successor does not either, and the deployment is rolled back',
  ),
  source: oneLine(
    'ECS API reference, `healthCheckGracePeriodSeconds`; Elastic Load Balancing, "Health checks for your target groups":',
    'a target is unhealthy after as many failures in a row as the threshold says',
  ),
  messages: {
    killed: {
      text: oneLine(
        'pool "{pool}" needs {coldStart} to start, but ECS stops a new task after {time} (the longer of {grace} of grace',
        'and {failures} health checks, one every {period})',
      ),
      help: 'Set `loadBalancer.gracePeriod` to the cold start, {coldStart}',
    },
  },
  pool({ pool, on: { ecs } }, { report }) {
    const { routes = [], healthCheckGrace: grace } = ecs?.service ?? {};
    if (grace === undefined) return;
    // Of a target group that exists the thresholds are not known. One that finds a task unhealthy is enough.
    const times = routes.flatMap(({ place, made }) => {
      const balancer = pool.loadBalancers[place];
      if (made === undefined || balancer === undefined) return [];
      const { interval, failures } = made.check;
      const time = derive('until ECS stops a task', { grace, interval, failures }, v =>
        seconds(Math.max(v.grace, v.interval * v.failures)),
      );
      return [{ balancer, interval, failures, time }];
    });
    const [soonest] = times.sort((a, b) => a.time.plain - b.time.plain);
    if (soonest === undefined || soonest.time.plain >= pool.coldStart.plain) return;
    const { balancer, interval, failures, time } = soonest;
    const { gracePeriod } = balancer;
    const coldStart = formatDuration(pool.coldStart.plain);
    report('killed', {
      at: gracePeriod.origin,
      path: ['pools', pool.key, ...balancer.path, 'gracePeriod'],
      data: {
        pool: pool.key,
        coldStart,
        time: formatDuration(time.plain),
        grace: formatDuration(grace.plain),
        failures: failures.plain,
        period: formatDuration(interval.plain),
      },
      related: [{ message: `the cold start of ${coldStart}`, at: pool.coldStart.origin }],
      fixes: [fix(`Set \`loadBalancer.gracePeriod\` to ${coldStart}`, 'safe', replaceValue(gracePeriod, coldStart))],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'half a minute of grace for a start of three',
        path: 'pools.api.loadBalancer.gracePeriod',
        message: 'killed',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    coldStart: 3m
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [api.example.com]
      priority: 10
      gracePeriod: 30s
    signals: { requests: 100/s }
`,
      },
    ],
    good: [
      {
        title: 'the cold start, which is the default',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    coldStart: 3m
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [api.example.com]
      priority: 10
    signals: { requests: 100/s }
`,
      },
      {
        title: 'health checks that take longer than the cold start to fail',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    coldStart: 1m
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [api.example.com]
      priority: 10
      gracePeriod: 0s
      healthCheck: { path: /ready, period: 30s, failures: 3 }
    signals: { requests: 100/s }
`,
      },
    ],
  }),
});
