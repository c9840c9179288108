import { describe, expect, test } from 'vitest';
import { planSource, sourceText } from '../../src/pipeline.ts';
import { proofsOf } from '../../src/proof/prove.ts';
import { at, finding, run } from './run.ts';
import type { Ran } from './run.ts';

/** Queries that Prometheus or KEDA cannot use, or reads as something else than they are meant as. */

interface Said {
  readonly wake?: string;
  readonly latency?: string;
  readonly min?: 0 | 2;
  readonly metrics?: string;
}

function configuration({ wake, latency, min = 0, metrics = 'runtime: otel, histograms: true' }: Said): string {
  return `version: 1
name: t
metrics: { ${metrics} }
targets:
  kubernetes: { version: "1.32", namespace: prod, prometheus: "http://prometheus.monitoring:9090", monitoring: prometheus-operator }
pools:
  p:
    kind: ${min === 0 ? 'scale-to-zero' : 'always-on'}
    replicas: ${String(min)}..5
    containers: { p: { image: "registry.example.com/p:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
${wake === undefined ? (min === 0 ? '    wake: { signal: requestQueue, retryBudget: 30m }\n' : '') : `    wake: { source: { prometheus: ${wake} }, retryBudget: 30m }\n`}    signals:
      requestQueue: { perReplica: 10, source: { prometheus: { gauge: 'gwq{to="p"}' } } }
${latency === undefined ? '' : `      latency: { p99: 500ms, source: { prometheus: ${latency} } }\n`}`;
}

const wakeBy = (query: string, metrics?: string): Ran =>
  run(configuration({ wake: `'${query.replaceAll("'", "''")}'`, ...(metrics === undefined ? {} : { metrics }) }));
const latencyBy = (query: string, min: 0 | 2 = 2): Ran => run(configuration({ latency: `'${query}'`, min }));

describe('KEDA takes one element', () => {
  test.each([
    'rate(http_requests_total{to="p"}[2m])',
    'gwq{to="p"}',
    'sum by (pod) (gwq{to="p"})',
    'topk(3, gwq{to="p"})',
    'sum(gwq) or gwq{to="p"}',
    'sum by (to) (gwq{to=~"p|q"})',
    'sum without (instance) (gwq)',
    'sum by (job) (rate(x{job="gateway"}[2m])) or vector(0)',
  ])('several: %s', query => {
    const found = finding(wakeBy(query), 'promql-syntax');
    expect(found.messageId).toBe('several');
    expect(found.fixes?.map(({ title }) => title)).toEqual(['Aggregate the elements with `sum`']);
  });

  test.each([
    'sum(gwq{to="p"})',
    'sum by (to) (gwq{to="p"})',
    'topk(1, gwq{to="p"})',
    'max(gwq{to="p"}) or vector(0)',
    'sum(rate(x{job="gateway"}[2m])) / 2',
    'vector(1) * sum(gwq)',
    'sin(sum(gwq))',
  ])('one: %s', query => {
    expect(wakeBy(query).ids).not.toContain('promql-syntax');
  });

  test('a latency is aggregated by its highest', () => {
    const query = '(histogram_quantile(0.99, sum by (le, pod) (rate(x_seconds_bucket[5m]))) >= 0)';
    expect(finding(latencyBy(query), 'promql-syntax').fixes?.[0]?.title).toBe('Aggregate the elements with `max`');
  });
});

describe('a rate needs two scrapes in its range', () => {
  test.each([
    ['sum(rate(gw_calls_total{to="p"}[30s]))', 'never'],
    ['sum(rate(gw_calls_total{to="p"}[10s]))', 'never'],
    ['sum(increase(gw_calls_total{to="p"}[45s]))', 'sometimes'],
    ['sum(irate(gw_calls_total{to="p"}[59s]))', 'sometimes'],
  ])('%s: %s', (query, messageId) => {
    const found = finding(wakeBy(query), 'rate-without-samples');
    expect(found.messageId).toBe(messageId);
    expect(found.fixes?.[0]?.title).toBe('Set the range to 2m');
  });

  test('no proof says that a query which never has a value wakes the pool', () => {
    const wakes = (query: string) =>
      planSource(sourceText('a.yaml', configuration({ wake: `'${query}'` }))).value.flatMap(({ plan }) =>
        plan.pools.flatMap(pool => proofsOf(plan, pool)).map(({ wake }) => wake?.paths.length),
      );
    expect(wakes('sum(rate(gw_calls_total{to="p"}[30s]))')).toEqual([0]);
    expect(wakes('sum(rate(gw_calls_total{to="p"}[2m]))')).toEqual([1]);
  });

  test('and a shorter range is enough where scrapes are', () => {
    const often = 'runtime: otel, histograms: true, scrapeInterval: 5s';
    expect(wakeBy('sum(rate(gw_calls_total{to="p"}[30s]))', often).ids).not.toContain('rate-without-samples');
    expect(wakeBy('sum(max_over_time(gwq{to="p"}[10s]))').ids).not.toContain('rate-without-samples');
  });
});

describe('a latency is in seconds', () => {
  const query = (ran: Ran): unknown =>
    at(ran, 'default/kubernetes/p/scaled-object.yaml', 'spec', 'triggers', 1, 'metadata', 'query');

  test('a histogram in milliseconds is divided', () => {
    const ran = run(configuration({ min: 2, latency: `{ histogram: 'rpc_server_duration_milliseconds{job="p"}' }` }));
    expect(query(ran)).toContain('rate(rpc_server_duration_milliseconds_bucket{job="p"}[5m]))) / 1000 >= 0)');
    expect(ran.ids).not.toContain('latency-not-in-seconds');
  });

  test('a suffix that the histogram is named with is not added again', () => {
    for (const suffix of ['_bucket', '_count', '_sum', '']) {
      const ran = run(configuration({ min: 2, latency: `{ histogram: 'lat_seconds${suffix}{job="p"}' }` }));
      expect(query(ran)).toContain('rate(lat_seconds_bucket{job="p"}[5m])');
      expect(query(ran)).toContain('rate(lat_seconds_count{job="p"}[5m])');
    }
  });

  test.each(['lat_milliseconds', 'lat_ms', 'lat_micros', 'lat_nanoseconds'])('a written query of %s is not', name => {
    const written = `(histogram_quantile(0.99, sum by (le) (rate(${name}_bucket[5m]))) >= 0) or 0 * sum(rate(${name}_count[5m]))`;
    // A factor of 0 changes no unit.
    expect(latencyBy(written).ids).toContain('latency-not-in-seconds');
    expect(latencyBy(written.replace('>= 0)', '/ 1000 >= 0)')).ids).not.toContain('latency-not-in-seconds');
  });

  test.each([
    ['histogram_quantile(99, sum by (le) (rate(x_seconds_bucket[5m])))', '99'],
    ['quantile(95, x_seconds)', '95'],
    ['max(quantile_over_time(-1, x_seconds[5m]))', '-1'],
  ])('a quantile is a share: %s', (written, share) => {
    expect(finding(latencyBy(written), 'promql-syntax').message).toContain(`the quantile ${share}, which is outside`);
  });
});

describe('what Prometheus refuses', () => {
  test.each([
    'clamp_min(sum(gwq{to="p"}))',
    'sum(rate(x[5m])) offset 5m',
    'topk(sum(x))',
    'vector(sum(x))',
    'histogram_quantile(sum by (le) (rate(x_bucket[5m])), 0.99)',
    'sum(x{to=~"("})',
    'sum(x{to=~"a(?=b)"})',
    'absent(1)',
    'sum(x) + bool sum(y)',
    'sum(x and on(a) group_left() y)',
    'sum(rate(x[-5m]))',
    'sum(x, y)',
    'sum(hour("a"))',
    'sum(predict_linear(x[5m]))',
    'sum(label_replace(x, "a", "b", "c"))',
    'sum(rate(x @ end()[2m]))',
    'sum(x{__name__="y"})',
    'sum(x{to="\\d"})',
  ])('%s', query => {
    expect(finding(wakeBy(query), 'promql-syntax').messageId).toBe('syntax');
  });

  test.each(['sum({__name__=~"gwq.*"})', 'sum(gwq{to="p"} - gwq{to="p"} offset 5m)', 'sum(gwq{to=~"p(?:-.*)?"})'])(
    'and not %s',
    query => {
      expect(wakeBy(query).ids).not.toContain('promql-syntax');
    },
  );

  test('a job is quoted', () => {
    const ran = run(configuration({ wake: `{ counter: 'gw_calls_total{to="p"}', job: 'a\\b"c' }` }));
    expect(ran.ids).not.toContain('promql-syntax');
    expect(JSON.stringify(at(ran, 'default/kubernetes/p/scaled-object.yaml'))).toContain(
      JSON.stringify('up{job="a\\\\b\\"c"}').slice(1, -1),
    );
  });
});

describe('a join keeps what it keeps', () => {
  test('`and on ()` leaves the labels of its left side', () => {
    const { ids } = wakeBy('sum((gwq{to="p"} and on() vector(1)) unless vector(1))');
    expect(ids).not.toContain('never-wakes');
    expect(ids).not.toContain('never-returns-to-zero');
  });

  test('and takes everything away where nothing is on its right', () => {
    expect(wakeBy('sum(gwq{to="p"} unless on () vector(1))').ids).toContain('never-wakes');
  });
});

describe('labels of the pool itself, as others write them, do not wake it', () => {
  test.each([
    'k8s_deployment_name="p"',
    'k8s_pod_name=~"p-.*"',
    'job="prod/p"',
    'job=~".*/p"',
    'app_kubernetes_io_instance="p"',
  ])('%s', label => {
    expect(wakeBy(`sum(rate(http_requests_total{${label}}[2m]))`).ids).toContain('self-signal-from-zero');
  });

  test('another job beside it does', () => {
    expect(wakeBy('sum(rate(http_requests_total{job=~"p|gateway"}[2m]))').ids).not.toContain('self-signal-from-zero');
  });
});

describe('a summary that is NaN at rest', () => {
  const summary = 'max(proxy_latency_seconds{to="p",quantile="0.99"} >= 0)';

  test('may keep a pool from zero', () => {
    const found = finding(latencyBy(summary, 0), 'summary-without-observations');
    expect(found.severity).toBe('warning');
    expect(found.fixes).toHaveLength(1);
  });

  test.each([
    [`${summary} or (vector(0) and on() (count(up{job="proxy"} == 1) > 0))`, 0],
    [`${summary} or vector(0)`, 0],
    [summary, 2],
  ] as const)('not %s with a minimum of %s', (query, min) => {
    expect(latencyBy(query, min).ids).not.toContain('summary-without-observations');
  });
});

describe('requests that wake a pool', () => {
  const text = configuration({ min: 0 })
    .replace('wake: { signal: requestQueue, retryBudget: 30m }', 'wake: { signal: requests, retryBudget: 30m }')
    .replace(
      /requestQueue: .*/,
      `requests: { perReplica: 100/s, activation: 2, source: { prometheus: { counter: 'gw_calls_total{to="p"}', job: gateway } } }`,
    );
  const triggers = at(run(text), 'default/kubernetes/p/scaled-object.yaml', 'spec', 'triggers');

  test('have a trigger beside the one that sizes it, which sees the first calls and asks for no replica more', () => {
    expect(triggers).toMatchObject([
      { name: 'requests', metadata: { threshold: '100', activationThreshold: '2' } },
      { name: 'wake', metadata: { threshold: '1000000000', activationThreshold: '2' } },
    ]);
    expect(JSON.stringify(triggers)).toContain('unless last_over_time(gw_calls_total{to=\\"p\\"}[10m] offset 2m)');
  });

  test('wake it from the first call that is more than the activation', () => {
    const [wake] = planSource(sourceText('a.yaml', text)).value.flatMap(({ plan }) =>
      plan.pools.flatMap(pool => proofsOf(plan, pool)).map(proof => proof.wake),
    );
    expect(wake?.paths.map(({ from, smallest }) => [from, smallest?.plain])).toEqual([['requests', 241]]);
  });
});
