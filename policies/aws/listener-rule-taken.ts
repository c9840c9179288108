import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import type { EcsMadeGroup } from '#model/ecs-plan.ts';
import type { LoadBalancer } from '#model/load-balancer.ts';
import type { PoolPlan } from '#model/plan.ts';
import type { Pool } from '#model/pool.ts';

export default definePolicy({
  id: 'listener-rule-taken',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'Rules of one listener must have different priorities.',
  why: oneLine(
    'A listener tries its rules in the order of their priorities, and Elastic Load Balancing rejects a second rule with',
    'a priority that is in use: the stack fails to deploy',
  ),
  source: 'Elastic Load Balancing API reference, CreateRule: PriorityInUse',
  messages: {
    same: {
      text: 'pools "{pool}" and "{other}" have a rule with the priority {priority} on one listener',
      help: 'Set `loadBalancer.priority` of one of them to another number; the lowest that matches a request wins',
    },
  },
  environment({ pools }, { report }) {
    const first = new Map<string, Rule>();
    for (const rule of pools.flatMap(rulesOf)) {
      const { pool, from, made } = rule;
      const key = `${made.listener.plain} ${String(made.priority.plain)}`;
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, rule);
        continue;
      }
      report('same', {
        at: made.priority.origin,
        path: ['pools', pool.key, ...from.path, 'priority'],
        data: { pool: pool.key, other: other.pool.key, priority: made.priority.plain },
        related: [{ message: `the rule of pool "${other.pool.key}"`, at: other.from.at }],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a copied pool',
        path: 'pools.admin.loadBalancer.priority',
        message: 'same',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [api.example.com]
      priority: 10
    signals: { requests: 100/s }
  admin:
    kind: always-on
    replicas: 2..10
    containers:
      admin: { image: "registry.example.com/admin:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [admin.example.com]
      priority: 10
    signals: { requests: 100/s }
`,
      },
    ],
    good: [
      {
        title: 'a priority for each',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [api.example.com]
      priority: 10
    signals: { requests: 100/s }
  admin:
    kind: always-on
    replicas: 2..10
    containers:
      admin: { image: "registry.example.com/admin:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [admin.example.com]
      priority: 20
    signals: { requests: 100/s }
`,
      },
    ],
  }),
});

interface Rule {
  readonly pool: Pool;
  readonly from: LoadBalancer;
  readonly made: EcsMadeGroup;
}

function rulesOf({ pool, on }: PoolPlan): readonly Rule[] {
  return (on.ecs?.service?.routes ?? []).flatMap(({ place, made }) => {
    const from = pool.loadBalancers[place];
    return from === undefined || made === undefined ? [] : [{ pool, from, made }];
  });
}
