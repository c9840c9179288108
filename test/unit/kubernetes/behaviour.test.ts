import { describe, expect, test } from 'vitest';
import { CONTAINER, KAFKA, QUEUE, at, compilePool, metadata, object, trigger, triggers } from './compile.ts';
import type { Compiled } from './compile.ts';

const POOL = `kind: always-on\nreplicas: 2..10\n${CONTAINER}`;
const ofHpa = (compiled: Compiled) => at(object(compiled, 'hpa.yaml'), 'spec', 'behavior');
const ofKeda = (compiled: Compiled) =>
  at(object(compiled, 'scaled-object.yaml'), 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior');

/** Semantics 51. */
const DEFAULTS = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Percent', value: 100, periodSeconds: 15 },
      { type: 'Pods', value: 4, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    stabilizationWindowSeconds: 300,
    selectPolicy: 'Max',
    policies: [
      { type: 'Percent', value: 10, periodSeconds: 60 },
      { type: 'Pods', value: 1, periodSeconds: 60 },
    ],
  },
};

describe('semantics 5 and 51: behaviour in full, always', () => {
  test('on an HPA: up at once, down slowly', () => {
    expect(ofHpa(compilePool(`${POOL}\nsignals: {cpu: 70%}`))).toEqual(DEFAULTS);
  });

  test('on the HPA that KEDA makes', () => {
    expect(ofKeda(compilePool(`${POOL}\nsignals: {${QUEUE}}`))).toEqual(DEFAULTS);
  });

  test('what is written replaces its default and nothing else', () => {
    const written =
      'scaleUp: {replicas: 2, every: 30s}\nscaleDown: {stabilizationWindow: 10m, percent: 50%, replicas: 2, select: min}';
    expect(ofHpa(compilePool(`${POOL}\n${written}\nsignals: {cpu: 70%}`))).toEqual({
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [{ type: 'Pods', value: 2, periodSeconds: 30 }],
      },
      scaleDown: {
        stabilizationWindowSeconds: 600,
        selectPolicy: 'Min',
        policies: [
          { type: 'Percent', value: 50, periodSeconds: 60 },
          { type: 'Pods', value: 2, periodSeconds: 60 },
        ],
      },
    });
  });

  const LAG_BESIDE = `${POOL}\nsignals: {cpu: {target: 70%, for: 5m}, kafkaLag: {perReplica: 1000}}`;

  test('semantics 51: a duration on one signal is a part of its query, and delays no other', () => {
    const compiled = compilePool(`${POOL}\nsignals: {cpu: {target: 70%, for: 5m}, ${QUEUE}}`);
    expect(ofKeda(compiled)).toEqual(DEFAULTS);
    expect(compiled.losses).toEqual([]);
    expect(trigger(compiled, 'cpu-sustained')).toMatchObject({
      type: 'prometheus',
      metricType: 'Value',
      metadata: { threshold: '70', ignoreNullValues: 'false' },
    });
    const used =
      '100 * sum(max by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{namespace="shop",pod=~"web-[a-z0-9]+-[a-z0-9]+",container="app"}[2m]))) / sum(max by (namespace, pod, container) (kube_pod_container_resource_requests{namespace="shop",pod=~"web-[a-z0-9]+-[a-z0-9]+",container="app",resource="cpu"}) * on (namespace, pod) group_left () max by (namespace, pod) (kube_pod_status_phase{namespace="shop",pod=~"web-[a-z0-9]+-[a-z0-9]+",phase=~"Pending|Running"} == 1))';
    expect(metadata(compiled, 'cpu-sustained', 'query')).toBe(
      `((quantile_over_time(0.2, (${used})[5m:30s]) > 70) and on () (count_over_time((${used})[5m:30s]) >= 9)) or clamp_max(${used}, 70)`,
    );
  });

  test('semantics 51: beside its query CPU acts at once above a ceiling, for when Prometheus is away', () => {
    const ceiling = (target: string) =>
      metadata(compilePool(`${POOL}\nsignals: {cpu: {target: ${target}, for: 5m}, ${QUEUE}}`), 'cpu', 'value');
    expect(['40%', '70%', '80%', '98%'].map(ceiling)).toEqual(['50', '87', '95', '98']);
  });

  test('semantics 51: without Prometheus it delays every metric, and is said to be lost', () => {
    const compiled = compilePool(LAG_BESIDE, { top: KAFKA, target: '' });
    expect(at(ofKeda(compiled), 'scaleUp', 'stabilizationWindowSeconds')).toBe(300);
    expect(compiled.losses.map(({ target, what }) => [target, what])).toEqual([
      ['kubernetes', 'signals.cpu.for'],
      ['kubernetes', 'signals.kafkaLag'],
    ]);
  });

  test('semantics 51: the window of the HPA says it where one signal is alone, and where all wait alike', () => {
    for (const signals of [
      'cpu: {target: 70%, for: 5m}',
      'cpu: {target: 70%, for: 5m}, memory: {target: 80%, for: 5m}',
    ]) {
      const compiled = compilePool(`${POOL}\nsignals: {${signals}}`);
      expect(at(ofHpa(compiled), 'scaleUp', 'stabilizationWindowSeconds')).toBe(300);
      expect(compiled.losses).toEqual([]);
    }
  });

  test('of two durations each is in its own query, and without Prometheus the longer rules and each is named', () => {
    const pool = `${POOL}\nsignals: {cpu: {target: 70%, for: 2m}, memory: {target: 70%, for: 4m}}`;
    const asked = compilePool(pool);
    expect(at(ofKeda(asked), 'scaleUp', 'stabilizationWindowSeconds')).toBe(0);
    expect(triggers(asked).map(item => at(item, 'name'))).toEqual([
      'cpu',
      'cpu-sustained',
      'memory',
      'memory-sustained',
    ]);
    expect(String(metadata(asked, 'cpu-sustained', 'query'))).toContain('[2m:24s]');
    expect(String(metadata(asked, 'memory-sustained', 'query'))).toContain('[4m:30s]');
    const compiled = compilePool(pool, { target: '' });
    expect(at(ofHpa(compiled), 'scaleUp', 'stabilizationWindowSeconds')).toBe(240);
    expect(compiled.losses.map(({ what }) => what)).toEqual(['signals.cpu.for', 'signals.memory.for']);
  });

  test('an idle time sets no window', () => {
    const compiled = compilePool(`${POOL}\nidle: 5s\nsignals: {cpu: 70%}`);
    expect(at(ofHpa(compiled), 'scaleDown', 'stabilizationWindowSeconds')).toBe(300);
  });
});

describe('semantics 6: a tolerance sits beside the policies', () => {
  test.each(['cpu: 70%', QUEUE])('of the direction that it is written for, with %s', signals => {
    const compiled = compilePool(`${POOL}\nscaleDown: {tolerance: 20%}\nsignals: {${signals}}`, { version: '1.35' });
    const behavior = signals === QUEUE ? ofKeda(compiled) : ofHpa(compiled);
    expect(at(behavior, 'scaleDown', 'tolerance')).toBe('200m');
    expect(at(behavior, 'scaleUp')).not.toHaveProperty('tolerance');
  });
});

describe('semantics 53: growth stands beside an absolute backlog', () => {
  test('as a second trigger, of which the HPA takes the larger proposal', () => {
    const compiled = compilePool(
      `${POOL}\nsignals: {kafkaLag: {perReplica: 1000, growth: {over: 10m, perReplica: 50/s}}}`,
      { top: KAFKA },
    );
    expect(metadata(compiled, 'kafka-lag', 'lagThreshold')).toBe('1000');
    expect(metadata(compiled, 'kafka-lag-growth', 'threshold')).toBe('1000');
  });
});

describe('semantics 52, 53: what a gauge grows to', () => {
  test('is of each series, without the lags of -1, at the resolution of the scrapes', () => {
    const compiled = compilePool(
      `${POOL}\nsignals: {kafkaLag: {perReplica: 1000, consumerGroup: orders, growth: 5m}}`,
      { top: KAFKA },
    );
    expect(metadata(compiled, 'kafka-lag-growth', 'query')).toBe(
      'sum(clamp_min(predict_linear((kafka_consumergroup_lag{consumergroup="orders"} >= 0)[5m:30s], 120) and kafka_consumergroup_lag{consumergroup="orders"}, 0))',
    );
  });

  test.each([
    ['cold start 60 s, scrape 30 s, poll 30 s, no window', '', '', '[5m:30s], 120)'],
    ['another cold start', 'coldStart: 4m', '', '[5m:30s], 300)'],
    ['another scrape', '', 'metrics: {runtime: micrometer, scrapeInterval: 10s}', '[5m:10s], 100)'],
    ['a window', 'scaleUp: {stabilizationWindow: 2m}', '', '[5m:30s], 240)'],
    ['the poll of a pool that may sleep', 'kind: demand-driven\nreplicas: 0..9', '', '[5m:30s], 105)'],
  ])('is as far ahead as a replica takes to come: %s', (_, lines, metrics, expected) => {
    const body = lines.includes('kind:') ? `${CONTAINER}\n${lines}` : `${POOL}\n${lines}`;
    const compiled = compilePool(`${body}\nsignals: {kafkaLag: {perReplica: 1000, growth: 5m}}`, {
      top: `${KAFKA}\n${metrics}`,
    });
    expect(metadata(compiled, 'kafka-lag-growth', 'query')).toContain(expected);
  });

  test('a written rate has no effect, which is said', () => {
    const signals = (growth: string) => `${POOL}\nsignals: {kafkaLag: {perReplica: 1000, growth: ${growth}}}`;
    const [rate] = compilePool(signals('{over: 5m, perReplica: 50/s}'), { top: KAFKA }).losses;
    expect(rate?.what).toBe('signals.kafkaLag.growth.perReplica');
    expect(compilePool(signals('5m'), { top: KAFKA }).losses).toEqual([]);
  });

  test.each([
    ['', '[2m]'],
    ['metrics: {runtime: micrometer, scrapeInterval: 1m}', '[4m]'],
    ['metrics: {runtime: micrometer, scrapeInterval: 10s}', '[2m]'],
  ])('a range that was not written holds four scrapes: %s', (top, range) => {
    expect(metadata(compilePool(`${POOL}\nsignals: {requests: 120/s}`, { top }), 'requests', 'query')).toContain(range);
  });

  test("a range that was written is the user's", () => {
    const compiled = compilePool(`${POOL}\nsignals: {requests: {perReplica: 120/s, over: 90s}}`, {
      top: 'metrics: {runtime: micrometer, scrapeInterval: 1m}',
    });
    expect(metadata(compiled, 'requests', 'query')).toContain('[1m30s]');
  });
});
