import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/model/sourced.ts';
import { CONTAINER, KAFKA, QUEUE, at, compilePool, objects } from './compile.ts';
import type { Compiled } from './compile.ts';

const STAGES = ['fixed', 'observe', 'cpu', 'full'] as const;
const STEPS = STAGES.slice(1).map((to, index) => [STAGES[index] ?? 'fixed', to] as const);

const KINDS = ['always-on', 'demand-driven', 'scale-to-zero'] as const;
const SQS = 'queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"}, perReplica: 2}';
const SCHEDULE = 'schedule: {timezone: Europe/Berlin, windows: [{from: "06:00", to: "20:00", min: 5}]}';
const WAKE = 'wake: {source: {prometheus: {counter: calls_total, job: front}}}';

/** Lines of the pool beside its kind, bounds and containers. */
const SIGNALS: Readonly<Record<string, string>> = {
  cpu: 'signals: {cpu: 70%}',
  memory: 'signals: {memory: 80%}',
  'cpu and memory': 'signals: {cpu: 70%, memory: 80%}',
  lag: 'signals: {kafkaLag: {perReplica: 100}}',
  'lag of several topics': 'signals: {kafkaLag: {perReplica: 100, topics: [a, b], growth: 5m}}',
  backlog: `signals: {${SQS}}`,
  queue: `signals: {${QUEUE}}`,
  'cpu and queue': `signals: {cpu: 70%, ${QUEUE}}`,
  'cpu, lag and latency': 'signals: {cpu: 70%, kafkaLag: {perReplica: 100}, latency: {p99: 1s}}',
  everything: `signals: {cpu: 70%, memory: 80%, kafkaLag: {perReplica: 100}, ${SQS}, ${QUEUE}, requests: 10/s, latency: {p99: 1s}}\n${SCHEDULE}`,
  'cpu and a schedule': `signals: {cpu: 70%}\n${SCHEDULE}`,
  'a schedule': SCHEDULE,
  'a wake source': WAKE,
  'lag and a wake source': `signals: {kafkaLag: {perReplica: 100}}\n${WAKE}`,
  nothing: '',
};

const CASES = KINDS.flatMap(kind =>
  Object.entries(SIGNALS).flatMap(([signals, lines]) => [0, 1, 2].map(min => ({ kind, signals, lines, min }))),
)
  // The planner's own rule; lint refuses a pool at zero that nothing wakes.
  .filter(({ min, lines }) => min > 0 || /kafkaLag|queueBacklog|requestQueue|wake|schedule/.test(lines));

const MONITORING: ReadonlySet<string> = new Set(['PrometheusRule', 'ConfigMap']);

function compiled({ kind, lines, min }: (typeof CASES)[number], stage: string): Compiled {
  // Each of the logins that a trigger may have, since these are objects too.
  return compilePool(
    `kind: ${kind}\nstage: ${stage}\nreplicas: {min: ${String(min)}, max: 10, fixed: 2}\n${CONTAINER}\n${lines}`,
    {
      top: KAFKA.replace('}', ', auth: {sasl: plaintext, tls: true, secret: kafka-login}}'),
      target: 'prometheus: {url: "https://prometheus.example.com", auth: {mode: bearer, secret: prometheus-login}}',
    },
  );
}

function names(all: readonly Json[], monitoring: boolean): readonly string[] {
  return all
    .filter(item => MONITORING.has(String(at(item, 'kind'))) === monitoring)
    .map(
      item => `${String(at(item, 'apiVersion'))} ${String(at(item, 'kind'))} ${String(at(item, 'metadata', 'name'))}`,
    )
    .sort();
}

const replicas = (all: readonly Json[]) =>
  at(
    all.find(item => at(item, 'kind') === 'Deployment'),
    'spec',
    'replicas',
  );

describe.each(STEPS)('a step from %s to %s', (from, to) => {
  test.each(CASES)('changes no object and not the count in git: $kind, $signals, at least $min', given => {
    const [before, after] = [objects(compiled(given, from)), objects(compiled(given, to))];
    expect(names(after, false)).toEqual(names(before, false));
    expect(replicas(after)).toBe(replicas(before));
    expect(replicas(before)).toBe(given.lines === '' ? 2 : undefined);
    if (from !== 'fixed') expect(names(after, true)).toEqual(names(before, true));
  });
});

describe('the table of stages on Kubernetes', () => {
  const hpa = (stage: string) =>
    at(
      objects(
        compilePool(
          `kind: always-on\nstage: ${stage}\nreplicas: {min: 2, max: 10, fixed: 3}\n${CONTAINER}\nsignals: {cpu: 70%, memory: 80%}`,
        ),
      ).find(item => at(item, 'kind') === 'HorizontalPodAutoscaler'),
      'spec',
    );
  const policies = (stage: string) => [
    at(hpa(stage), 'behavior', 'scaleUp', 'selectPolicy'),
    at(hpa(stage), 'behavior', 'scaleDown', 'selectPolicy'),
  ];
  const measured = (stage: string) =>
    Object.values(at(hpa(stage), 'metrics') ?? {}).map((metric: Json) => at(metric, 'containerResource', 'name'));

  test.each([
    ['fixed', 3, 3, ['cpu', 'memory']],
    ['observe', 3, 10, ['cpu', 'memory']],
    ['cpu', 2, 10, ['cpu']],
    ['full', 2, 10, ['cpu', 'memory']],
  ])('%s: %i to %i by %j', (stage, min, max, metrics) => {
    expect([at(hpa(stage), 'minReplicas'), at(hpa(stage), 'maxReplicas')]).toEqual([min, max]);
    expect(measured(stage)).toEqual(metrics);
  });

  test.each([
    ['observe', ['Disabled', 'Disabled']],
    ['cpu', ['Max', 'Max']],
    ['full', ['Max', 'Max']],
  ])('%s moves as %j', (stage, expected) => {
    expect(policies(stage)).toEqual(expected);
  });

  test('without a number the stage holds the minimum, and at least one', () => {
    const held = (kind: string, min: number) =>
      at(
        objects(
          compilePool(
            `kind: ${kind}\nstage: fixed\nreplicas: {min: ${String(min)}, max: 10}\n${CONTAINER}\nsignals: {${QUEUE}}`,
          ),
        ).find(item => at(item, 'kind') === 'ScaledObject'),
        'metadata',
        'annotations',
        'autoscaling.keda.sh/paused-replicas',
      );
    expect([held('always-on', 2), held('scale-to-zero', 0)]).toEqual(['2', '1']);
  });

  test('a pool without a cpu signal is held on the stage cpu, its metrics flowing', () => {
    const scaled = objects(
      compilePool(
        `kind: always-on\nstage: cpu\nreplicas: {min: 2, max: 10, fixed: 3}\n${CONTAINER}\nsignals: {${QUEUE}}`,
      ),
    ).find(item => at(item, 'kind') === 'ScaledObject');
    expect(at(scaled, 'spec')).toMatchObject({ minReplicaCount: 3, maxReplicaCount: 10 });
    expect(at(scaled, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior', 'scaleUp', 'selectPolicy')).toBe(
      'Disabled',
    );
    expect(at(scaled, 'spec', 'triggers', 0, 'name')).toBe('request-queue');
  });
});
