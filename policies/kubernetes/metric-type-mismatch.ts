import type { AskedQuery } from '#knowledge/proof/queries.ts';
import { definePolicy } from '#policy';
import { queriesOf } from '#knowledge/proof/queries.ts';

export default definePolicy({
  id: 'metric-type-mismatch',
  group: 'kubernetes',
  severity: 'error',
  level: 'recommended',
  summary: 'A signal that takes a total has one, and a latency is not a total.',
  why: 'A total is divided by the replicas (AverageValue), a latency is compared as it is (Value): a ratio that is divided scales in as the pool grows, and a total that is not divided never stops asking for more',
  source: 'Semantics 2; Kubernetes, "Horizontal Pod Autoscaling": algorithm details',
  messages: {
    divided: {
      text: '{from} of pool "{pool}" takes a total, which is divided by the replicas, and its query returns {shape}',
      help: 'Return the sum of what waits or arrives, such as sum(…) or sum(rate(…[2m])); a time to serve a request belongs into latency',
    },
    total: {
      text: '{from} of pool "{pool}" is compared with {threshold} as it is, and its query returns a total, a rate summed over all replicas',
      help: 'Return a quantile, such as histogram_quantile(0.99, sum by (le) (rate(…_bucket[5m]))); a rate of requests belongs into requests',
    },
  },
  pool(plan, { report }) {
    for (const asked of queriesOf(plan)) {
      const { at, path, from, trigger, reading } = asked;
      const data = { pool: plan.pool.key, from };
      const shape = SHARED_BY_NOBODY[reading.shape];
      if (isTotal(asked) && shape !== undefined) report('divided', { at, path, data: { ...data, shape } });
      if (trigger.metricType?.plain === 'Value' && reading.shape === 'total' && isRate(asked))
        report('total', { at, path, data: { ...data, threshold: trigger.metadata.threshold?.plain ?? '' } });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a quantile as a queue',
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
        title: 'a queue that is divided by the replicas already',
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
        title: 'a rate of requests as a latency',
        path: 'pools.api.signals.latency.source.prometheus',
        message: 'total',
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
        title: 'a sum, and a quantile where it belongs',
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
        title: 'a mean of the time to serve, and a total in another unit',
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

/** What each of them is called; the others may be shared by the replicas. */
const SHARED_BY_NOBODY: Readonly<Partial<Record<AskedQuery['reading']['shape'], string>>> = {
  quantile: 'a quantile',
  mean: 'a mean',
  ratio: 'a ratio',
};

/** What only wakes a pool is not divided into anything: its threshold is out of reach. */
function isTotal({ trigger }: AskedQuery): boolean {
  return trigger.metricType?.plain === 'AverageValue' && trigger.name.plain !== 'wake';
}

/** A sum of a gauge may be of the one series that there is; a rate of a counter is never a time. */
function isRate({ reading }: AskedQuery): boolean {
  return reading.selectors.some(({ within }) =>
    within.some(name => name === 'rate' || name === 'irate' || name === 'increase'),
  );
}
