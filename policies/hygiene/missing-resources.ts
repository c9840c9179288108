import type { Container } from '#model/container.ts';
import type { PoolPlan } from '#model/plan.ts';
import { runningOf } from '#model/sidecars.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'missing-resources',
  group: 'hygiene',
  severity: 'warning',
  level: 'recommended',
  summary: 'Containers must request CPU and memory.',
  why: oneLine(
    'Kubernetes places a pod without requests as if it needed nothing, so nodes become overcommitted and no node is',
    'added. Fargate sizes the task without the container. Without a memory request, the pod is among the first to be',
    'evicted',
  ),
  source: 'Semantics 3, 33; Kubernetes, "Pod Quality of Service Classes"',
  messages: {
    missing: {
      text: 'container "{container}" in pool "{pool}" has no {what} request, so {instead}',
      help: 'Set {keys} in this container',
    },
  },
  pool(planned, { report }) {
    const {
      pool,
      on: { kubernetes, ecs },
    } = planned;
    if (pool.existing !== undefined) return;
    for (const { under, container } of runningOf(pool)) {
      const missing = (['cpu', 'memory'] as const).filter(
        what => container[what] === undefined && !isMeasured(planned, container, what),
      );
      const [first] = missing;
      if (first === undefined) continue;
      const placed = kubernetes === undefined ? undefined : 'Kubernetes schedules it as if it needed none';
      const sized = ecs === undefined ? undefined : 'the ECS task is sized without it';
      report('missing', {
        at: container.at,
        path: ['pools', pool.key, under, container.name.plain, first],
        data: {
          pool: pool.key,
          container: container.name.plain,
          keys: missing.map(key => `\`${key}\``).join(' and '),
          what: missing.map(what => (what === 'cpu' ? 'CPU' : what)).join(' or '),
          instead: [placed, sized].filter(part => part !== undefined).join(', and '),
        },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a sidecar without requests',
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
        title: 'no memory request',
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
      api: { image: "registry.example.com/api:1.0.0", cpu: { request: 400m }, memory: { request: 1Gi } }
      proxy: { image: "registry.example.com/proxy:1.0.0", cpu: 100m, memory: 128Mi }
    signals: { cpu: { target: 70%, container: api } }
`,
      },
      {
        title: 'an existing workload whose chart sets the requests',
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

/** missing-cpu-request, which is an error, reports what a signal measures on Kubernetes. */
function isMeasured({ on: { kubernetes }, signals }: PoolPlan, { name }: Container, what: 'cpu' | 'memory'): boolean {
  return (
    kubernetes !== undefined &&
    signals.some(planned => planned.name === what && planned.signal.container.plain === name.plain)
  );
}
