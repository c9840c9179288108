import { definePolicy } from '#policy';

export default definePolicy({
  id: 'latency-alone',
  group: 'signals',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool that scales on latency must also scale on its requests or its CPU.',
  why: 'A latency has a floor that more replicas do not lower, and it does not say what one replica fewer costs. A slow dependency scales the pool to its maximum, and a quiet hour scales it below what its load needs',
  source:
    'Semantics 51a; guardian/dotcom-rendering#9401, a service that scaled on latency alone; an HPA takes the largest proposal of its metrics',
  messages: {
    alone: {
      text: 'latency is the only signal of pool "{pool}": if more replicas do not lower it, the pool scales to {max} and stays there',
      help: 'Add `signals.requests` or `signals.cpu`; the HPA takes the larger of the two proposals',
    },
  },
  pool({ pool, signals: [first, ...others] }, { report }) {
    if (first?.name !== 'latency' || others.length > 0) return;
    const { min, max } = pool.replicas;
    if (max.plain <= Math.max(1, min.plain)) return;
    report('alone', {
      at: first.signal.at,
      path: ['pools', pool.key, 'signals', 'latency'],
      data: { pool: pool.key, max: max.plain },
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a p95, and nothing that counts the work',
        path: 'pools.api.signals.latency',
        message: 'alone',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..40
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi, ports: { http: 8080 } } }
    signals: { latency: { p95: 500ms } }
`,
      },
      {
        title: 'on ECS, from CloudWatch',
        path: 'pools.api.signals.latency',
        message: 'alone',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..40
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { latency: { p99: 1s, source: { cloudwatch: { namespace: Example, metric: Seconds, dimensions: { Service: api }, statistic: p99 } } } }
`,
      },
    ],
    good: [
      {
        title: 'a p95 beside what each replica can serve',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..40
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi, ports: { http: 8080 } } }
    signals: { requests: 80/s, latency: { p95: 500ms } }
`,
      },
      {
        title: 'a pool that has one replica in any case',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 1..1
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi, ports: { http: 8080 } } }
    signals: { latency: { p95: 500ms } }
`,
      },
    ],
  }),
});
