import type { SelectorUse } from '#promql/read-query.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { familyOf } from '#promql/metric-families.ts';
import { placeWithin, queriesWithUserText } from '#proof/queries.ts';

export default definePolicy({
  id: 'quantile-without-histogram',
  group: 'wake',
  severity: 'warning',
  level: 'recommended',
  summary: oneLine(
    'A quantile must be computed from series that exist: Micrometer emits _bucket only with percentile histograms',
    'enabled.',
  ),
  why: 'Without _bucket series, histogram_quantile returns nothing, so the latency never scales the pool',
  source: 'Semantics 29; Micrometer, "Histograms and percentiles": off by default',
  messages: {
    missing: {
      text: '{what} of pool "{pool}" computes a quantile of {metric}, but the services emit no _bucket series',
      help: oneLine(
        'Enable percentile histograms in the services and set `metrics.histograms: true`, or read a latency that a',
        'mesh or a gateway measures',
      ),
    },
  },
  environment({ system, pools }, { report }) {
    const { runtime, histograms } = system.metrics;
    if (runtime.plain !== 'micrometer' || histograms.plain) return;
    const own = new Set(
      system.pools.flatMap(({ key, name, containers }) => [
        key,
        name.plain,
        ...containers.map(container => container.name.plain),
      ]),
    );
    for (const pool of pools) {
      for (const { at, path, what, reading } of queriesWithUserText(pool)) {
        const metrics = new Set(
          reading.selectors.filter(use => isFromServices(use, own)).flatMap(({ name }) => name ?? []),
        );
        for (const metric of metrics) {
          report('missing', {
            at: placeWithin(at, metric.slice(0, -'_bucket'.length)),
            path,
            data: { pool: pool.pool.key, what, metric },
            related:
              histograms.origin.kind === 'written'
                ? [{ message: 'the histogram setting of the services', at: histograms.origin }]
                : [],
          });
        }
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a p99 without percentile histograms',
        path: 'pools.parser.signals.latency.source.prometheus',
        message: 'missing',
        targets: 'kubernetes',
        yaml: `metrics: { runtime: micrometer, histograms: false }
pools:
  parser:
    kind: demand-driven
    replicas: { max: 20 }
    containers: { parser: { image: "registry.example.com/parser:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { cpu: 70%, latency: { p99: 2s, source: { prometheus: { histogram: 'grpc_server_processing_duration_seconds{job="parser"}' } } } }
`,
      },
      {
        title: 'the default source, which uses the same series',
        path: 'pools.parser.signals.latency',
        message: 'missing',
        targets: 'kubernetes',
        yaml: `metrics: micrometer
pools:
  parser:
    kind: demand-driven
    replicas: { max: 20 }
    containers: { parser: { image: "registry.example.com/parser:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { cpu: 70%, latency: { p99: 2s } }
`,
      },
    ],
    good: [
      {
        title: 'percentile histograms enabled',
        targets: 'kubernetes',
        yaml: `metrics: { runtime: micrometer, histograms: true }
pools:
  parser:
    kind: demand-driven
    replicas: { max: 20 }
    containers: { parser: { image: "registry.example.com/parser:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { cpu: 70%, latency: { p99: 2s } }
`,
      },
      {
        title: 'a latency that the mesh measures',
        targets: 'kubernetes',
        yaml: `metrics: { runtime: micrometer, histograms: false }
pools:
  parser:
    kind: demand-driven
    replicas: { max: 20 }
    containers: { parser: { image: "registry.example.com/parser:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { cpu: 70%, latency: { p99: 2s, source: { prometheus: { histogram: 'istio_request_duration_seconds{destination_app="parser",reporter="source"}' } } } }
`,
      },
    ],
  }),
});

/** Emitted by the services, by its name or by its scrape job. A mesh or a gateway has its own histograms. */
function isFromServices({ name, matchers }: SelectorUse, own: ReadonlySet<string>): boolean {
  if (name?.endsWith('_bucket') !== true) return false;
  const family = familyOf(name);
  if (family !== undefined) return family.runtime === 'micrometer';
  return matchers.some(({ label, operator, value }) => label === 'job' && operator === '=' && own.has(value));
}
