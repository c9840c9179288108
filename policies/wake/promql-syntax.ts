import type { PrometheusSource } from '#model/metric-source.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { placeWithin, queriesWithUserText } from '#proof/queries.ts';
import { readPromql } from '#promql/read-query.ts';
import { quantilesIn } from '#promql/written-numbers.ts';
import { fix, wrapPlace } from '#edits';

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
      text: 'the query in {what} of pool "{pool}" returns a {type}, but KEDA can only read a vector of one element',
      help: 'Wrap a scalar in `vector(…)`, and take one value of a range, such as `max_over_time(…)`',
    },
    several: {
      text: oneLine(
        'the query in {what} of pool "{pool}" can return several elements, and KEDA fails if it gets more than one',
      ),
      help: 'Aggregate all series into one: `sum(…)` for work, `max(…)` for a time or a ratio',
    },
    quantile: {
      text: 'the query in {what} of pool "{pool}" asks for the quantile {quantile}, which is outside 0 to 1, so it is infinite',
      help: 'Write the quantile as a share, such as 0.99 for the 99th percentile',
    },
  },
  explains: ['never-wakes'],
  pool(plan, { report }) {
    for (const asked of queriesWithUserText(plan)) {
      const { at, path, from, what, trigger, own } = asked;
      const source = sourceOf(plan.signals, plan.wakeSources, from);
      const problem = source === undefined || source.kind === 'query' ? undefined : selectorProblem(source);
      const data = { pool: plan.pool.key, what };
      if (source !== undefined && source.kind !== 'query' && problem !== undefined) {
        report('selector', { at, path, data: { ...data, kind: source.kind, text: source.series.plain, problem } });
        continue;
      }
      // Around a selector that is right the compiler's own query is, too (test/unit/proof/generated-queries.test.ts).
      if (!own) continue;
      const { reading } = asked;
      for (const { from: start, to, message } of reading.problems.slice(0, 1)) {
        const wrong = reading.text.slice(start, to);
        report('syntax', { at: precise(at, reading.text, start, wrong), path, data: { ...data, problem: message } });
      }
      if (reading.type === undefined) continue;
      if (reading.type !== 'vector') report('scalar', { at, path, data: { ...data, type: reading.type } });
      else if (!reading.one) {
        const by = trigger.metricType?.plain === 'Value' ? 'max' : 'sum';
        const wrapped = wrapPlace(placeWithin(at, reading.text), reading.text, `${by}(`, ')');
        report('several', {
          at,
          path,
          data,
          fixes: [fix(`Aggregate the elements with \`${by}\``, 'unsafe', wrapped)],
        });
      }
      const quantile = reading.expression && quantilesIn(reading.expression).find(share => share < 0 || share > 1);
      if (quantile !== undefined) report('quantile', { at, path, data: { ...data, quantile: String(quantile) } });
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
      {
        title: 'a rate for each caller, of which KEDA takes only one',
        path: 'pools.worker.signals.requests.source.prometheus',
        message: 'several',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 120/s, source: { prometheus: 'rate(gateway_requests_total{route="work"}[2m])' } } }
`,
      },
      {
        title: 'a percentile in the place of a quantile',
        path: 'pools.worker.signals.latency.source.prometheus',
        message: 'quantile',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      cpu: 70%
      latency: { p99: 2s, source: { prometheus: '(histogram_quantile(99, sum by (le) (rate(gateway_seconds_bucket{route="work"}[5m]))) >= 0) or 0 * sum(rate(gateway_seconds_count{route="work"}[5m]))' } }
`,
      },
    ],
    good: [
      {
        title: 'labels that a matcher pins make one group',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 120/s, source: { prometheus: 'sum by (route) (rate(gateway_requests_total{route="work"}[2m]))' } } }
`,
      },
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
