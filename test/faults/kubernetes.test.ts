import { describe, expect, test } from 'vitest';
import { analysed } from '../analysed.ts';
import type { Json } from '../../src/model/sourced.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { payload, compileText as compileEcs } from '../unit/ecs/compile.ts';
import { at, compileText, list, object, trigger, triggers } from '../unit/kubernetes/compile.ts';
import type { Compiled } from '../unit/kubernetes/compile.ts';

/** Configurations that lint once called clean and that broke in production, and others of the same kinds. */

const KUBERNETES = 'version: "1.34", namespace: sys, prometheus: "http://prometheus.monitoring:9090"';
const ECS = `  ecs:
    region: eu-central-1
    accountId: "123456789012"
    cluster: sys
    subnets: [subnet-0a1b2c3d4e5f60718]
    securityGroups: [sg-0a1b2c3d4e5f60718]
    executionRoleArn: arn:aws:iam::123456789012:role/sys-exec
`;
const APP = 'app: { image: registry.example.com/sys/app:1.4.2, cpu: 500m, memory: 512Mi }';

function system(pools: string, kubernetes = KUBERNETES, top = ''): string {
  return `version: 1\nname: sys\n${top}targets:\n  kubernetes: { ${kubernetes} }\npools:\n${pools}`;
}

/** Of one pool that is called `pool`; its lines begin at their own indentation. */
function pool(lines: string, kubernetes?: string, top?: string): string {
  const body = lines.trim().split('\n');
  return system(`  pool:\n${body.map(line => `    ${line}`).join('\n')}\n`, kubernetes, top);
}

const scaledObject = (compiled: Compiled, key = 'pool') => at(object(compiled, 'scaled-object.yaml', key), 'spec');
const losses = ({ losses: all }: Compiled) => all.map(({ target, what, dangerous }) => [target, what, dangerous]);
const instead = ({ losses: all }: Compiled, what: string) =>
  all.filter(loss => loss.what === what).map(loss => loss.instead);
const ids = (text: string) => analysed(sourceText('test.yaml', text)).diagnostics.map(({ id }) => id);
const messages = (text: string, id: string) =>
  analysed(sourceText('test.yaml', text))
    .diagnostics.filter(found => found.id === id)
    .map(({ message }) => message);
const query = (compiled: Compiled, name: string, key = 'pool') => at(trigger(compiled, name, key), 'metadata', 'query');
const alerts = (compiled: Compiled, key: string) =>
  list(object(compiled, 'prometheus-rule.yaml', key), 'spec', 'groups', 0, 'rules').map(rule => at(rule, 'alert'));

describe('a container that is injected does not blind the autoscaler', () => {
  const cpuOf = (compiled: Compiled): Json | undefined =>
    list(object(compiled, 'hpa.yaml', 'pool'), 'spec', 'metrics')[0];

  test('the container that the signal names is measured, where it is the only one', () => {
    const compiled = compileText(
      pool(
        `kind: always-on\nreplicas: 2..10\ncontainers: { ${APP} }\nsignals: { cpu: { target: 70%, container: app } }`,
      ),
    );
    expect(cpuOf(compiled)).toEqual({
      type: 'ContainerResource',
      containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 70 } },
    });
  });

  test('and where nothing names it', () => {
    const compiled = compileText(
      pool(`kind: always-on\nreplicas: 2..10\ncontainers: { ${APP} }\nsignals: { memory: 80% }`),
    );
    expect(at(cpuOf(compiled), 'containerResource', 'container')).toBe('app');
  });

  test.each(['cpu', 'memory'])('through KEDA, by %s', name => {
    const compiled = compileText(
      pool(
        `kind: always-on\nreplicas: 2..10\ncontainers: { ${APP} }\nsignals: { ${name}: 70%, requestQueue: { perReplica: 5, source: { prometheus: { gauge: waiting } } } }`,
      ),
    );
    expect(at(trigger(compiled, name, 'pool'), 'metadata')).toEqual({ value: '70', containerName: 'app' });
  });

  test('of a workload that a chart deploys', () => {
    const compiled = compileText(
      pool(
        'kind: always-on\nreplicas: 2..10\nworkload: { existing: { name: pool, container: server, cpu: 1 } }\nsignals: { cpu: 70% }',
      ),
    );
    expect(at(cpuOf(compiled), 'containerResource', 'container')).toBe('server');
  });
});

describe('an outage of what is read takes no replica away', () => {
  const gateway = (keda: string, signals: string, fallback = 3) =>
    pool(
      `kind: always-on\nreplicas: 2..40\nfallback: { replicas: ${String(fallback)} }\ncontainers: { ${APP} }\nsignals: { ${signals} }`,
      `${KUBERNETES}, keda: "${keda}"`,
    );
  const CALLS = `requests: { perReplica: 50/s, source: { prometheus: { counter: 'edge_requests_total{to="gw"}', job: edge } } }`;
  const FRACTION = CALLS.replace('50/s', '0.5/s');
  const SLOW = `latency: { p99: 1s, source: { prometheus: { histogram: edge_seconds } } }`;

  test('the fallback holds what runs', () => {
    const compiled = compileText(gateway('2.18', CALLS));
    expect(at(scaledObject(compiled), 'fallback')).toEqual({
      failureThreshold: 3,
      replicas: 3,
      behavior: 'currentReplicasIfHigher',
    });
    expect(losses(compiled)).toEqual([]);
  });

  test('with KEDA 2.17 only where it neither rounds a threshold to zero nor ignores a Value', () => {
    const behavior = (signals: string) =>
      at(scaledObject(compileText(gateway('2.17', signals))), 'fallback', 'behavior');
    expect([CALLS, FRACTION, `${CALLS}, ${SLOW}`].map(behavior)).toEqual([
      'currentReplicasIfHigher',
      undefined,
      undefined,
    ]);
  });

  test.each([
    ['2.16', CALLS],
    ['2.17', FRACTION],
  ])('with KEDA %s it is a dangerous loss that says what happens', (keda, signals) => {
    const compiled = compileText(gateway(keda, signals));
    expect(at(scaledObject(compiled), 'fallback')).toEqual({ failureThreshold: 3, replicas: 3 });
    expect(losses(compiled)).toEqual([['kubernetes', 'fallback.replicas', true]]);
    expect(instead(compiled, 'fallback.replicas')[0]).toContain('takes the pool down to 3, however busy it is');
  });

  test('a fallback of the maximum takes nothing away in any case', () => {
    expect(losses(compileText(gateway('2.16', CALLS, 40)))).toEqual([]);
  });

  test('before KEDA 2.18 a latency has no fallback, and the report says so', () => {
    expect(instead(compileText(gateway('2.17', `${CALLS}, ${SLOW}`)), 'fallback.replicas')[1]).toContain(
      'no fallback for the trigger latency',
    );
  });
});

describe('brokers that are away do not stop the other signals', () => {
  const consumer = (top: string, signals: string, kubernetes = KUBERNETES) =>
    pool(
      `kind: always-on\nreplicas: 2..10\ncontainers: { ${APP} }\nsignals: { ${signals} }`,
      kubernetes,
      `kafka: { bootstrapServers: "127.0.0.1:19099"${top} }\nmetrics: { runtime: micrometer, histograms: true }\n`,
    );
  const LAG = 'kafkaLag: { perReplica: 1000, consumerGroup: consumer, topics: [orders], offsetReset: earliest }';

  test('the lag is read where it is published', () => {
    const text = consumer(
      ', lagMetrics: kafka-exporter',
      `cpu: 70%, ${LAG}`,
      `${KUBERNETES}, monitoring: prometheus-operator`,
    );
    const compiled = compileText(text);
    expect(triggers(compiled, 'pool').map(item => at(item, 'type'))).toEqual(['cpu', 'prometheus']);
    expect(query(compiled, 'kafka-lag')).toBe(
      'sum(kafka_consumergroup_lag{consumergroup="consumer",topic=~"orders"} >= 0)',
    );
    expect(losses(compiled)).toEqual([]);
    expect(alerts(compiled, 'pool')).toEqual(
      expect.arrayContaining(['ScalerFails', 'ScaledObjectFails', 'AutoscalerAbsent']),
    );
  });

  test('from where KEDA would begin a partition changes nothing then, and lint says so', () => {
    const text = consumer(', lagMetrics: kafka-exporter', `cpu: 70%, ${LAG}`);
    expect(messages(text, 'signal-without-effect')).toEqual([
      'signals.kafkaLag.offsetReset of pool "pool" has no effect on any of its targets',
    ]);
    expect(ids(consumer(', lagMetrics: kafka-exporter', LAG))).not.toContain('signal-without-effect');
  });

  test.each([
    ['', `cpu: 70%, ${LAG}`, KUBERNETES],
    [', lagMetrics: kafka-exporter', `cpu: 70%, ${LAG}`, 'version: "1.34", namespace: sys'],
    [
      ', lagMetrics: msk',
      `${LAG}, requestQueue: { perReplica: 5, source: { prometheus: { gauge: waiting } } }`,
      KUBERNETES,
    ],
  ])('else the report says that they do: kafka%s, %s', (top, signals, kubernetes) => {
    const compiled = compileText(consumer(top, signals, kubernetes));
    expect(triggers(compiled, 'pool').map(item => at(item, 'type'))).toContain('kafka');
    expect(instead(compiled, 'signals.kafkaLag')[0]).toContain('no signal of the pool acts');
  });

  test('lag alone is asked of the brokers', () => {
    const compiled = compileText(consumer(', lagMetrics: kafka-exporter', LAG));
    expect(triggers(compiled, 'pool').map(item => at(item, 'type'))).toEqual(['kafka']);
    expect(losses(compiled)).toEqual([]);
  });
});

describe('a pool is not put to sleep while work waits', () => {
  const sleeper = (signals: string, wake: string) =>
    pool(
      `kind: scale-to-zero\nreplicas: { max: 5 }\nidle: 5m\ncoldStart: 60s\ncontainers: { ${APP} }\nwake: { ${wake} }\nsignals: { ${signals} }`,
      KUBERNETES,
      'kafka: { bootstrapServers: "kafka:9092" }\n',
    );
  const CALLS = `source: { prometheus: { counter: 'engine_calls_total{module="pool"}', job: engine } }, retryBudget: 15m`;
  const activation = (text: string, name: string, key = 'activationThreshold') =>
    at(trigger(compileText(text), name, 'pool'), 'metadata', key);

  test('a gauge of waiting requests keeps it awake beside the counter that wakes it', () => {
    const text = sleeper(
      `requestQueue: { perReplica: 10, source: { prometheus: { gauge: 'engine_module_pending_requests{module="pool"}' } } }`,
      CALLS,
    );
    expect(activation(text, 'request-queue')).toBe('0');
    expect(activation(text, 'wake')).toBe('0');
  });

  test('a lag and a queue do too, from their own activation on', () => {
    expect(
      activation(sleeper('kafkaLag: { perReplica: 100, activation: 7 }', CALLS), 'kafka-lag', 'activationLagThreshold'),
    ).toBe('7');
    const sqs =
      'queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.eu-central-1.amazonaws.com/123456789012/q" } }';
    expect(activation(sleeper(sqs, CALLS), 'queue-backlog', 'activationQueueLength')).toBe('0');
  });

  test('a rate does not, which would be active for its range after the last call', () => {
    const rate = `requests: { perReplica: 10/s, source: { prometheus: { counter: calls_total, job: front } } }`;
    expect(activation(sleeper(rate, CALLS), 'requests')).toBe('1000000000');
  });
});

describe('a pool is not back at zero before its first replica is ready', () => {
  const model = (idle: string, signals: string, kind = 'scale-to-zero', replicas = '{ max: 5 }') =>
    pool(
      `kind: ${kind}\nhardware: h100\nreplicas: ${replicas}\n${idle}containers: { ${APP} }\nsignals: { ${signals} }\nwake: { retryBudget: 1h }`,
      KUBERNETES,
      'kafka: { bootstrapServers: "kafka:9092" }\nhardware: { h100: { gpu: NVIDIA-H100, coldStart: 12m } }\n',
    );
  const CALLS = `requests: { perReplica: 10/s, source: { prometheus: { counter: 'gateway_calls_total{backend="llm"}', job: gateway } } }`;
  const cooldown = (text: string) => at(scaledObject(compileText(text)), 'cooldownPeriod');

  test('the cooldown is as long as the cold start where a rate wakes it', () => {
    const text = model('', CALLS);
    expect(cooldown(text)).toBe(720);
    expect(losses(compileText(text))).toEqual([]);
  });

  test('the report says what became of an idle time that was written', () => {
    const text = model('idle: 20s\n', CALLS);
    expect(cooldown(text)).toBe(720);
    expect(instead(compileText(text), 'idle')[0]).toContain('it becomes 12m, the cold start');
  });

  test('a longer idle time stays, and so does a shorter one where the work waits', () => {
    expect(cooldown(model('idle: 30m\n', CALLS))).toBe(1800);
    expect(cooldown(model('idle: 2m\n', 'kafkaLag: { perReplica: 10 }'))).toBe(120);
    expect(cooldown(model('idle: 2m\n', CALLS, 'demand-driven', '1..5'))).toBe(120);
  });
});

describe('a window of the schedule gives the count that it promises, or the report says what it gives', () => {
  const scheduled = (kubernetes: string, replicas: string, min: number, more = '') =>
    pool(
      `kind: always-on\nreplicas: ${replicas}\ncontainers: { ${APP} }\n${more}signals: { cpu: 70% }\nschedule: { timezone: America/Los_Angeles, windows: [{ from: "03:00", to: "15:00", days: [mon, tue, wed, thu, fri], min: ${String(min)} }] }`,
      kubernetes,
    );
  const at1_35 = KUBERNETES.replace('1.34', '1.35');
  const tolerance = (text: string) =>
    at(
      scaledObject(compileText(text)),
      'advanced',
      'horizontalPodAutoscalerConfig',
      'behavior',
      'scaleUp',
      'tolerance',
    );

  test('41 replicas are within a tenth of 45, and stay', () => {
    const compiled = compileText(scheduled(KUBERNETES, '41..60', 45));
    expect(tolerance(scheduled(KUBERNETES, '41..60', 45))).toBeUndefined();
    expect(losses(compiled)).toEqual([['kubernetes', 'schedule.windows.0.min', false]]);
    expect(instead(compiled, 'schedule.windows.0.min')[0]).toContain('41 to 44 replicas');
  });

  test.each([
    ['10..60', 20, '19 replicas'],
    ['2..20', 12, '11 replicas'],
  ])('of %s to %i it is %s', (replicas, min, staying) => {
    expect(instead(compileText(scheduled(KUBERNETES, replicas, min)), 'schedule.windows.0.min')[0]).toContain(staying);
  });

  test('a step of more than a tenth loses nothing', () => {
    expect(losses(compileText(scheduled(KUBERNETES, '2..10', 5)))).toEqual([]);
  });

  test('from Kubernetes 1.35 on with KEDA 2.18 nothing is left alone on the way up', () => {
    const text = scheduled(`${at1_35}, keda: "2.18"`, '41..60', 45);
    expect(tolerance(text)).toBe('0');
    expect(losses(compileText(text))).toEqual([]);
    expect(losses(compileText(scheduled(`${at1_35}, keda: "2.17"`, '41..60', 45)))).toHaveLength(1);
  });

  test('a tolerance that was written stays', () => {
    expect(tolerance(scheduled(`${at1_35}, keda: "2.18"`, '41..60', 45, 'scaleUp: { tolerance: 5% }\n'))).toBe('50m');
  });
});

describe('work that is longer than cluster-autoscaler waits keeps its node', () => {
  const SAFE = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
  const worker = (lines: string, provisioner = 'cluster-autoscaler') =>
    pool(
      `kind: demand-driven\nreplicas: 1..10\n${lines}\nsignals: { cpu: 70% }`,
      `${KUBERNETES}, provisioner: ${provisioner}`,
    );
  const annotation = (text: string) =>
    at(object(compileText(text), 'deployment.yaml', 'pool'), 'spec', 'template', 'metadata', 'annotations', SAFE);

  test('by an annotation of its pods', () => {
    expect(annotation(worker(`work: { longest: 50m }\ngracePeriod: 1h\ncontainers: { ${APP} }`))).toBe('false');
    expect(annotation(worker(`work: { longest: 20m }\ncontainers: { ${APP} }`))).toBe('false');
  });

  test('and is left to the drain where that waits long enough, or waits for ever', () => {
    expect(annotation(worker(`gracePeriod: 10m\ncontainers: { ${APP} }`))).toBeUndefined();
    expect(annotation(worker(`gracePeriod: 1h\ncontainers: { ${APP} }`, 'karpenter'))).toBeUndefined();
  });

  test('the pods of somebody else are a finding that says what to write', () => {
    const existing = (longest: string, provisioner?: string) =>
      worker(`work: { longest: ${longest} }\nworkload: { existing: { name: api, cpu: 1 } }`, provisioner);
    expect(messages(existing('50m'), 'scale-in-kills-work')).toEqual([
      'pool "pool" can work on one unit for up to 50m, but cluster-autoscaler kills a pod 10m after it starts to drain a node, with any grace period',
    ]);
    expect(ids(existing('10m'))).not.toContain('scale-in-kills-work');
    expect(ids(existing('50m', 'karpenter'))).not.toContain('scale-in-kills-work');
  });
});

describe('a pool that memory scales up does not come down', () => {
  const api = (replicas: string, signals: string, container = APP) =>
    pool(`kind: always-on\nreplicas: ${replicas}\ncontainers: { ${container} }\nsignals: { ${signals} }`).replace(
      'pools:\n',
      `${ECS}pools:\n`,
    );

  test('the finding has the arithmetic', () => {
    expect(messages(api('1..9', 'memory: 80%'), 'min-unreachable')).toEqual([
      'pool "pool" scales on memory and returns from 2 replicas to 1 only when each uses 40% of its request or less (205Mi of 512Mi): 80% × 1/2',
    ]);
  });

  test.each([
    ['beside CPU', '3..9', 'cpu: 70%, memory: 80%', '60% of its request or less (308Mi of 512Mi): 80% × 3/4'],
    [
      'within the tenth that is left alone',
      '20..40',
      'memory: 50%',
      '45% of its request or less (231Mi of 512Mi): 50% less the 10%',
    ],
  ])('%s', (_what, replicas, signals, said) => {
    expect(messages(api(replicas, signals), 'min-unreachable')[0]).toContain(said);
  });

  test('memory that is only limited, and a pool of one size, are no finding', () => {
    expect(ids(api('1..9', 'cpu: 70%'))).not.toContain('min-unreachable');
    expect(ids(api('3..3', 'memory: 80%'))).not.toContain('min-unreachable');
  });
});

describe('what a rollout costs of a GPU pool is a choice, and is said', () => {
  const infer = (lines: string, replicas = '1..2') =>
    pool(
      `kind: always-on\nhardware: l4\nreplicas: ${replicas}\n${lines}capacity: { managedInstances: gpus }\ncontainers: { ${APP} }\nsignals: { requestQueue: { perReplica: 10, source: { prometheus: { gauge: 'router_queue_depth{model="m"}' }, cloudwatch: { namespace: Router, metric: Depth, statistic: Maximum } } } }`,
      `${KUBERNETES}, provisioner: karpenter`,
      'hardware:\n  l4: { gpu: NVIDIA-L4, instanceTypes: [g6.xlarge], coldStart: { node: 2m, image: 3m, startup: 6m } }\n',
    ).replace('pools:\n', `${ECS}pools:\n`);
  const STOP = 'rollout: { first: stop }\n';
  const rollingUpdate = (text: string) =>
    at(object(compileText(text), 'deployment.yaml', 'pool'), 'spec', 'strategy', 'rollingUpdate');
  const deployment = (text: string) => {
    const service = payload(compileEcs(text), 'service.create.json', 'pool');
    return ['minimumHealthyPercent', 'maximumPercent'].map(key => at(service, 'deploymentConfiguration', key));
  };

  test('one that is always there starts the new replica first on both platforms, which takes a GPU', () => {
    expect(rollingUpdate(infer(''))).toEqual({ maxSurge: '25%', maxUnavailable: 0 });
    expect(deployment(infer(''))).toEqual([100, 200]);
    expect(instead(compileText(infer('')), 'rollout.first')).toEqual([
      expect.stringContaining('one GPU more than usual'),
      expect.stringContaining('one GPU more than usual'),
    ]);
  });

  test('one that stops first is away for its cold start, on both platforms', () => {
    expect(rollingUpdate(infer(STOP))).toEqual({ maxSurge: 0, maxUnavailable: 1 });
    expect(deployment(infer(STOP))).toEqual([0, 100]);
    const [kubernetes, ecs] = instead(compileText(infer(STOP)), 'rollout.first');
    expect(kubernetes).toBe(
      'a rollout takes replicas away one after the other, each for its cold start of 11m: with one replica that is an outage as long',
    );
    expect(ecs).toBe(`${String(kubernetes)}; of 2 replicas up to 2 stop at once`);
  });

  test.each([
    ['2..4', [50, 100]],
    ['3..3', [66, 100]],
  ])('of %s ECS can stop one task, and keeps the others', (replicas, percentages) => {
    expect(deployment(infer(STOP, replicas))).toEqual(percentages);
  });

  test('one that sleeps stops first, and costs nothing', () => {
    const asleep = infer('', '{ min: 0, max: 2 }').replace('always-on', 'scale-to-zero');
    expect(rollingUpdate(asleep)).toEqual({ maxSurge: 0, maxUnavailable: 1 });
    expect(instead(compileText(asleep), 'rollout.first')).toEqual([]);
  });
});

describe('a histogram that is gone is no idle pool', () => {
  const api = (replicas: string, signals: string, kind = 'always-on') =>
    pool(
      `kind: ${kind}\nreplicas: ${replicas}\ncontainers: { ${APP} }\nsignals: { ${signals} }`,
      KUBERNETES,
      'metrics: { runtime: otel, histograms: true }\n',
    );
  const SLOW = `latency: { p95: 500ms, source: { prometheus: { histogram: 'http_server_request_duration_seconds{job="api"}' } } }`;
  const CALLS = `requests: { perReplica: 10/s, source: { prometheus: { histogram: 'seconds{job="api"}' } } }`;

  test('of a pool that never sleeps the zero is made of what the histogram counts', () => {
    expect(query(compileText(api('2..40', SLOW)), 'latency')).toBe(
      '(histogram_quantile(0.95, sum by (le) (rate(http_server_request_duration_seconds_bucket{job="api"}[5m]))) >= 0) or 0 * sum(rate(http_server_request_duration_seconds_count{job="api"}[5m])) or (0 * count(up{job="api"} == 1) unless on() (max_over_time(sum(rate(http_server_request_duration_seconds_count{job="api"}[5m]))[1h:1m]) > 0))',
    );
  });

  test('and so is its rate of calls', () => {
    expect(query(compileText(api('2..40', CALLS)), 'requests')).toBe(
      'sum(rate(seconds_count{job="api"}[2m])) or (0 * count(up{job="api"} == 1) unless on() (max_over_time(sum(rate(seconds_count{job="api"}[2m]))[1h:1m]) > 0))',
    );
  });

  test('of one that sleeps no series at all is no work, unless they were lost under load', () => {
    const queue = 'requestQueue: { perReplica: 5, source: { prometheus: { gauge: waiting } } }';
    const asleep = compileText(api('0..40', `${queue}, ${SLOW}, ${CALLS}`, 'scale-to-zero'));
    for (const trigger of ['latency', 'requests'])
      expect(query(asleep, trigger)).toMatch(
        / or \(vector\(0\) unless on\(\) \(max_over_time\(.*\[1h:1m\]\) > 0\)\) or 0 \* max\(kube_deployment_status_replicas\{.*\} == 0\)$/,
      );
  });

  test('a latency that is the only signal is a finding, and beside its requests it is none', () => {
    expect(ids(api('2..40', SLOW))).toContain('latency-alone');
    expect(ids(api('2..40', `${SLOW}, ${CALLS}`))).not.toContain('latency-alone');
    expect(ids(api('1..1', SLOW))).not.toContain('latency-alone');
  });
});

describe('requests and latency are read from what the pool speaks', () => {
  const api = (port: string, runtime: string, signals = 'cpu: 70%, requests: 80/s') =>
    pool(
      `kind: always-on\nreplicas: 2..10\ncontainers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1..2, memory: 1Gi, ports: { ${port} } } }\nsignals: { ${signals} }`,
      KUBERNETES,
      `metrics: { runtime: ${runtime}, histograms: true }\n`,
    );

  test.each([
    ['http: 8080', 'micrometer', 'http_server_requests_seconds_count{job="pool"}'],
    ['http: 8080', 'otel', 'http_server_request_duration_seconds_count{job="pool"}'],
    ['web: 8080', 'micrometer', 'http_server_requests_seconds_count{job="pool"}'],
    ['grpc: 9000', 'micrometer', 'grpc_server_processing_duration_seconds_count{job="pool"}'],
    ['grpc: 9000, http: 8080', 'otel', 'rpc_server_duration_seconds_count{job="pool"}'],
    ['grpc: 9000', 'grpc-prometheus', 'grpc_server_started_total{job="pool"}'],
  ])('%s under %s', (port, runtime, series) => {
    expect(query(compileText(api(port, runtime)), 'requests')).toContain(`sum(rate(${series}[2m]))`);
    expect(ids(api(port, runtime))).not.toContain('protocol-unknown');
  });

  test('a latency as well', () => {
    expect(query(compileText(api('http-api: 8080', 'otel', 'cpu: 70%, latency: { p99: 1s }')), 'latency')).toContain(
      'rate(http_server_request_duration_seconds_bucket{job="pool"}[5m])',
    );
  });

  test('a runtime that counts no HTTP is refused, and ports that say nothing are a finding', () => {
    expect(compileText(api('http: 8080', 'grpc-prometheus')).diagnostics.map(({ id }) => id)).toContain(
      'metric-source-missing',
    );
    expect(ids(api('main: 8080', 'micrometer'))).toContain('protocol-unknown');
    expect(ids(api('main: 8080', 'micrometer', 'cpu: 70%'))).not.toContain('protocol-unknown');
  });
});

describe('semantics 51: a wait of CPU delays no other signal', () => {
  const QUEUE = 'requestQueue: { perReplica: 5, source: { prometheus: { gauge: waiting } } }';
  const api = (signals: string, more = '', kubernetes = KUBERNETES) =>
    pool(`kind: always-on\nreplicas: 2..10\ncontainers: { ${APP} }\nsignals: { ${signals} }${more}`, kubernetes);
  const window = (text: string) =>
    at(
      scaledObject(compileText(text)),
      ...['advanced', 'horizontalPodAutoscalerConfig', 'behavior', 'scaleUp', 'stabilizationWindowSeconds'],
    );

  test.each([
    ['a queue', `cpu: { target: 70%, for: 5m }, ${QUEUE}`, ''],
    ['memory that does not wait', 'cpu: { target: 70%, for: 5m }, memory: 80%', ''],
    [
      'a schedule',
      'cpu: { target: 70%, for: 5m }',
      '\nschedule: { timezone: UTC, windows: [{ from: "06:00", to: "20:00", min: 5 }] }',
    ],
  ])('beside %s', (_what, signals, more) => {
    const text = api(signals, more);
    expect(window(text)).toBe(0);
    expect(at(trigger(compileText(text), 'cpu', 'pool'), 'metadata', 'value')).toBe('87');
    expect(String(query(compileText(text), 'cpu-sustained'))).toMatch(
      /^\(\(quantile_over_time\(0\.2, .*clamp_max\(.*, 70\)$/,
    );
  });

  test('without Prometheus it does, and the report says so', () => {
    const sqs =
      'queueBacklog: { perReplica: 5, sqs: { url: "https://sqs.eu-central-1.amazonaws.com/123456789012/q" } }';
    const text = api(`cpu: { target: 70%, for: 5m }, ${sqs}`, '', 'version: "1.34", namespace: sys');
    expect(window(text)).toBe(300);
    expect(instead(compileText(text), 'signals.cpu.for')[0]).toContain('delays every metric of the pool');
    const both = api(
      'cpu: { target: 70%, for: 5m }, memory: { target: 80%, for: 2m }',
      '',
      'version: "1.34", namespace: sys',
    );
    expect(messages(both, 'signal-without-effect')).toEqual([
      'signals.memory.for of pool "pool" has no effect on any of its targets',
    ]);
  });
});

describe('the same work wakes a pool on both platforms', () => {
  const sleeper = (activation: string, statistic: string) =>
    pool(
      `kind: scale-to-zero\nreplicas: { max: 5 }\ncontainers: { ${APP} }\nwake: { source: { prometheus: { counter: 'gw_calls_total{to="p"}', job: gateway }, cloudwatch: { namespace: Gw, metric: Calls, statistic: ${statistic}, heartbeat: { namespace: Gw, metric: Up, statistic: SampleCount } } }, ${activation}retryBudget: 30m }`,
    ).replace('pools:\n', `${ECS}pools:\n`);
  const above = (text: string) => compileEcs(text).pools[0]?.ecs.watcher?.sources.map(source => source.above.plain);

  test('an activation is a rate a second, of which a minute has sixty', () => {
    const text = sleeper('activation: 2, ', 'Sum');
    expect(at(trigger(compileText(text), 'wake', 'pool'), 'metadata', 'activationThreshold')).toBe('2');
    expect(above(text)).toEqual([120]);
  });

  test.each([
    ['', 'Sum', [0]],
    ['activation: 0.5, ', 'SampleCount', [30]],
    ['activation: 2, ', 'Maximum', [2]],
  ])('%s%s', (activation, statistic, expected) => {
    expect(above(sleeper(activation, statistic))).toEqual(expected);
  });
});
