import { describe, expect, test } from 'vitest';
import {
  CONTAINER,
  KAFKA,
  QUEUE,
  at,
  compilePool,
  list,
  metadata,
  object,
  paths,
  trigger,
  triggers,
} from './compile.ts';

const POOL = `kind: always-on\nreplicas: 2..10\n${CONTAINER}`;
const TWO =
  'containers: {engine: {image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi}, sidecar: {image: "registry.example.com/sidecar:1.0.0", cpu: 500m, memory: 1Gi}}';
const SQS = 'queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"}, perReplica: 2}';

describe('semantics 2: totals are averaged over the replicas, ratios and times are not', () => {
  test.each([
    ['kafkaLag: {perReplica: 1000}', 'kafka-lag', 'AverageValue'],
    ['kafkaLag: {perReplica: 1000, topics: [a, b]}', 'kafka-lag', 'AverageValue'],
    ['kafkaLag: {perReplica: 1000, growth: 5m}', 'kafka-lag-growth', 'AverageValue'],
    [SQS, 'queue-backlog', 'AverageValue'],
    [QUEUE, 'request-queue', 'AverageValue'],
    ['requests: 120/s', 'requests', 'AverageValue'],
    ['latency: {p99: 500ms}', 'latency', 'Value'],
    ['cpu: 70%\n  requests: 120/s', 'cpu', 'Utilization'],
    ['memory: 80%\n  requests: 120/s', 'memory', 'Utilization'],
  ])('%s', (signal, name, metricType) => {
    expect(at(trigger(compilePool(`${POOL}\nsignals:\n  ${signal}`, { top: KAFKA }), name), 'metricType')).toBe(
      metricType,
    );
  });
});

describe('semantics 3: a pod is scaled on a named container, whatever is injected beside it', () => {
  const hpa = (containers: string, cpu: string) =>
    list(
      object(
        compilePool(`kind: always-on\nreplicas: 2..10\n${containers}\nsignals: {cpu: ${cpu}, memory: 80%}`),
        'hpa.yaml',
      ),
      'spec',
      'metrics',
    );

  test('an HPA measures the container that the signal names', () => {
    expect(hpa(TWO, '{target: 70%, container: sidecar}')).toEqual([
      {
        type: 'ContainerResource',
        containerResource: {
          name: 'cpu',
          container: 'sidecar',
          target: { type: 'Utilization', averageUtilization: 70 },
        },
      },
      {
        type: 'ContainerResource',
        containerResource: {
          name: 'memory',
          container: 'engine',
          target: { type: 'Utilization', averageUtilization: 80 },
        },
      },
    ]);
  });

  test('without a name it is the first', () => {
    expect(at(hpa(TWO, '70%')[0], 'containerResource', 'container')).toBe('engine');
  });

  test('the only container of a pod is named too', () => {
    expect(hpa(CONTAINER, '70%')[0]).toEqual({
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 70 } },
    });
  });

  test("KEDA's cpu trigger names it as well", () => {
    const several = compilePool(
      `kind: always-on\nreplicas: 2..10\n${TWO}\nsignals: {cpu: {target: 70%, container: sidecar}, requests: 120/s}`,
    );
    expect(at(trigger(several, 'cpu'), 'metadata')).toEqual({ value: '70', containerName: 'sidecar' });
    const one = compilePool(`${POOL}\nsignals: {cpu: 70%, requests: 120/s}`);
    expect(at(trigger(one, 'cpu'), 'metadata')).toEqual({ value: '70', containerName: 'app' });
  });
});

describe('semantics 7: zero goes through KEDA', () => {
  test('a pool with a resource signal that may be at zero is a ScaledObject', () => {
    const compiled = compilePool(`kind: scale-to-zero\nreplicas: 0..5\n${CONTAINER}\nsignals: {cpu: 70%, ${QUEUE}}`);
    expect(paths(compiled)).not.toContain('kubernetes/web/hpa.yaml');
    expect(at(object(compiled, 'scaled-object.yaml'), 'spec', 'minReplicaCount')).toBe(0);
  });

  test('an HPA never has a minimum of 0, even on a stage that holds none', () => {
    const compiled = compilePool(
      `${POOL.replace('2..10', '{min: 1, max: 10, fixed: 0}')}\nstage: observe\nsignals: {cpu: 70%}`,
    );
    expect(at(object(compiled, 'hpa.yaml'), 'spec', 'minReplicas')).toBe(1);
    expect(compiled.losses.map(({ what, dangerous }) => [what, dangerous])).toEqual([['replicas.fixed', true]]);
  });
});

describe('semantics 8: git never has spec.replicas beside an autoscaler', () => {
  test.each(
    ['fixed', 'observe', 'cpu', 'full'].flatMap(stage =>
      ['cpu: 70%', QUEUE, `cpu: 70%, ${QUEUE}`].map(signals => [stage, signals] as const),
    ),
  )('on %s with %s', (stage, signals) => {
    const compiled = compilePool(`${POOL}\nstage: ${stage}\nsignals: {${signals}}`);
    expect(at(object(compiled, 'deployment.yaml'), 'spec')).not.toHaveProperty('replicas');
  });

  test('a schedule is an autoscaler too', () => {
    const compiled = compilePool(
      `${POOL}\nschedule: {timezone: Europe/Berlin, windows: [{from: "06:00", to: "20:00", min: 5}]}`,
    );
    expect(at(object(compiled, 'deployment.yaml'), 'spec')).not.toHaveProperty('replicas');
  });

  test('a pool that declares nothing to scale by has it', () => {
    expect(
      at(
        object(compilePool(`kind: always-on\nreplicas: {min: 2, max: 2, fixed: 3}\n${CONTAINER}`), 'deployment.yaml'),
        'spec',
        'replicas',
      ),
    ).toBe(3);
  });
});

describe('semantics 10: what git has is what the API server would give back', () => {
  const resources = (cpu: string, memory: string) =>
    at(
      object(
        compilePool(
          `kind: always-on\nreplicas: 2..3\ncontainers: {app: {image: "registry.example.com/app:1.0.0", cpu: ${cpu}, memory: ${memory}}}\nsignals: {cpu: 70%}`,
        ),
        'deployment.yaml',
      ),
      'spec',
      'template',
      'spec',
      'containers',
      0,
      'resources',
      'requests',
    );

  test.each([
    ['1000m', '3072Mi', { cpu: '1', memory: '3Gi' }],
    ['1500m', '1536Mi', { cpu: '1500m', memory: '1536Mi' }],
    ['0.5', '0.5Gi', { cpu: '500m', memory: '512Mi' }],
    ['2', '1500M', { cpu: '2', memory: '1500M' }],
    ['2', '2000M', { cpu: '2', memory: '2G' }],
    ['2', '10240k', { cpu: '2', memory: '10240k' }],
  ])('cpu %s and memory %s', (cpu, memory, canonical) => {
    expect(resources(cpu, memory)).toEqual(canonical);
  });

  test.each([
    ['5%', '50m'],
    ['10%', '100m'],
    ['100%', '1'],
    ['0%', '0'],
    ['2.5%', '25m'],
    ['0.25%', '2500u'],
  ])('a tolerance of %s', (tolerance, canonical) => {
    const compiled = compilePool(`${POOL}\nscaleUp: {tolerance: ${tolerance}}\nsignals: {cpu: 70%}`, {
      version: '1.35',
    });
    expect(at(object(compiled, 'hpa.yaml'), 'spec', 'behavior', 'scaleUp', 'tolerance')).toBe(canonical);
  });

  test('metrics and triggers have one order, however they are written', () => {
    const names = (signals: string) =>
      triggers(compilePool(`${POOL}\nsignals: {${signals}}`, { top: KAFKA })).map(item => at(item, 'name'));
    const signals = ['latency: {p99: 1s}', 'memory: 80%', QUEUE, 'kafkaLag: {perReplica: 10}', 'cpu: 70%'];
    expect(names(signals.join(', '))).toEqual(['cpu', 'memory', 'kafka-lag', 'request-queue', 'latency']);
    expect(names(signals.toReversed().join(', '))).toEqual(names(signals.join(', ')));
    const resource = (order: string) =>
      list(object(compilePool(`${POOL}\nsignals: {${order}}`), 'hpa.yaml'), 'spec', 'metrics').map(item =>
        at(item, 'containerResource', 'name'),
      );
    expect(resource('memory: 80%, cpu: 70%')).toEqual(['cpu', 'memory']);
  });

  test('a threshold has the precision that KEDA hands on', () => {
    const compiled = compilePool(`${POOL}\nsignals: {requests: 200/m, latency: {p99: 1ms}}`);
    expect(metadata(compiled, 'requests', 'threshold')).toBe('3.333');
    expect(metadata(compiled, 'latency', 'threshold')).toBe('0.001');
  });
});
