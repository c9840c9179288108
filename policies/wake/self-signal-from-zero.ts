import { definePolicy } from '#policy';

export default definePolicy({
  id: 'self-signal-from-zero',
  group: 'wake',
  severity: 'error',
  level: 'recommended',
  summary: 'What must wake a pool from zero is not measured by the pool itself.',
  why: 'While a pool is at zero nothing runs that could count: its own metric is empty, work comes and goes, and the pool sleeps on',
  source: 'Semantics 28; the scaling document wakes its embedder this way',
  messages: {
    self: {
      text: 'pool "{pool}" is to be woken from zero by {what}, and {detail}',
      help: 'Wake it by what is there while it sleeps: the lag of a topic, the length of a queue, a counter that its callers keep, or a proxy that holds requests; or keep replicas.min at 1',
    },
  },
  explains: ['never-wakes'],
  pool(plan, { proofs, report }) {
    const { pool } = plan;
    for (const { wake } of proofs(plan)) {
      for (const { at, path, from, what, reason, detail } of wake.refused) {
        // Beside a path that does wake the pool, its own metric only sizes it, unless it was named for waking.
        const asked = from === 'wake' || pool.wake?.signal?.plain === from;
        if (reason !== 'self' || (!asked && (wake.paths.length > 0 || wake.scheduled !== undefined))) continue;
        report('self', { at, path, data: { pool: pool.key, what, detail } });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'the scaling document: requests that the sleeping pool itself would have to receive',
        path: 'pools.embedder.wake.source.prometheus',
        message: 'self',
        targets: 'kubernetes',
        yaml: `metrics: grpc-prometheus
pools:
  embedder:
    kind: scale-to-zero
    replicas: { max: 1 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    wake: { source: { prometheus: 'sum(rate(grpc_server_started_total{service="embedder"}[1m]))' } }
`,
      },
      {
        title: "requests without a source, which are the pool's own",
        path: 'pools.web.signals.requests',
        message: 'self',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: 100/s }
`,
      },
      {
        title: 'on ECS, a metric that ECS has of the tasks that run',
        path: 'pools.web.wake.source.cloudwatch',
        message: 'self',
        targets: 'ecs',
        yaml: `pools:
  web:
    kind: scale-to-zero
    replicas: { max: 1 }
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    wake: { source: { cloudwatch: { namespace: AWS/ECS, metric: CPUUtilization, dimensions: { ClusterName: example, ServiceName: web } } } }
`,
      },
    ],
    good: [
      {
        title: "the caller's counter, whose label names the pool as the callee",
        targets: 'kubernetes',
        yaml: `pools:
  embedder:
    kind: scale-to-zero
    replicas: { max: 1 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    wake:
      source: { prometheus: { counter: 'engine_callModule_duration_seconds_count{module="embedder"}', job: engine } }
      retryBudget: 5m
`,
      },
    ],
  }),
});
