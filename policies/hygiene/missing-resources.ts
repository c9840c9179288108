import type { Container } from '#model/container.ts';
import type { PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';

export default definePolicy({
  id: 'missing-resources',
  group: 'hygiene',
  severity: 'warning',
  level: 'recommended',
  summary: 'Every container asks for the CPU and the memory that it needs.',
  why: 'What asks for nothing is not counted: nodes are packed over it and none is added for it, a task of Fargate is sized without it, and without memory it is the first to be evicted',
  source: 'Semantics 3, 33; Kubernetes, "Pod Quality of Service Classes"',
  messages: {
    missing: {
      text: 'container "{container}" of pool "{pool}" asks for no {what}, so {instead}',
      help: 'Write {keys} in that container',
    },
  },
  pool(planned, { report }) {
    const {
      pool,
      on: { kubernetes, ecs },
    } = planned;
    if (pool.existing !== undefined) return;
    for (const container of pool.containers) {
      const missing = (['cpu', 'memory'] as const).filter(
        what => container[what] === undefined && !isMeasured(planned, container, what),
      );
      const [first] = missing;
      if (first === undefined) continue;
      const placed = kubernetes === undefined ? undefined : 'a node is chosen as if it needed none';
      const sized = ecs === undefined ? undefined : 'the task is sized without it';
      report('missing', {
        at: container.at,
        path: ['pools', pool.key, 'containers', container.name.plain, first],
        data: {
          pool: pool.key,
          container: container.name.plain,
          keys: missing.join(' and '),
          what: missing.map(what => (what === 'cpu' ? 'CPU' : what)).join(' and no '),
          instead: [placed, sized].filter(part => part !== undefined).join(', and '),
        },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a sidecar that asks for nothing',
        path: 'pools.api.containers.proxy.cpu',
        message: 'missing',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi }
      proxy: { image: "registry.example.com/proxy:1.0.0" }
    signals: { cpu: { target: 70%, container: api } }
`,
      },
      {
        title: 'no memory',
        path: 'pools.api.containers.api.memory',
        message: 'missing',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'requests without limits',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: { request: 500m }, memory: { request: 1Gi } }
      proxy: { image: "registry.example.com/proxy:1.0.0", cpu: 100m, memory: 128Mi }
    signals: { cpu: { target: 70%, container: api } }
`,
      },
      {
        title: "a workload of somebody else's chart, which states them",
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, cpu: 500m } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

/** What a signal measures on Kubernetes is the concern of missing-cpu-request, which is an error. */
function isMeasured({ on: { kubernetes }, signals }: PoolPlan, { name }: Container, what: 'cpu' | 'memory'): boolean {
  return (
    kubernetes !== undefined &&
    signals.some(planned => planned.name === what && planned.signal.container.plain === name.plain)
  );
}
