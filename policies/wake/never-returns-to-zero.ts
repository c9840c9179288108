import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, wrapPlace } from '#edits';
import { placeWithin } from '#proof/queries.ts';
import { TARGET_LABEL } from '#model/targets.ts';
import { sleepersOf } from '#proof/sleepers.ts';

const MESSAGES = {
  'error-when-idle': 'error',
  'never-inactive': 'active',
  'no-data-is-unknown': 'unknown',
  'scale-in-disabled': 'disabled',
} as const;

export default definePolicy({
  id: 'never-returns-to-zero',
  group: 'wake',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool that scales to zero must return to zero when its work is done.',
  why: oneLine(
    'A pool scales to zero only when every trigger is inactive and none fails. Otherwise it keeps running, and costs',
    'money, after its first piece of work',
  ),
  source: 'Semantics 26, 41a, 65; KEDA `prometheus_scaler.go`, `scale_scaledobjects.go`',
  messages: {
    error: {
      text: 'pool "{pool}" never returns to zero because of {what}: {detail}',
      help: oneLine(
        'Declare the series as `histogram`, `counter` or `gauge`, so that the compiler generates a guarded query, or',
        'guard the query: `(query >= 0) or vector(0)`',
      ),
    },
    active: {
      text: 'pool "{pool}" never returns to zero because of {what}: {detail}',
      help: 'Query the waiting or arriving work, which is 0 when there is none, or raise the activation',
    },
    unknown: {
      text: 'pool "{pool}" never returns to zero on ECS because of {what}: {detail}',
      help: oneLine(
        'Add a `heartbeat` to the metric: a metric of the same source that always has data, such as its SampleCount if',
        'the source publishes zeros',
      ),
    },
    disabled: {
      text: 'pool "{pool}" never returns to zero on ECS because of {what}: {detail}',
      help: 'Remove `scaleDown.select`, or run the pool on Kubernetes, where KEDA scales any number of replicas to zero',
    },
    silent: {
      text: 'pool "{pool}" never returns to zero on {target}: {detail}',
      help: 'Add a wake source that shows when work has ended, or leave hours in which no window is open',
    },
  },
  pool(plan, { proofs, report }) {
    for (const { target, wake, back } of sleepersOf(proofs(plan))) {
      // What never wakes is another finding.
      const wakes = wake.paths.length > 0 || wake.scheduled !== undefined;
      if (back.after === undefined && back.blocked.length === 0 && wakes) {
        report('silent', {
          at: wake.scheduled?.at ?? plan.pool.kind.origin,
          path: ['pools', plan.pool.key, 'schedule'],
          data: {
            pool: plan.pool.key,
            target: TARGET_LABEL[target],
            detail: 'nothing says when its work has ended, and its windows leave no time without one',
          },
        });
      }
      for (const { at, path, what, reason, detail, guardable } of back.blocked) {
        // `min-unreachable` reports memory, also for pools that are never at zero.
        if (reason === 'memory-stays') continue;
        const guard =
          guardable === undefined
            ? undefined
            : fix(
                'Treat an empty result and NaN as 0',
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
        title: 'a plain quantile, which is NaN when idle',
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
        title: 'a count without a heartbeat on ECS',
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
      {
        title: 'on ECS, tasks that no policy takes away, and a watcher that stops only the last one',
        path: 'pools.worker.scaleDown.select',
        message: 'disabled',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs" } }
    scaleDown: { select: disabled }
`,
      },
      {
        title: 'on ECS, windows that cover the whole day and nothing else that says when to sleep',
        path: 'pools.api.schedule',
        message: 'silent',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: scale-to-zero
    replicas: 0..6
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
    schedule:
      timezone: Europe/Paris
      windows: [{ from: "00:00", to: "12:00", min: 2 }, { from: "12:00", to: "00:00", min: 1 }]
`,
      },
    ],
    good: [
      {
        title: 'on ECS, asleep at night by the schedule alone',
        targets: 'ecs',
        yaml: `pools:
  api:
    kind: scale-to-zero
    replicas: 0..6
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
    schedule:
      timezone: Europe/Paris
      windows: [{ from: "07:00", to: "21:00", days: [mon, tue, wed, thu, fri], min: 1 }]
`,
      },
      {
        title: 'a declared histogram, from which the query is generated',
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
        title: 'the count with a heartbeat',
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
