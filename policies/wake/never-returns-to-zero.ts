import { definePolicy } from '#policy';
import { fix, wrapPlace } from '#edits';
import { placeWithin } from '#knowledge/proof/queries.ts';

const MESSAGES = { 'error-when-idle': 'error', 'never-inactive': 'active', 'no-data-is-unknown': 'unknown' } as const;

export default definePolicy({
  id: 'never-returns-to-zero',
  group: 'wake',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool that may be at zero gets back there when its work ends.',
  why: 'A pool sleeps only when every trigger is inactive and none is in error; otherwise it runs, and is paid for, for good after its first piece of work',
  source: 'Semantics 26, 41a, 65; KEDA `prometheus_scaler.go`, `scale_scaledobjects.go`',
  messages: {
    error: {
      text: 'pool "{pool}" never returns to zero because of {what}: {detail}',
      help: 'Write the series with its kind (histogram, counter, gauge), from which a guarded query is made, or guard the query: (query >= 0) or vector(0)',
    },
    active: {
      text: 'pool "{pool}" never returns to zero because of {what}: {detail}',
      help: 'Ask for what waits or arrives, which is 0 when nothing does, or raise the activation',
    },
    unknown: {
      text: 'pool "{pool}" never returns to zero on ECS because of {what}: {detail}',
      help: 'Write a heartbeat beside the metric: one of the same source that is always there, such as its SampleCount where zeros are published',
    },
  },
  pool(plan, { proofs, report }) {
    for (const { back } of proofs(plan)) {
      for (const { at, path, what, reason, detail, guardable } of back.blocked) {
        const guard =
          guardable === undefined
            ? undefined
            : fix(
                'Read nothing and NaN as 0',
                'unsafe',
                wrapPlace(placeWithin(at, guardable), guardable, '(', ' >= 0) or vector(0)'),
              );
        report(MESSAGES[reason], { at, path, data: { pool: plan.pool.key, what, detail }, fixes: [guard] });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a bare quantile, which is NaN when idle',
        path: 'pools.embedder.signals.latency.source.prometheus',
        message: 'error',
        targets: 'kubernetes',
        yaml: `pools:
  embedder:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals:
      kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [work], partitions: 12 }
      latency: { p99: 10s, source: { prometheus: 'histogram_quantile(0.99, sum by (le) (rate(grpc_server_processing_duration_seconds_bucket{job="embedder"}[5m])))' } }
`,
      },
      {
        title: 'a query that is never below 1',
        path: 'pools.embedder.wake.source.prometheus',
        message: 'active',
        targets: 'kubernetes',
        yaml: `pools:
  embedder:
    kind: scale-to-zero
    replicas: { max: 1 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    wake: { source: { prometheus: 'sum(engine_module_pending_requests{module="embedder"}) + 1' }, retryBudget: 5m }
`,
      },
      {
        title: 'on ECS, a count without a heartbeat',
        path: 'pools.embedder.wake.source.cloudwatch',
        message: 'unknown',
        targets: 'ecs',
        yaml: `pools:
  embedder:
    kind: scale-to-zero
    replicas: { max: 1 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    wake: { source: { cloudwatch: { namespace: Example, metric: Calls, dimensions: { Module: embedder }, statistic: Sum } }, retryBudget: 5m }
`,
      },
    ],
    good: [
      {
        title: 'the histogram declared, and the query made of it',
        targets: 'kubernetes',
        yaml: `pools:
  embedder:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals:
      kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [work], partitions: 12 }
      latency: { p99: 10s, source: { prometheus: { histogram: 'grpc_server_processing_duration_seconds{job="embedder"}' } } }
`,
      },
      {
        title: 'the count beside a heartbeat',
        targets: 'ecs',
        yaml: `pools:
  embedder:
    kind: scale-to-zero
    replicas: { max: 1 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    wake:
      source:
        cloudwatch: { namespace: Example, metric: Calls, dimensions: { Module: embedder }, statistic: Sum, heartbeat: { namespace: Example, metric: Up, statistic: SampleCount } }
      retryBudget: 5m
`,
      },
    ],
  }),
});
