import type { Pool } from '#model/pool.ts';
import type { SelectorUse } from '#promql/read-query.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { familyOf, mayNameAnother } from '#promql/metric-families.ts';
import { fix, replacePlace } from '#edits';
import { placeWithin, queriesWithUserText } from '#proof/queries.ts';

export default definePolicy({
  id: 'metric-not-emitted-by-runtime',
  group: 'wake',
  severity: 'warning',
  level: 'recommended',
  summary: 'Queries must use metric names that the services emit.',
  why: oneLine(
    'A query for a name that nothing emits finds no series. The trigger fails, or reads no work if an empty result',
    'counts as 0',
  ),
  source: oneLine(
    'Semantics 29; pipestream.md, "Metrics": Quarkus emits the names of Micrometer, and grpc_server_started_total',
    'belongs to grpc-prometheus',
  ),
  messages: {
    foreign: {
      text: '{what} of pool "{pool}" queries {metric}, a name of {other}, but the services emit names of {runtime}',
      help: 'Query {instead}, or set `metrics.runtime` to {other}',
    },
  },
  environment({ system, pools }, { report }) {
    const { runtime } = system.metrics;
    const jobs = jobsOf(system.pools);
    for (const pool of pools) {
      for (const asked of queriesWithUserText(pool)) {
        if (!mayNameAnother(asked.trigger.metadata.query?.plain ?? '', runtime.plain)) continue;
        const { at, path, what, reading } = asked;
        const metrics = new Set(
          reading.selectors.filter(use => !isOutside(use, jobs)).flatMap(({ name }) => name ?? []),
        );
        for (const metric of metrics) {
          const family = familyOf(metric);
          if (family === undefined || family.runtime === runtime.plain) continue;
          const instead = family.instead(runtime.plain);
          const place = placeWithin(at, metric);
          report('foreign', {
            at: place,
            path,
            data: {
              pool: pool.pool.key,
              what,
              metric,
              other: family.runtime,
              runtime: runtime.plain,
              instead: instead ?? `a name of ${runtime.plain}`,
            },
            related:
              runtime.origin.kind === 'written' ? [{ message: 'the runtime of the services', at: runtime.origin }] : [],
            fixes: [
              instead === undefined
                ? undefined
                : fix(`Replace it with ${instead}`, 'unsafe', replacePlace(place, metric, instead)),
            ],
          });
        }
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a name of grpc-prometheus with the Micrometer runtime',
        path: 'pools.parser.signals.requests.source.prometheus',
        message: 'foreign',
        targets: 'kubernetes',
        yaml: `metrics: micrometer
pools:
  parser:
    kind: demand-driven
    replicas: { max: 20 }
    containers: { parser: { image: "registry.example.com/parser:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 20/s, source: { prometheus: 'sum(rate(grpc_server_started_total{job="parser"}[2m]))' } } }
`,
      },
    ],
    good: [
      {
        title: 'a name of Micrometer',
        targets: 'kubernetes',
        yaml: `metrics: micrometer
pools:
  parser:
    kind: demand-driven
    replicas: { max: 20 }
    containers: { parser: { image: "registry.example.com/parser:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 20/s, source: { prometheus: 'sum(rate(grpc_server_processing_duration_seconds_count{job="parser"}[2m]))' } } }
`,
      },
      {
        title: 'a gateway of another system, which has its own runtime',
        targets: 'kubernetes',
        yaml: `metrics: micrometer
pools:
  parser:
    kind: demand-driven
    replicas: { max: 20 }
    containers: { parser: { image: "registry.example.com/parser:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 20/s, source: { prometheus: 'sum(rate(grpc_client_started_total{job="gateway",grpc_service="Parser"}[2m]))' } } }
`,
      },
    ],
  }),
});

function jobsOf(pools: readonly Pool[]): ReadonlySet<string> {
  return new Set(
    pools.flatMap(({ key, name, containers }) => [
      key,
      name.plain,
      ...containers.map(container => container.name.plain),
    ]),
  );
}

/** Scraped from something that is not one of the pools. */
function isOutside({ matchers }: SelectorUse, jobs: ReadonlySet<string>): boolean {
  return matchers.some(({ label, operator, value }) => label === 'job' && operator === '=' && !jobs.has(value));
}
