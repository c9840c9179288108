import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'capacity-without-weight',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'At least one capacity provider of a pool must have a weight above 0.',
  why: 'A weight of 0 means that a provider cannot be used to place tasks, and ECS rejects a service whose providers all have it',
  source: 'Semantics 44d; ECS API reference, CapacityProviderStrategyItem: weight',
  messages: {
    none: {
      text: 'every capacity provider of pool "{pool}" has a weight of 0 ({providers}), so ECS has nowhere to place a task',
      help: 'Set the weight of at least one of them to 1 or more',
    },
  },
  pool({ pool, on: { ecs } }, { report }) {
    const { providers, at } = pool.capacity;
    if (ecs?.service === undefined || providers.length === 0 || providers.some(({ weight }) => weight.plain > 0))
      return;
    report('none', {
      at: providers[0]?.weight.origin ?? at ?? pool.at,
      path: ['pools', pool.key, 'capacity'],
      data: { pool: pool.key, providers: providers.map(({ name }) => name.plain).join(', ') },
      fixes: providers.map(({ name, weight }) =>
        fix(`Place tasks on ${name.plain}`, 'unsafe', replaceValue(weight, '1')),
      ),
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'Fargate and Fargate Spot, neither of which is used',
        path: 'pools.api.capacity',
        message: 'none',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: demand-driven
    replicas: 1..5
    capacity: { fargate: { weight: 0 }, fargateSpot: { weight: 0 } }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'one of the two is used',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: demand-driven
    replicas: 1..5
    capacity: { fargate: { base: 1, weight: 1 }, fargateSpot: { weight: 4 } }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
