import type { Pool } from '#model/pool.ts';
import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'capacity-without-fallback',
  group: 'aws',
  severity: 'warning',
  level: 'recommended',
  summary:
    'Every capacity provider of a pool must be able to place tasks, and an always-on pool must not run on Spot alone.',
  why: 'ECS never falls back to a provider whose weight and base are both 0. AWS takes Spot capacity away with two minutes of notice, and while there is none no task starts',
  source:
    'Semantics 44d; ECS API reference, CapacityProviderStrategyItem: weight; ECS developer guide, "Fargate capacity providers"',
  messages: {
    unused: {
      text: 'capacity provider {provider} of pool "{pool}" has weight 0 and base 0, so ECS never places a task on it, also when {others} has no capacity',
      help: 'Set its weight to 1 or more, set its base, or remove it',
    },
    spot: {
      text: 'always-on pool "{pool}" runs on FARGATE_SPOT only: while AWS has no Spot capacity, none of its {min} tasks can be started',
      help: 'Add fargate: {{base: {min}, weight: 1}} beside fargateSpot',
    },
  },
  pool({ pool, on: { ecs } }, { report }) {
    const { providers, at } = pool.capacity;
    const used = providers.filter(({ weight }) => weight.plain > 0);
    // Where none is used is the policy capacity-without-weight.
    if (ecs?.service === undefined || used.length === 0) return;
    const others = used.map(({ name }) => name.plain).join(' and ');
    const place = (path: readonly string[]) => ({ path: ['pools', pool.key, 'capacity', ...path] });
    const unused = providers.filter(({ weight, base }) => weight.plain === 0 && base.plain === 0);
    for (const { kind, name, weight } of unused) {
      report('unused', {
        ...place([kind, 'weight']),
        at: weight.origin,
        data: { pool: pool.key, provider: name.plain, others },
        fixes: [fix(`Place some tasks on ${name.plain}`, 'unsafe', replaceValue(weight, '1'))],
      });
    }
    if (unused.length === 0 && spotAlone(pool)) {
      report('spot', {
        ...place(['fargateSpot']),
        at: at ?? pool.at,
        data: { pool: pool.key, min: ecs.scaling?.min.plain ?? pool.replicas.fixed.plain },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a fallback that is never used',
        path: 'pools.api.capacity.fargate.weight',
        message: 'unused',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 3..20
    capacity: { fargate: { weight: 0 }, fargateSpot: { weight: 100 } }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'an always-on pool on Spot alone',
        path: 'pools.api.capacity.fargateSpot',
        message: 'spot',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 3..20
    capacity: { fargateSpot: {} }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'the minimum on Fargate, and more of it on Spot',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 3..20
    capacity: { fargate: { base: 3, weight: 0 }, fargateSpot: { weight: 1 } }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'work that waits in a queue, on Spot alone',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..20
    capacity: { fargateSpot: {} }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { queueBacklog: { perReplica: 10, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/work" } } }
`,
      },
    ],
  }),
});

function spotAlone({ kind, capacity: { providers } }: Pool): boolean {
  return kind.plain === 'always-on' && providers.length > 0 && providers.every(one => one.kind === 'fargateSpot');
}
