import type { PrometheusSource } from '#model/metric-source.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { placeWithin, queriesWithUserText } from '#proof/queries.ts';
import { readPromql } from '#promql/read-query.ts';

export default definePolicy({
  id: 'promql-syntax',
  group: 'wake',
  severity: 'error',
  level: 'recommended',
  summary: 'Prometheus must be able to parse every PromQL query, and KEDA must be able to read its result.',
  why: oneLine(
    'Prometheus answers a query that it cannot parse with an error. A failing trigger never wakes a pool, and keeps it',
    'from returning to zero',
  ),
  source: 'Prometheus, "Querying"; semantics 26; KEDA `prometheus_scaler.go` reads a vector of one element',
  messages: {
    syntax: {
      text: 'Prometheus cannot parse the query in {what} of pool "{pool}": {problem}',
      help: 'Correct the query; if the server uses a dialect other than PromQL, turn this policy off in `lint.rules`',
    },
    selector: {
      text: '{what} of pool "{pool}" declares a {kind}, but "{text}" is not a plain selector: {problem}',
      help: 'Write only the name of the {kind} with its labels, or write the whole expression as `query`',
    },
    scalar: {
      text: 'the query in {what} of pool "{pool}" returns a scalar, but KEDA can only read a vector of one element',
      help: 'Wrap the query in `vector(…)`',
    },
  },
  explains: ['never-wakes'],
  pool(plan, { report }) {
    for (const { at, path, from, what, reading } of queriesWithUserText(plan)) {
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
        title: 'a bracket that is not closed',
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
        title: 'a counter that is already an expression',
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
        title: 'a closed bracket',
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

/** A gauge may be any expression, because it is only summed. A rate and a suffix need a selector with a name. */
function selectorProblem(source: Exclude<PrometheusSource, { kind: 'query' }>): string | undefined {
  const { expression, problems } = readPromql(source.series.plain);
  if (problems[0] !== undefined) return problems[0].message;
  if (source.kind === 'gauge') return undefined;
  return expression?.kind === 'selector' && expression.name !== undefined ? undefined : 'it is an expression';
}

/**
 * The place of the problem, if the text before it is the same in the file and in the query. A generated query has other
 * text before it.
 */
function precise(at: Parameters<typeof placeWithin>[0], query: string, start: number, wrong: string) {
  const upToIt = placeWithin(at, query.slice(0, start) + wrong);
  if (upToIt === at || upToIt.kind !== 'written') return at;
  const { source, end } = upToIt.span;
  return { ...upToIt, span: { source, start: end - wrong.length, end } };
}
