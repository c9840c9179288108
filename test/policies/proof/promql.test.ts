import { describe, expect, test } from 'vitest';
import { readPromql } from '../../../src/promql/read-query.ts';
import { fc, runs } from '../../properties.ts';

/** Query, shape, result when idle, at most one element, guarded, seconds that it looks back. */
type Row = readonly [query: string, shape: string, whenIdle: string, one: boolean, guarded: boolean, reach: number];

const READ: readonly Row[] = [
  // What the compiler makes of each kind of series (semantics 26).
  ['sum(kafka_consumergroup_lag{consumergroup="sidecar"} >= 0)', 'total', 'maybe', true, false, 0],
  [
    '(sum(rate(engine_callModule_duration_seconds_count{module="embedder"}[2m])) or vector(0)) and on() (count(up{job="engine"} == 1) > 0)',
    'total',
    'number',
    true,
    true,
    120,
  ],
  [
    '(histogram_quantile(0.99, sum by (le) (rate(grpc_server_processing_duration_seconds_bucket{job="parser"}[5m]))) >= 0) or vector(0)',
    'quantile',
    'number',
    true,
    true,
    300,
  ],
  ['sum(rate(grpc_server_processing_duration_seconds_count[2m])) or vector(0)', 'total', 'number', true, true, 120],
  ['clamp_min(deriv(sum(kafka_consumergroup_lag >= 0)[5m:30s]), 0)', 'total', 'maybe', true, false, 300],
  [
    'sum(clamp_min(predict_linear((kafka_consumergroup_lag >= 0)[5m:30s], 120), 0))',
    'total',
    'maybe',
    true,
    false,
    300,
  ],
  // Dashboards: NGINX ingress, Istio, Kubernetes mixin, node exporter, RabbitMQ, Redis, Kafka exporter, Argo CD, vLLM,
  // DCGM.
  [
    'histogram_quantile(0.95, sum(rate(nginx_ingress_controller_request_duration_seconds_bucket{ingress="shop"}[2m])) by (le))',
    'quantile',
    'error',
    true,
    false,
    120,
  ],
  [
    'histogram_quantile(0.95, sum(rate(nginx_ingress_controller_request_duration_seconds_bucket[2m])) by (le, ingress))',
    'quantile',
    'error',
    false,
    false,
    120,
  ],
  [
    'round(sum(irate(istio_requests_total{reporter="source",destination_service=~"shop.*"}[5m])), 0.001)',
    'total',
    'maybe',
    true,
    false,
    300,
  ],
  [
    'sum(rate(istio_request_duration_milliseconds_sum[5m])) / sum(rate(istio_request_duration_milliseconds_count[5m]))',
    'mean',
    'error',
    true,
    false,
    300,
  ],
  [
    'sum(rate(container_cpu_usage_seconds_total{container!=""}[5m])) by (pod) / sum(kube_pod_container_resource_requests{resource="cpu"}) by (pod)',
    'ratio',
    'maybe',
    false,
    false,
    300,
  ],
  [
    'sum(rate(apiserver_request_total{code=~"5.."}[5m])) / sum(rate(apiserver_request_total[5m]))',
    'ratio',
    'error',
    true,
    false,
    300,
  ],
  [
    '100 - (avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)',
    'mean',
    'maybe',
    false,
    false,
    300,
  ],
  [
    'predict_linear(node_filesystem_avail_bytes{mountpoint="/"}[6h], 24*3600) < 0',
    'series',
    'error',
    false,
    false,
    21_600,
  ],
  ['sum(rabbitmq_queue_messages_ready{queue="work"})', 'total', 'maybe', true, false, 0],
  ['redis_memory_used_bytes / redis_memory_max_bytes * 100', 'ratio', 'maybe', false, false, 0],
  [
    'sum(kafka_consumergroup_lag{instance="$instance",topic=~"$topic"}) by (consumergroup, topic)',
    'total',
    'maybe',
    false,
    false,
    0,
  ],
  ['sum(argocd_app_info) by (health_status)', 'total', 'number', false, false, 0],
  ['avg_over_time(vllm:num_requests_waiting{model_name="m"}[1m])', 'mean', 'maybe', false, false, 60],
  ['avg(DCGM_FI_DEV_GPU_UTIL{namespace="gpu",pod=~"embedder-.*"})', 'mean', 'maybe', true, false, 0],
  ['topk(5, sum by (handler) (rate(http_requests_total[5m])))', 'total', 'maybe', false, false, 300],
  ['max(sum by (pod) (rate(http_requests_total[5m])))', 'total', 'maybe', true, false, 300],
  ['max(queue_age_seconds)', 'extreme', 'maybe', true, false, 0],
  ['sum without (instance) (rate(http_requests_total[5m] offset 1h))', 'total', 'maybe', false, false, 3900],
  ['max_over_time(sum(rate(http_requests_total[1m]))[10m:1m])', 'total', 'maybe', true, false, 660],
  ['increase(kube_pod_container_status_restarts_total[1h]) > 3', 'total', 'error', false, false, 3600],
  ['sum(rate(calls_total[2m])) > 0', 'total', 'error', true, false, 120],
  ['count(up == 0) or vector(0)', 'total', 'number', true, true, 0],
  ['count(up)', 'total', 'number', true, false, 0],
  ['time() - process_start_time_seconds{job="engine"}', 'series', 'number', false, false, 0],
  ['quantile(0.9, queue_age_seconds)', 'quantile', 'maybe', true, false, 0],
  ['label_replace(sum(queue_length), "a", "$1", "job", "(.*)") or vector(0)', 'total', 'number', false, true, 0],
  ['max by (job) (queue_length) or on() vector(0)', 'extreme', 'number', false, true, 0],
  ['vector(1)', 'constant', 'number', true, false, 0],
  ['Sum(queue_length) OR vector(0) # the queue', 'total', 'number', true, true, 0],
];

describe('a query is read as', () => {
  test.each(READ)('%s', (query, shape, whenIdle, one, guarded, reach) => {
    const reading = readPromql(query);
    expect(reading.problems).toEqual([]);
    expect({
      shape: reading.shape,
      whenIdle: reading.whenIdle,
      one: reading.one,
      guarded: reading.guarded,
      reach: reading.reach,
    }).toEqual({ shape, whenIdle, one, guarded, reach });
  });

  test('selectors are found with their matchers, their range and what is around them', () => {
    const query =
      'histogram_quantile(0.99, sum by (le) (rate(x_bucket{job="a",path=~"/v[12]/.*",code!~\'5..\',}[5m]))) > on() group_left() {__name__="limit:seconds",env!=""}';
    const { selectors } = readPromql(query);
    expect(selectors.map(({ from, to }) => query.slice(from, to))).toEqual([
      'x_bucket{job="a",path=~"/v[12]/.*",code!~\'5..\',}',
      '{__name__="limit:seconds",env!=""}',
    ]);
    expect(selectors).toMatchObject([
      {
        name: 'x_bucket',
        within: ['rate', 'sum', 'histogram_quantile'],
        range: 300,
        matchers: [
          { label: 'job', operator: '=', value: 'a' },
          { label: 'path', operator: '=~', value: '/v[12]/.*' },
          { label: 'code', operator: '!~', value: '5..' },
        ],
      },
      { name: 'limit:seconds', within: [], range: undefined, matchers: [{ label: 'env', operator: '!=', value: '' }] },
    ]);
  });

  test('names and labels may be quoted, and text has escapes', () => {
    expect(readPromql('{"http.server.duration", "service.name"="a\\"b\\n", env=`\\d`}').selectors[0]).toMatchObject({
      name: 'http.server.duration',
      matchers: [
        { label: 'service.name', value: 'a"b\n' },
        { label: 'env', value: '\\d' },
      ],
    });
  });

  test.each([
    ['x[90s]', 90],
    ['x[1h30m]', 5400],
    ['x[1d12h]', 129_600],
    ['x[500ms]', 0.5],
    ['x[300]', 300],
    ['x[1w]', 604_800],
    ['x[1y]', 31_536_000],
    ['x[step()]', undefined],
  ])('the range %s is %s seconds', (range, seconds) => {
    expect(readPromql(`rate(${range})`).selectors[0]?.range).toBe(seconds);
  });

  test('a distinct query is read once', () => {
    expect(readPromql('sum(rate(once_total[5m]))')).toBe(readPromql('sum(rate(once_total[5m]))'));
  });
});

describe('when idle it is worth', () => {
  test.each([
    ['sum(queue_length) + 1', 1, Infinity],
    ['count(up)', 1, Infinity],
    ['sum(worker_capacity)', 1, Infinity],
    ['sum(grpc_server_started_total)', 1, Infinity],
    ['clamp_min(sum(queue_length), 3)', 3, Infinity],
    ['sum(rate(calls_total[2m])) * 60 + 0.5', 0.5, 0.5],
    ['sum(queue_length) > bool 5', 0, 1],
    ['abs(sum(queue_length) - 10)', 0, Infinity],
    ['-sum(queue_length)', -Infinity, 0],
    ['sum(rate(calls_total[2m])) or vector(0)', 0, 0],
    ['sum(queue_length) / 4', 0, Infinity],
    ['sum(queue_length) * 0', 0, 0],
    ['scalar(sum(rate(calls_total[2m]))) * vector(2)', 0, 0],
    ['absent(up{job="gone"}) or vector(7)', 7, 7],
    ['count_over_time(queue_length[5m])', 1, Infinity],
    ['hour() + 1', 1, 24],
  ])('%s: from %s to %s', (query, low, high) => {
    const { idle, problems } = readPromql(query);
    expect(problems).toEqual([]);
    // 0 and -0 are one number.
    expect([idle.low + 0, idle.high + 0]).toEqual([low, high]);
  });
});

describe('what Prometheus refuses is named with its place', () => {
  test.each([
    ['sum(rate(calls_total[2m])', 24, 25, 'the query is incomplete'],
    ['rate(calls_total[2m)', 19, 20, 'unexpected ")"'],
    ['sum(rate(calls_total[$__rate_interval]))', 21, 22, 'unexpected "$"'],
    ['calls_total by', 12, 14, 'unexpected "by"'],
    ['ceiling(calls_total)', 0, 7, '"ceiling" is not a PromQL function'],
    ['rate(calls_total)', 5, 16, 'rate needs a range, such as [5m]'],
    ['sum(calls_total[5m])', 4, 19, 'sum does not take a range'],
    ['abs(calls_total[5m])', 4, 19, 'abs does not take a range'],
    ['rate(sum(calls_total)[5m])', 5, 25, 'only a selector takes a range; a subquery needs a colon, such as [5m:]'],
    ['quantile_over_time(0.9, calls_total)', 24, 35, 'quantile_over_time needs a range, such as [5m]'],
    ['quantile_over_time(calls_total[5m], 0.9)', 19, 34, 'quantile_over_time does not take a range'],
    ['sum(1)', 4, 5, 'sum needs series, not a single number'],
    ['1 or calls_total', 0, 1, '"or" needs series, not a single number'],
    ['1 > 2', 0, 5, '">" between two numbers needs bool'],
    ['{job=~".*"}', 0, 11, 'a selector needs a name or a label that is not empty'],
    ['histogram_quantile(0.9)', 0, 23, 'histogram_quantile takes 2 arguments, but has 1'],
    ['predict_linear(x[5m])', 0, 21, 'predict_linear takes 2 arguments, but has 1'],
    ['predict_linear(x, 120)', 15, 16, 'predict_linear needs a range, such as [5m]'],
    ['', 0, 0, 'the query is empty'],
  ])('%s', (query, from, to, message) => {
    expect(readPromql(query).problems[0]).toEqual({ from, to, message });
  });
});

describe('whatever the text', () => {
  const token = fc.constantFrom(
    'sum',
    'rate',
    'x_total',
    '(',
    ')',
    '[5m]',
    '[',
    ']',
    '{',
    '}',
    'job="a"',
    ',',
    '+',
    '-',
    '/',
    '> 0',
    'or',
    'and on()',
    'vector(0)',
    'by (le)',
    '0.99',
    'histogram_quantile',
    '"',
    '`',
    'offset 5m',
    '@ end()',
    ':',
    '#',
    '\n',
    'NaN',
    '1h',
  );

  test('reading never throws, and what is wrong lies within it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string(),
          fc.array(token, { maxLength: 24 }).map(tokens => tokens.join(' ')),
        ),
        text => {
          const { problems, expression } = readPromql(text);
          for (const { from, to } of problems) {
            expect(from).toBeGreaterThanOrEqual(0);
            expect(to).toBeLessThanOrEqual(Math.max(text.length, 1));
          }
          expect(expression === undefined).toBe(problems.length > 0);
        },
      ),
      { numRuns: runs(3000) },
    );
  });

  test.each([
    ['parentheses', `${'('.repeat(20_000)}x${')'.repeat(20_000)}`],
    ['signs', `${'-'.repeat(20_000)}x`],
    ['terms', Array.from({ length: 20_000 }, () => 'x').join('+')],
  ])('very many %s are a problem of the query, not a crash', (_what, text) => {
    expect(readPromql(text).problems).toHaveLength(1);
  });

  test('two hundred terms are none', () => {
    expect(readPromql(Array.from({ length: 200 }, () => 'x').join('+')).problems).toEqual([]);
  });
});
