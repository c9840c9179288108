import { queriesOf } from '#proof/queries.ts';
import { valueWithoutSeries } from '#promql/without-series.ts';
import { definePolicy } from '#policy';
import type { PoolPlan } from '#model/plan.ts';
import type { WatcherSource } from '#model/watcher-plan.ts';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'loss-looks-idle',
  group: 'signals',
  severity: 'warning',
  level: 'strict',
  summary: 'A metric source that fails must not look like a pool without work.',
  why: oneLine(
    'When a source fails under load and reads as 0, replicas are taken away, and the last one of a pool that scales to',
    'zero is too. As long as a failed source can be told from an idle one, every replica stays',
  ),
  source: 'Semantics 26, 41a; KEDA `prometheus_scaler.go`, ignoreNullValues; kedacore/keda#3065',
  messages: {
    hidden: {
      text: 'the query of {what} of pool "{pool}" returns {value} when its series are lost, so a failed exporter looks like no work',
      help: oneLine(
        'Declare the series as `gauge`, `counter` or `histogram`, or write `query or (vector(0) unless on()',
        '(max_over_time((query)[1h:1m]) > 0))`, which returns 0 only if there was nothing in the last hour',
      ),
    },
    missing: {
      text: 'the watcher of pool "{pool}" takes missing data of signals.{signal} for no requests, so it stops a busy service if {metric} is lost',
      help: 'Add a `heartbeat` to the source: a metric of the same source that always has data',
    },
  },
  pool(planned, { report }) {
    const { pool, hold, bounds } = planned;
    if (hold !== undefined || bounds.min.plain >= bounds.max.plain) return;
    for (const { at, path, what, reading } of queriesOf(planned)) {
      const value = reading.expression && valueWithoutSeries(reading.expression);
      if (value === undefined) continue;
      report('hidden', { at, path, data: { pool: pool.key, what, value } });
    }
    for (const { name, series } of countsWithoutHeartbeat(planned)) {
      const source = planned.signals.find(signal => signal.name === name)?.cloudwatch;
      if (source === undefined) continue;
      report('missing', {
        at: source.at,
        path: ['pools', pool.key, 'signals', name, 'source', 'cloudwatch'],
        data: { pool: pool.key, signal: name, metric: series[0]?.metric.plain ?? name },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a gateway that fails, and looks idle',
        path: 'pools.api.signals.requestQueue.source.prometheus',
        message: 'hidden',
        targets: 'kubernetes',
        yaml: `lint: { level: strict }
pools:
  api:
    kind: demand-driven
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70%, requestQueue: { perReplica: 5, source: { prometheus: 'sum(gateway_pending{route="api"}) or vector(0)' } } }
`,
      },
      {
        title: 'requests that keep a service awake, and whose loss looks like none',
        path: 'pools.api.signals.requests.source.cloudwatch',
        message: 'missing',
        targets: 'ecs',
        yaml: `lint: { level: strict }
pools:
  api:
    kind: scale-to-zero
    replicas: 0..10
    coldStart: 60s
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals:
      queueBacklog: { perReplica: 10, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/work" } }
      requests: { perReplica: 50/s, source: { cloudwatch: { namespace: Shop/Gateway, metric: Calls, statistic: Sum } } }
    wake: { signal: queueBacklog }
`,
      },
    ],
    good: [
      {
        title: 'a gauge, whose loss is an error, and a query that remembers an hour',
        targets: 'kubernetes',
        yaml: `lint: { level: strict }
pools:
  api:
    kind: demand-driven
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70%, requestQueue: { perReplica: 5, source: { prometheus: { gauge: 'gateway_pending{route="api"}' } } } }
  web:
    kind: demand-driven
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 500m, memory: 512Mi } }
    signals:
      cpu: 70%
      requestQueue:
        perReplica: 5
        source: { prometheus: 'sum(gateway_pending{route="web"}) or (vector(0) unless on() (max_over_time(sum(gateway_pending{route="web"})[1h:1m]) > 0))' }
`,
      },
    ],
  }),
});

/** Of these the watcher takes no data for no events; all else that is missing is unknown to it. */
function countsWithoutHeartbeat({ on: { ecs } }: PoolPlan): readonly WatcherSource[] {
  if (ecs?.watcher?.enabled.plain !== true) return [];
  return ecs.watcher.sources.filter(({ wakes, counts, heartbeat }) => counts && !wakes && heartbeat === undefined);
}
