import type { PrometheusSource } from '#model/metric-source.ts';
import { definePolicy } from '#policy';
import { placeWithin, queriesOf } from '#knowledge/proof/queries.ts';
import { readPromql } from '#promql/read-query.ts';

export default definePolicy({
  id: 'promql-syntax',
  group: 'wake',
  severity: 'error',
  level: 'recommended',
  summary: 'Every PromQL query can be read by Prometheus, and its result by KEDA.',
  why: 'Prometheus answers a query that it cannot read with an error, and a trigger in error never wakes a pool and keeps it from going back to zero',
  source: 'Prometheus, "Querying"; semantics 26; KEDA `prometheus_scaler.go` reads a vector of one element',
  messages: {
    syntax: {
      text: 'Prometheus cannot read the query of {what} of pool "{pool}": {problem}',
      help: 'Correct the query; where the server speaks another dialect than PromQL, switch this policy off in lint.rules',
    },
    selector: {
      text: '{what} of pool "{pool}" declares a {kind}, and "{text}" is no selector of one: {problem}',
      help: 'Write the name of the {kind} with its labels and nothing around it, or the whole expression as query',
    },
    scalar: {
      text: 'the query of {what} of pool "{pool}" is a single number without an element, which KEDA cannot read',
      help: 'Put it into vector(…)',
    },
  },
  explains: ['never-wakes'],
  pool(plan, { report }) {
    for (const { at, path, from, what, reading } of queriesOf(plan)) {
      const source = sourceOf(plan.signals, plan.wakeSources, from);
      const problem = source === undefined || source.kind === 'query' ? undefined : selectorProblem(source);
      const data = { pool: plan.pool.key, what };
      if (source !== undefined && source.kind !== 'query' && problem !== undefined) {
        report('selector', { at, path, data: { ...data, kind: source.kind, text: source.series.plain, problem } });
        continue;
      }
      for (const { from: start, to, message } of reading.problems.slice(0, 1)) {
        const wrong = reading.text.slice(start, to);
        report('syntax', { at: precise(at, reading.text, start, wrong), path, data: { ...data, problem: message } });
      }
      if (reading.type === 'scalar') report('scalar', { at, path, data });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a bracket that is never closed',
        path: 'pools.worker.signals.requests.source.prometheus',
        message: 'syntax',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 120/s, source: { prometheus: 'sum(rate(gateway_requests_total{route="work"}[2m])' } } }
`,
      },
      {
        title: 'a counter that is an expression already',
        path: 'pools.worker.signals.requests.source.prometheus',
        message: 'selector',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 120/s, source: { prometheus: { counter: 'sum(gateway_requests_total)', job: gateway } } } }
`,
      },
      {
        title: 'a scalar',
        path: 'pools.worker.signals.requests.source.prometheus',
        message: 'scalar',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 120/s, source: { prometheus: 'scalar(sum(rate(gateway_requests_total{route="work"}[2m])))' } } }
`,
      },
    ],
    good: [
      {
        title: 'the bracket closed',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 120/s, source: { prometheus: 'sum(rate(gateway_requests_total{route="work"}[2m]))' } } }
`,
      },
    ],
  }),
});

interface WithSource {
  readonly from?: string;
  readonly name?: string;
  readonly prometheus?: PrometheusSource | undefined;
  readonly source?: { readonly prometheus: PrometheusSource | undefined } | undefined;
}

function sourceOf(
  signals: readonly WithSource[],
  wakeSources: readonly WithSource[],
  from: string,
): PrometheusSource | undefined {
  return from === 'wake'
    ? wakeSources.find(source => source.from === 'wake')?.source?.prometheus
    : signals.find(({ name }) => name === from)?.prometheus;
}

/** A gauge may be any expression, since it is only summed; a rate and a suffix need a selector by name. */
function selectorProblem(source: Exclude<PrometheusSource, { kind: 'query' }>): string | undefined {
  const { expression, problems } = readPromql(source.series.plain);
  if (problems[0] !== undefined) return problems[0].message;
  if (source.kind === 'gauge') return undefined;
  return expression?.kind === 'selector' && expression.name !== undefined ? undefined : 'it is an expression';
}

/**
 * What is wrong, where the text before it stands in the file as it stands in the query; a compiled query has other text
 * before it.
 */
function precise(at: Parameters<typeof placeWithin>[0], query: string, start: number, wrong: string) {
  const upToIt = placeWithin(at, query.slice(0, start) + wrong);
  if (upToIt === at || upToIt.kind !== 'written') return at;
  const { source, end } = upToIt.span;
  return { ...upToIt, span: { source, start: end - wrong.length, end } };
}
