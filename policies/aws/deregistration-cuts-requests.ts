import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { formatDuration } from '#model/units.ts';

/** Longest delay that a target group takes, in seconds. */
const LONGEST = 3600;

export default definePolicy({
  id: 'deregistration-cuts-requests',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'The deregistration delay of a target group must cover the longest unit of work.',
  why: oneLine(
    'A task that goes, in each rollout and each scale-in, gets no new requests and may end those that it has. After the',
    'deregistration delay the load balancer closes their connections, and the callers get an error',
  ),
  source: 'Elastic Load Balancing, "Edit target group attributes": deregistration delay, 0 to 3600 s',
  messages: {
    cut: {
      text: oneLine(
        'pool "{pool}" works up to {longest} on a request, but its load balancer cuts connections {delay} after a task',
        'begins to go',
      ),
      help: 'Set `loadBalancer.deregistrationDelay` to {longest} or more',
    },
    beyond: {
      text: oneLine(
        'pool "{pool}" works up to {longest} on a request, but a load balancer cuts connections {delay} after a task',
        'begins to go, at the latest',
      ),
      help: 'Answer at once and do the work behind a queue; a target group waits no longer',
    },
  },
  pool({ pool, on: { ecs } }, { report }) {
    const longest = pool.longestWork;
    if (longest === undefined) return;
    for (const { place: index } of ecs?.service?.routes ?? []) {
      const balancer = pool.loadBalancers[index];
      if (balancer?.group.kind !== 'made') continue;
      const { deregistrationDelay: delay } = balancer.group;
      if (delay.plain >= longest.plain) continue;
      const written = formatDuration(longest.plain);
      const place = {
        path: ['pools', pool.key, ...balancer.path, 'deregistrationDelay'],
        data: { pool: pool.key, longest: written, delay: formatDuration(delay.plain) },
      };
      if (longest.plain > LONGEST) {
        report('beyond', { at: longest.origin, ...place });
        return;
      }
      const enough = formatDuration(Math.ceil(longest.plain));
      report('cut', {
        at: delay.origin,
        ...place,
        related: [{ message: `work of ${written}`, at: longest.origin }],
        fixes: [fix(`Set \`loadBalancer.deregistrationDelay\` to ${enough}`, 'safe', replaceValue(delay, enough))],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'ten seconds for requests of a minute and a half',
        path: 'pools.api.loadBalancer.deregistrationDelay',
        message: 'cut',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    work: { longest: 90s }
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [api.example.com]
      priority: 10
      deregistrationDelay: 10s
    signals: { requests: 100/s }
`,
      },
      {
        title: 'requests of two hours',
        path: 'pools.api.loadBalancer.deregistrationDelay',
        message: 'beyond',
        also: ['scale-in-kills-work'],
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    work: { longest: 2h }
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
        title: 'the longest work, which is the default',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    work: { longest: 90s }
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
