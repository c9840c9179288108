import { definePolicy } from '#policy';

export default definePolicy({
  id: 'latency-alone',
  group: 'aws',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool on ECS must not scale in by latency alone.',
  why: 'A latency has a floor that no task takes away, and says nothing of what one task less costs. It is also missing while nothing arrives, so a pool that went idle keeps its tasks',
  source: 'Semantics 51a',
  messages: {
    alone: {
      text: 'pool "{pool}" scales on ECS by latency alone, so it scales in only when the latency is below half of its target of {target}s, and not at all while no request arrives',
      help: 'Add a signal that falls with the load, such as signals.cpu, requests or requestQueue',
    },
  },
  pool({ pool, acting, hold, on: { ecs } }, { report }) {
    const policies = ecs?.scaling?.policies ?? [];
    const latency = acting.find(planned => planned.name === 'latency');
    if (latency === undefined || hold !== undefined || policies.length === 0) return;
    if (!policies.every(({ key }) => key === 'latency-out' || key === 'in')) return;
    report('alone', {
      at: latency.signal.at,
      path: ['pools', pool.key, 'signals', 'latency'],
      data: { pool: pool.key, target: latency.signal.target.plain },
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a p99 and nothing else',
        path: 'pools.api.signals.latency',
        message: 'alone',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { latency: { p99: 500ms, source: { cloudwatch: { namespace: Example, metric: Latency, statistic: p99 } } } }
`,
      },
    ],
    good: [
      {
        title: 'the p99 beside CPU',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      cpu: 70%
      latency: { p99: 500ms, source: { cloudwatch: { namespace: Example, metric: Latency, statistic: p99 } } }
`,
      },
    ],
  }),
});
