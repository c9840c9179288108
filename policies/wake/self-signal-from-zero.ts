import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { sleepersOf } from '#proof/sleepers.ts';

export default definePolicy({
  id: 'self-signal-from-zero',
  group: 'wake',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool must not be woken by a metric that it emits itself.',
  why: oneLine(
    'At zero, no replica runs that could count anything, so the metric of the pool stays empty. Work arrives, and the',
    'pool stays at zero',
  ),
  source: 'Semantics 28; the scaling document wakes its embedder in this way',
  messages: {
    self: {
      text: 'pool "{pool}" relies on {what} to wake from zero, but {detail}',
      help: oneLine(
        'Wake the pool by a metric that exists while it is at zero (consumer lag, a queue length, a counter of its',
        'callers), put a proxy in front that holds requests, or set `replicas.min` to 1',
      ),
    },
  },
  explains: ['never-wakes'],
  pool(plan, { proofs, report }) {
    const { pool } = plan;
    for (const { wake } of sleepersOf(proofs(plan))) {
      for (const { at, path, from, what, reason, detail } of wake.refused) {
        // If another path wakes the pool, its own metric only sizes it, unless it is named as the wake signal.
        const asked = from === 'wake' || pool.wake?.signal?.plain === from;
        if (reason !== 'self' || (!asked && (wake.paths.length > 0 || wake.scheduled !== undefined))) continue;
        report('self', { at, path, data: { pool: pool.key, what, detail } });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'the scaling document: requests that the pool would have to receive while it is at zero',
        path: 'pools.embedder.wake.source.prometheus',
        message: 'self',
        also: ['window-shorter-than-rate-range'],
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
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { requests: 100/s }
`,
      },
      {
        title: 'on ECS, a metric that ECS publishes only for running tasks',
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
        title: "the caller's counter, whose label names the pool",
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
