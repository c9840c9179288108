import type { AskedQuery } from '#proof/queries.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { measureOf } from '#promql/measure.ts';
import { MEASURES } from '#model/measure.ts';
import { SIGNAL_FACTS, SIGNAL_NAMES } from '#model/signals.ts';
import { queriesWithUserText } from '#proof/queries.ts';

export default definePolicy({
  id: 'metric-type-mismatch',
  group: 'kubernetes',
  severity: 'error',
  level: 'recommended',
  summary: 'A signal that expects a total must get a total, and a latency must not be a total.',
  why: oneLine(
    'A total is divided by the replicas (AverageValue), and a latency is compared directly (Value). A ratio that is',
    'divided scales in as the pool grows. A total that is not divided never stops asking for more replicas',
  ),
  source: 'Semantics 2; Kubernetes, "Horizontal Pod Autoscaling": algorithm details',
  messages: {
    divided: {
      text: '{what} of pool "{pool}" expects a total, which is divided by the replicas, but its query returns {shape}',
      help: oneLine(
        'Return the sum of the waiting or arriving work, such as `sum(…)` or `sum(rate(…[2m]))`; for the time to serve',
        'a request, use `latency`',
      ),
    },
    level: {
      text: 'signal "{signal}" of pool "{pool}" is no total ({counts}), but AverageValue divides it by the replicas',
      help: 'Set `metricType: Value`, or `total: true` if the replicas share the number',
    },
    undivided: {
      text: 'signal "{signal}" of pool "{pool}" is a total ({counts}), but Value compares it without dividing it',
      help: 'Set `metricType: AverageValue`, or `total: false` if the number does not grow with the work',
    },
    unit: {
      text: oneLine(
        '{what} of pool "{pool}" expects a total of {counts}, which is divided by the replicas, but its query returns',
        '{measure}',
      ),
      help: 'Count the work that waits or arrives; for the time to serve a request, use `latency`',
    },
    total: {
      text: oneLine(
        '{what} of pool "{pool}" is compared directly with {threshold}, but its query returns a total: a rate summed',
        'over all replicas',
      ),
      help: oneLine(
        'Return a quantile, such as `histogram_quantile(0.99, sum by (le) (rate(…_bucket[5m])))`; for a rate of',
        'requests, use `requests`',
      ),
    },
  },
  pool(plan, { report }) {
    for (const { key, reads, total, counts } of plan.pool.signals.custom ?? []) {
      if (reads.kind === 'adapter' || reads.metricType.origin.kind !== 'written') continue;
      const divided = reads.metricType.plain === 'AverageValue';
      if (divided === total.plain) continue;
      report(divided ? 'level' : 'undivided', {
        at: reads.metricType.origin,
        path: ['pools', plan.pool.key, 'signals', 'custom', key, 'metricType'],
        data: { pool: plan.pool.key, signal: key, counts: counts?.plain ?? 'level' },
      });
    }
    for (const asked of queriesWithUserText(plan)) {
      // What the compiler makes of a latency is compared as it is, and needs no parsing.
      if (!asked.own && !isTotal(asked)) continue;
      const { at, path, what, trigger, reading } = asked;
      const data = { pool: plan.pool.key, what };
      const shape = INDIVISIBLE[reading.shape];
      const measure = reading.expression && measureOf(reading.expression);
      if (isTotal(asked) && shape !== undefined) report('divided', { at, path, data: { ...data, shape } });
      else if (isTotal(asked) && measure !== undefined)
        report('unit', { at, path, data: { ...data, counts: countsOf(asked), measure: MEASURES[measure] } });
      if (trigger.metricType?.plain === 'Value' && reading.shape === 'total' && isRate(asked))
        report('total', { at, path, data: { ...data, threshold: trigger.metadata.threshold?.plain ?? '' } });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a quantile as a queue length',
        path: 'pools.api.signals.requestQueue.source.prometheus',
        message: 'divided',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      requestQueue:
        perReplica: 10
        source: { prometheus: '(histogram_quantile(0.95, sum by (le) (rate(gateway_queue_length_bucket{upstream="api"}[5m]))) >= 0) or vector(0)' }
`,
      },
      {
        title: 'a queue length that is already divided by the replicas',
        path: 'pools.api.signals.requestQueue.source.prometheus',
        message: 'divided',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      requestQueue:
        perReplica: 10
        source: { prometheus: 'sum(gateway_pending_requests{upstream="api"}) / sum(kube_deployment_status_replicas{deployment="api"})' }
`,
      },
      {
        title: 'an age that is divided by the replicas',
        path: 'pools.api.signals.custom.age.metricType',
        message: 'level',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      custom:
        age: { type: metrics-api, counts: level, metricType: AverageValue, metadata: { url: "http://gateway/age", valueLocation: seconds, targetValue: 30 } }
`,
      },
      {
        title: 'jobs that are compared without dividing them',
        path: 'pools.api.signals.custom.jobs.metricType',
        message: 'undivided',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      custom:
        jobs: { type: redis, metricType: Value, metadata: { address: "redis:6379", listName: jobs, listLength: 10 } }
`,
      },
      {
        title: 'the age of the oldest message as a queue length',
        path: 'pools.api.signals.requestQueue.source.prometheus',
        message: 'unit',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      requestQueue:
        perReplica: 60
        source: { prometheus: 'max(gateway_oldest_request_age_seconds{upstream="api"}) or vector(0)' }
`,
      },
      {
        title: 'a rate of requests as a latency',
        path: 'pools.api.signals.latency.source.prometheus',
        message: 'total',
        also: ['latency-alone'],
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      latency:
        p99: 500ms
        source: { prometheus: 'sum(rate(gateway_request_seconds_sum{upstream="api"}[5m]))' }
`,
      },
    ],
    good: [
      {
        title: 'a sum, and a quantile as a latency',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      requestQueue:
        perReplica: 10
        source: { prometheus: 'sum(gateway_pending_requests{upstream="api"})' }
      latency:
        p99: 500ms
        source: { prometheus: '(histogram_quantile(0.99, sum by (le) (rate(gateway_request_seconds_bucket{upstream="api"}[5m]))) >= 0) or vector(0)' }
`,
      },
      {
        title: 'a mean time to serve a request, and a total in another unit',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      requestQueue:
        perReplica: 10
        source: { prometheus: 'sum(gateway_pending_bytes{upstream="api"}) / 1048576' }
      latency:
        p99: 500ms
        source: { prometheus: '(sum(rate(gateway_request_seconds_sum{upstream="api"}[5m])) / sum(rate(gateway_request_seconds_count{upstream="api"}[5m])) >= 0) or vector(0)' }
`,
      },
    ],
  }),
});

/** The shapes that must not be divided by the replicas, by name. */
const INDIVISIBLE: Readonly<Partial<Record<AskedQuery['reading']['shape'], string>>> = {
  quantile: 'a quantile',
  mean: 'a mean',
  ratio: 'a ratio',
};

/** A query that only wakes the pool is not divided: its threshold is out of reach. */
function isTotal({ trigger }: AskedQuery): boolean {
  return trigger.metricType?.plain === 'AverageValue' && trigger.name.plain !== 'wake';
}

/** A sum of a gauge may have only one series; a rate of a counter is never a time. */
function isRate({ reading }: AskedQuery): boolean {
  return reading.selectors.some(({ within }) =>
    within.some(name => name === 'rate' || name === 'irate' || name === 'increase'),
  );
}

/** Growth of a lag is one of messages too. */
function countsOf({ from }: AskedQuery): string {
  const name = SIGNAL_NAMES.find(signal => signal === from);
  return name === undefined ? 'work' : SIGNAL_FACTS[name].counts;
}
