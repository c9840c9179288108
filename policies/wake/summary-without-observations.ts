import { definePolicy } from '#policy';
import { fix, wrapPlace } from '#edits';
import { oneLine } from '#model/one-line.ts';
import { placeWithin, writtenQueriesOf } from '#proof/queries.ts';

export default definePolicy({
  id: 'summary-without-observations',
  group: 'wake',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool that scales to zero must not read a summary that is NaN when idle.',
  why: oneLine(
    'Most clients export NaN for a quantile of a summary without recent observations. KEDA treats NaN, and an empty',
    'result after a comparison, as an error, and an error prevents scaling to zero',
  ),
  source: 'Semantics 26; client_golang, `prometheus/summary.go`: NaN without observations in the last ten minutes',
  messages: {
    idle: {
      text: oneLine(
        'pool "{pool}" may never return to zero because of {what}: quantile {quantile} of a summary is NaN when there',
        'are no observations, which is an error for KEDA',
      ),
      help: oneLine(
        'Return 0 when idle: `(query >= 0) or (vector(0) and on() (count(up{job="…"} == 1) > 0))` with the job that',
        'exports the summary',
      ),
    },
  },
  pool(planned, { report }) {
    if (!planned.mayBeAtZero) return;
    for (const { at, path, what, reading } of writtenQueriesOf(planned)) {
      const { idle, selectors, text } = reading;
      const summary = selectors.flatMap(({ matchers }) => matchers).find(({ label }) => label === 'quantile');
      if (summary === undefined || (!idle.empty && !idle.nan)) continue;
      const guard = fix(
        'Treat an empty result and NaN as 0',
        'unsafe',
        idle.bare ? wrapPlace(placeWithin(at, text), text, '(', ' >= 0) or vector(0)') : undefined,
      );
      report('idle', { at, path, data: { pool: planned.pool.key, what, quantile: summary.value }, fixes: [guard] });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a comparison that drops NaN and leaves nothing',
        path: 'pools.api.signals.latency.source.prometheus',
        message: 'idle',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    wake: { signal: requestQueue, retryBudget: 30m }
    signals:
      requestQueue: { perReplica: 10, source: { prometheus: { gauge: 'proxy_pending_requests{upstream="api"}' } } }
      latency: { p99: 500ms, source: { prometheus: 'max(proxy_latency_seconds{upstream="api",quantile="0.99"} >= 0)' } }
`,
      },
    ],
    good: [
      {
        title: 'zero while the proxy is scraped',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    wake: { signal: requestQueue, retryBudget: 30m }
    signals:
      requestQueue: { perReplica: 10, source: { prometheus: { gauge: 'proxy_pending_requests{upstream="api"}' } } }
      latency: { p99: 500ms, source: { prometheus: 'max(proxy_latency_seconds{upstream="api",quantile="0.99"} >= 0) or (vector(0) and on() (count(up{job="proxy"} == 1) > 0))' } }
`,
      },
    ],
  }),
});
