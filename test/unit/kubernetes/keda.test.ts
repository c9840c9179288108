import { describe, expect, test } from 'vitest';
import {
  CONTAINER,
  KAFKA,
  QUEUE,
  at,
  compilePool,
  errors,
  list,
  metadata,
  object,
  objects,
  paths,
  trigger,
  triggers,
} from './compile.ts';

const POOL = `kind: always-on\nreplicas: 2..10\n${CONTAINER}`;
const SLEEPER = `kind: scale-to-zero\nreplicas: 0..5\n${CONTAINER}`;
const SCHEDULE =
  'schedule: {timezone: Europe/Berlin, windows: [{from: "06:00", to: "20:00", min: 5, days: [mon, fri]}]}';
const annotations = (compiled: ReturnType<typeof compilePool>) =>
  at(object(compiled, 'scaled-object.yaml'), 'metadata', 'annotations');

describe('semantics 12 and 15: every ScaledObject takes over what is there', () => {
  test.each(['fixed', 'observe', 'cpu', 'full'])('on %s', stage => {
    const compiled = compilePool(`${POOL}\nstage: ${stage}\nsignals: {cpu: 70%, ${QUEUE}}`);
    expect(annotations(compiled)).toMatchObject({
      'scaledobject.keda.sh/transfer-hpa-ownership': 'true',
      'scaledobject.keda.sh/hpa-excluded-labels': 'app.kubernetes.io/instance',
    });
    expect(
      at(object(compiled, 'scaled-object.yaml'), 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name'),
    ).toBe('web');
  });

  test('semantics 15: the HPA is called as the workload is, whoever makes it', () => {
    const existing =
      'kind: always-on\nreplicas: 2..10\nname: orders-scaling\nworkload: {existing: {name: orders, cpu: 500m}}';
    const plain = compilePool(`${existing}\nsignals: {cpu: 70%}`);
    expect(at(object(plain, 'hpa.yaml', 'orders-scaling'), 'metadata', 'name')).toBe('orders');
    const keda = compilePool(`${existing}\nsignals: {cpu: 70%, ${QUEUE}}`);
    expect(
      at(
        object(keda, 'scaled-object.yaml', 'orders-scaling'),
        'spec',
        'advanced',
        'horizontalPodAutoscalerConfig',
        'name',
      ),
    ).toBe('orders');
  });

  test('semantics 15: so names up to 63 characters are left whole', () => {
    const name = `a${'b'.repeat(61)}c`;
    expect(paths(compilePool(`${POOL}\nname: ${name}\nsignals: {${QUEUE}}`))).toContain(
      `kubernetes/${name}/scaled-object.yaml`,
    );
  });
});

describe('semantics 16: the cooldown is the idle time of a pool that may be at zero', () => {
  test.each([
    ['', 300],
    ['idle: 90s', 90],
    ['idle: 20m', 1200],
  ])('"%s"', (idle, seconds) => {
    expect(
      at(
        object(compilePool(`${SLEEPER}\n${idle}\nsignals: {${QUEUE}}`), 'scaled-object.yaml'),
        'spec',
        'cooldownPeriod',
      ),
    ).toBe(seconds);
  });
});

describe('semantics 18: a cpu trigger beside one that wakes', () => {
  test('scales a pool that may be at zero, and has no activation', () => {
    const compiled = compilePool(`${SLEEPER}\nsignals: {cpu: 70%, kafkaLag: {perReplica: 100}}`, { top: KAFKA });
    expect(triggers(compiled).map(item => at(item, 'type'))).toEqual(['cpu', 'kafka']);
    expect(at(trigger(compiled, 'cpu'), 'metadata')).toEqual({ value: '70', containerName: 'app' });
  });

  test('a pool at zero keeps what wakes it on the stage cpu', () => {
    const compiled = compilePool(
      `${SLEEPER}\nstage: cpu\nsignals: {cpu: 70%, kafkaLag: {perReplica: 100}, latency: {p99: 1s}}`,
      { top: KAFKA },
    );
    expect(triggers(compiled).map(item => at(item, 'name'))).toEqual(['cpu', 'kafka-lag']);
  });
});

describe('semantics 26: what keeps a pool from waking, and from sleeping', () => {
  const UNREACHABLE = '1000000000';
  const activation = (compiled: ReturnType<typeof compilePool>, name: string) =>
    metadata(
      compiled,
      name,
      name === 'kafka-lag'
        ? 'activationLagThreshold'
        : name === 'queue-backlog'
          ? 'activationQueueLength'
          : 'activationThreshold',
    );

  test('no metric that is lost reads as zero', () => {
    const compiled = compilePool(
      `${SLEEPER}\nwake: {source: {prometheus: {counter: calls_total, job: front}}}\nsignals: {kafkaLag: {perReplica: 100, topics: [a, b], growth: 5m}, ${QUEUE}, requests: 10/s, latency: {p99: 1s}}`,
      { top: KAFKA },
    );
    const read = triggers(compiled).filter(item => at(item, 'type') === 'prometheus');
    expect(read.map(item => [at(item, 'name'), at(item, 'metadata', 'ignoreNullValues')])).toEqual(
      ['kafka-lag', 'kafka-lag-growth', 'request-queue', 'requests', 'latency', 'wake'].map(name => [name, 'false']),
    );
  });

  test('a signal that does not wake has an activation that it cannot reach', () => {
    const compiled = compilePool(
      `${SLEEPER}\nsignals: {kafkaLag: {perReplica: 100, activation: 5, growth: 5m}, latency: {p99: 1s}, requests: 10/s}`,
      { top: KAFKA },
    );
    expect(['kafka-lag', 'kafka-lag-growth', 'latency', 'requests'].map(name => activation(compiled, name))).toEqual([
      '5',
      UNREACHABLE,
      UNREACHABLE,
      UNREACHABLE,
    ]);
  });

  test('beside a wake source of its own no rate wakes, and work that waits keeps the pool awake', () => {
    const compiled = compilePool(
      `${SLEEPER}\nwake: {activation: 2, source: {prometheus: {counter: calls_total, job: front}}}\nsignals: {kafkaLag: {perReplica: 100, activation: 3}, ${QUEUE}, requests: {perReplica: 10/s, source: {prometheus: {counter: calls_total, job: front}}}}`,
      { top: KAFKA },
    );
    expect(['kafka-lag', 'request-queue', 'requests', 'wake'].map(name => activation(compiled, name))).toEqual([
      '3',
      '0',
      UNREACHABLE,
      '2',
    ]);
    // It wakes the pool and sizes nothing.
    expect(metadata(compiled, 'wake', 'threshold')).toBe(UNREACHABLE);
  });

  test('of several signals the named one wakes, and another queue is not slept through', () => {
    const sqs = 'queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"}, perReplica: 2}';
    const compiled = compilePool(
      `${SLEEPER}\nwake: {signal: kafkaLag}\nsignals: {kafkaLag: {perReplica: 100}, ${sqs}}`,
      { top: KAFKA },
    );
    expect(['kafka-lag', 'queue-backlog'].map(name => activation(compiled, name))).toEqual(['0', '0']);
  });

  test('semantics 17: from one replica on there is no activation, which KEDA would ignore', () => {
    const compiled = compilePool(`${POOL}\nsignals: {kafkaLag: {perReplica: 100, activation: 5}, ${QUEUE}}`, {
      top: KAFKA,
    });
    expect(['kafka-lag', 'request-queue'].map(name => activation(compiled, name))).toEqual([undefined, undefined]);
  });

  test('a stage that holds no replica is woken by nothing', () => {
    const held = compilePool(
      `kind: scale-to-zero\nreplicas: {min: 0, max: 5, fixed: 0}\nstage: observe\n${CONTAINER}\n${SCHEDULE}\nsignals: {${QUEUE}}`,
    );
    expect(triggers(held).map(item => at(item, 'name'))).toEqual(['request-queue']);
    expect(activation(held, 'request-queue')).toBe(UNREACHABLE);
  });

  test('what the pool counts of itself is no error while it is at zero', () => {
    const own = 'grpc_server_processing_duration_seconds_count{namespace="shop",job="web"}';
    expect(metadata(compilePool(`${SLEEPER}\nsignals: {${QUEUE}, requests: 10/s}`), 'requests', 'query')).toBe(
      `(sum(rate(${own}[2m])) or vector(0)) and on() (count(up{namespace="shop",job="web"} == 1) > 0 or absent(up{namespace="shop",job="web"}))`,
    );
    expect(metadata(compilePool(`${POOL}\nsignals: {requests: 10/s}`), 'requests', 'query')).toBe(
      `(sum(rate(${own}[2m])) or vector(0)) and on() (count(up{namespace="shop",job="web"} == 1) > 0)`,
    );
  });
});

describe('semantics 26: credentials are named, and never written out', () => {
  const AUTH = (mode: string) => ({
    target: `prometheus: {url: "https://prometheus.example.com", auth: {mode: ${mode}, secret: prometheus-login}}`,
  });

  test.each([
    ['bearer', ['bearerToken']],
    ['basic', ['username', 'password']],
  ])('%s', (mode, keys) => {
    const compiled = compilePool(`${POOL}\nsignals: {${QUEUE}}`, AUTH(mode));
    expect(metadata(compiled, 'request-queue', 'authModes')).toBe(mode);
    expect(at(trigger(compiled, 'request-queue'), 'authenticationRef')).toEqual({ name: 'web-prometheus' });
    expect(at(object(compiled, 'trigger-authentication.yaml'), 'spec')).toEqual({
      secretTargetRef: keys.map(key => ({ parameter: key, name: 'prometheus-login', key })),
    });
  });

  test('without credentials there is no TriggerAuthentication', () => {
    expect(paths(compilePool(`${POOL}\nsignals: {${QUEUE}}`))).not.toContain(
      'kubernetes/web/trigger-authentication.yaml',
    );
  });

  test("a queue on SQS is read with the identity of the operator's pod", () => {
    const compiled = compilePool(
      `${POOL}\nsignals: {queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"}, perReplica: 2}}`,
    );
    expect(at(trigger(compiled, 'queue-backlog'), 'metadata')).toEqual({
      queueURL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
      queueLength: '2',
      awsRegion: 'eu-west-1',
      scaleOnInFlight: 'true',
    });
    expect(at(object(compiled, 'trigger-authentication.yaml'), 'spec')).toEqual({ podIdentity: { provider: 'aws' } });
  });

  test('a queue on RabbitMQ is read through the management API, with user and password of a Secret', () => {
    const compiled = compilePool(
      `${POOL}\nsignals: {queueBacklog: {rabbitmq: {url: "https://mq.example.com", queue: work, secret: mq-login}, perReplica: 2}}`,
    );
    expect(at(trigger(compiled, 'queue-backlog'), 'type')).toBe('rabbitmq');
    expect(at(trigger(compiled, 'queue-backlog'), 'metadata')).toEqual({
      protocol: 'http',
      host: 'https://mq.example.com/',
      vhostName: '/',
      queueName: 'work',
      mode: 'QueueLength',
      value: '2',
    });
    expect(at(object(compiled, 'trigger-authentication.yaml'), 'spec')).toEqual({
      secretTargetRef: ['username', 'password'].map(key => ({ parameter: key, name: 'mq-login', key })),
    });
  });

  test('messages of a RabbitMQ queue that are being worked on count, unless inFlight is false', () => {
    const queue = 'rabbitmq: {url: "https://mq.example.com", vhost: shop, queue: work, secret: mq-login}';
    const compiled = compilePool(`${POOL}\nsignals: {queueBacklog: {${queue}, perReplica: 2, inFlight: false}}`);
    expect(metadata(compiled, 'queue-backlog', 'excludeUnacknowledged')).toBe('true');
    expect(metadata(compiled, 'queue-backlog', 'vhostName')).toBe('shop');
  });

  test.each([
    ['list: jobs', 'redis', { listName: 'jobs', listLength: '2' }],
    [
      'stream: jobs, consumerGroup: workers',
      'redis-streams',
      { stream: 'jobs', consumerGroup: 'workers', lagCount: '2' },
    ],
    ['stream: jobs, mode: cluster', 'redis-cluster-streams', { stream: 'jobs', streamLength: '2' }],
    ['list: jobs, mode: sentinel, master: main', 'redis-sentinel', { listName: 'jobs', sentinelMaster: 'main' }],
    ['list: jobs, database: 3, tls: true', 'redis', { databaseIndex: '3', enableTLS: 'true' }],
  ])('a key in Redis, %s, is asked of Redis itself', (written, type, expected) => {
    const redis = `redis: {address: "redis:6379", ${written}, authentication: {name: redis}}`;
    const compiled = compilePool(`${POOL}\nsignals: {queueBacklog: {${redis}, perReplica: 2}}`);
    expect(errors(compiled)).toEqual([]);
    expect(at(trigger(compiled, 'queue-backlog'), 'type')).toBe(type);
    expect(at(trigger(compiled, 'queue-backlog'), 'metadata')).toMatchObject(expected);
  });

  test('what is taken from Redis no longer counts, so a pool sleeps after the longest work', () => {
    const period = (key: string) =>
      at(
        object(
          compilePool(
            `${SLEEPER}\nwork: {longest: 15m}\nsignals: {queueBacklog: {redis: {address: "redis:6379", ${key}}, perReplica: 2}}`,
          ),
          'scaled-object.yaml',
        ),
        'spec',
        'cooldownPeriod',
      );
    expect([period('list: jobs'), period('stream: jobs, consumerGroup: a'), period('stream: jobs')]).toEqual([
      900, 900, 300,
    ]);
  });

  test('an SQS queue by a role, a header of a tenant, and a signed request', () => {
    const sqs = compilePool(
      `${POOL}\nsignals: {queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/q", authentication: {identity: {provider: aws, roleArn: "arn:aws:iam::123456789012:role/q"}}}, perReplica: 2}}`,
    );
    expect(at(object(sqs, 'trigger-authentication.yaml'), 'spec')).toEqual({
      podIdentity: { provider: 'aws', roleArn: 'arn:aws:iam::123456789012:role/q' },
    });
    const asked = compilePool(`${POOL}\nsignals: {requestQueue: {perReplica: 2, source: {prometheus: 'sum(x)'}}}`, {
      target:
        'prometheus: {url: "https://aps.example.com", authentication: {identity: aws}, awsRegion: eu-west-1, headers: {X-Scope-OrgID: shop}, queryParameters: {dedup: "true", max: "1"}, namespace: shop}',
    });
    expect(at(trigger(asked, 'request-queue'), 'metadata')).toMatchObject({
      awsRegion: 'eu-west-1',
      customHeaders: 'X-Scope-OrgID=shop',
      queryParameters: 'dedup=true,max=1',
      namespace: 'shop',
    });
    expect(at(object(asked, 'trigger-authentication.yaml'), 'spec')).toEqual({ podIdentity: { provider: 'aws' } });
  });

  test('fractions of a target, where KEDA takes them', () => {
    const asked = compilePool(`${POOL}\nsignals: {requestQueue: {perReplica: 0.25, source: {prometheus: 'sum(x)'}}}`);
    expect(at(trigger(asked, 'request-queue'), 'metadata', 'threshold')).toBe('0.25');
    const rabbit = (perReplica: number) =>
      `${POOL}\nsignals: {queueBacklog: {rabbitmq: {url: "https://mq.example.com", queue: a, secret: login}, perReplica: ${String(perReplica)}}}`;
    expect(at(trigger(compilePool(rabbit(1.5)), 'queue-backlog'), 'metadata', 'value')).toBe('1.5');
    expect(() => compilePool(rabbit(0.5001))).toThrow('thousandths');
    const sqs = 'sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/q"}';
    expect(() => compilePool(`${POOL}\nsignals: {queueBacklog: {${sqs}, perReplica: 0.5}}`)).toThrow(
      'expected a whole number, except for RabbitMQ',
    );
  });

  test('how often KEDA asks, and after how many failures the fallback counts', () => {
    const sleeper = compilePool(`${SLEEPER}\npollingInterval: 1500ms\nsignals: {${QUEUE}}`);
    expect(at(object(sleeper, 'scaled-object.yaml'), 'spec', 'pollingInterval')).toBe(2);
    const pool = compilePool(`${POOL}\nfallback: {replicas: 4, failureThreshold: 7}\nsignals: {${QUEUE}}`);
    expect(at(object(pool, 'scaled-object.yaml'), 'spec', 'fallback', 'failureThreshold')).toBe(7);
  });

  test.each([
    ['https://eu-central-1.queue.amazonaws.com/123456789012/orders', 'eu-central-1'],
    ['https://sqs.us-gov-west-1.amazonaws.com/123456789012/orders', 'us-gov-west-1'],
    ['https://queue.amazonaws.com/123456789012/orders', 'us-east-1'],
  ])('the region of %s is %s', (url, region) => {
    expect(
      metadata(
        compilePool(`${POOL}\nsignals: {queueBacklog: {sqs: {url: "${url}"}, perReplica: 2}}`),
        'queue-backlog',
        'awsRegion',
      ),
    ).toBe(region);
  });
});

describe('semantics 26a: how a stage holds the count', () => {
  test('fixed pauses, which deletes the HPA, and leaves the bounds as they are', () => {
    const compiled = compilePool(
      `kind: always-on\nstage: fixed\nreplicas: {min: 2, max: 10, fixed: 3}\n${CONTAINER}\nsignals: {${QUEUE}}`,
    );
    expect(annotations(compiled)).toMatchObject({ 'autoscaling.keda.sh/paused-replicas': '3' });
    expect(at(object(compiled, 'scaled-object.yaml'), 'spec')).toMatchObject({
      minReplicaCount: 2,
      maxReplicaCount: 10,
    });
  });

  test('observe disables both ways and pauses nothing, so metrics keep flowing', () => {
    const compiled = compilePool(
      `kind: always-on\nstage: observe\nreplicas: {min: 2, max: 10, fixed: 3}\n${CONTAINER}\nsignals: {${QUEUE}}`,
    );
    expect(Object.keys(annotations(compiled) ?? {}).filter(key => key.startsWith('autoscaling.keda.sh/'))).toEqual([]);
    const spec = at(object(compiled, 'scaled-object.yaml'), 'spec');
    expect(spec).toMatchObject({ minReplicaCount: 3, maxReplicaCount: 10 });
    expect(at(spec, 'advanced', 'horizontalPodAutoscalerConfig', 'behavior')).toMatchObject({
      scaleUp: { selectPolicy: 'Disabled' },
      scaleDown: { selectPolicy: 'Disabled' },
    });
  });

  test('full has neither', () => {
    const compiled = compilePool(`${POOL}\nsignals: {${QUEUE}}`);
    expect(Object.keys(annotations(compiled) ?? {}).filter(key => key.startsWith('autoscaling.keda.sh/'))).toEqual([]);
  });
});

describe('semantics 27: metadata is text, and the type of a resource metric has its own place', () => {
  test('for every kind of trigger', () => {
    const compiled = compilePool(
      `${SLEEPER}\n${SCHEDULE}\nwake: {source: {prometheus: {counter: calls_total, job: front}}}
signals: {cpu: 70%, memory: 80%, kafkaLag: {perReplica: 100, growth: 5m}, queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"}, perReplica: 2}, ${QUEUE}, latency: {p99: 1s}}`,
      { top: KAFKA },
    );
    expect(new Set(triggers(compiled).map(item => at(item, 'type')))).toEqual(
      new Set(['cpu', 'memory', 'kafka', 'prometheus', 'aws-sqs-queue', 'cron']),
    );
    for (const item of triggers(compiled)) {
      const values = at(item, 'metadata') ?? {};
      expect(Object.values(values).map(value => typeof value)).toEqual(Object.values(values).map(() => 'string'));
      expect(Object.keys(values)).not.toContain('type');
    }
  });
});

describe('semantics 61: a schedule is a minimum that comes and goes', () => {
  test('it makes a KEDA pool of one that only has resource signals', () => {
    const compiled = compilePool(`${POOL}\n${SCHEDULE}\nsignals: {cpu: 70%}`);
    expect(paths(compiled)).not.toContain('kubernetes/web/hpa.yaml');
    expect(trigger(compiled, 'schedule-1')).toEqual({
      type: 'cron',
      name: 'schedule-1',
      metadata: { timezone: 'Europe/Berlin', start: '0 6 * * 1,5', end: '0 20 * * 1,5', desiredReplicas: '5' },
    });
  });

  test.each(['fixed', 'observe', 'cpu', 'full'])('alone it leaves a trigger on %s, as KEDA demands', stage => {
    expect(triggers(compilePool(`${POOL}\nstage: ${stage}\n${SCHEDULE}`)).map(item => at(item, 'type'))).toEqual([
      'cron',
    ]);
  });
});

describe('KEDA refuses a ScaledObject without triggers (semantics 13)', () => {
  test.each(['fixed', 'observe', 'cpu', 'full'])('a pool with nothing but a wake source has one on %s', stage => {
    const compiled = compilePool(
      `${SLEEPER}\nstage: ${stage}\nwake: {source: {prometheus: {counter: calls_total, job: front}}}`,
    );
    expect(triggers(compiled).map(item => at(item, 'name'))).toEqual(['wake']);
  });
});

test('a KEDA that does not know what is emitted is refused once', () => {
  const compiled = compilePool(`${POOL}\nsignals: {${QUEUE}}`, { keda: '2.13' });
  expect(errors(compiled)).toEqual(['keda-too-old']);
  expect(errors(compilePool(`${POOL}\nsignals: {${QUEUE}}`, { keda: '2.14' }))).toEqual([]);
  expect(errors(compilePool(`${POOL}\nsignals: {cpu: 70%}`, { keda: '2.13' }))).toEqual([]);
});

test('one autoscaler for a workload, whatever it declares', () => {
  for (const signals of ['cpu: 70%', `cpu: 70%, ${QUEUE}`, QUEUE]) {
    const kinds = objects(compilePool(`${POOL}\nsignals: {${signals}}`)).map(item => at(item, 'kind'));
    expect(kinds.filter(kind => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject')).toHaveLength(1);
  }
});

test('a fallback is what the pool says, and nothing by default', () => {
  expect(
    at(
      object(compilePool(`${POOL}\nfallback: {replicas: 4}\nsignals: {${QUEUE}}`), 'scaled-object.yaml'),
      'spec',
      'fallback',
    ),
  ).toEqual({ failureThreshold: 3, replicas: 4, behavior: 'currentReplicasIfHigher' });
  expect(at(object(compilePool(`${POOL}\nsignals: {${QUEUE}}`), 'scaled-object.yaml'), 'spec')).not.toHaveProperty(
    'fallback',
  );
  expect(
    list(object(compilePool(`${POOL}\nsignals: {${QUEUE}}`), 'scaled-object.yaml'), 'spec', 'triggers'),
  ).toHaveLength(1);
});

test('semantics 13: a stage that leaves nothing but CPU leaves the fallback out, which KEDA would refuse', () => {
  const on = (stage: string) =>
    at(
      object(
        compilePool(`stage: ${stage}\n${POOL}\nfallback: {replicas: 4}\nsignals: {cpu: 70%, ${QUEUE}}`),
        'scaled-object.yaml',
      ),
      'spec',
    );
  expect(on('cpu')).not.toHaveProperty('fallback');
  expect(on('full')).toHaveProperty('fallback.replicas', 4);
});

test('an HPA has no fallback, which is said to be lost', () => {
  expect(
    compilePool(`${POOL}\nfallback: {replicas: 4}\nsignals: {cpu: 70%}`).losses.map(({ target, what }) => [
      target,
      what,
    ]),
  ).toEqual([['kubernetes', 'fallback.replicas']]);
});

describe("the times of KEDA's loop", () => {
  const stated = (keda: string, replicas: string, stage = 'full') => {
    const compiled = compilePool(
      `kind: demand-driven\nreplicas: ${replicas}\nstage: ${stage}\n${CONTAINER}\nsignals: {${QUEUE}}`,
      { keda },
    );
    const scaled = object(compiled, 'scaled-object.yaml');
    return [at(scaled, 'spec', 'pollingInterval'), at(scaled, 'spec', 'cooldownPeriod')];
  };

  test('are stated where the pool may be at zero, and before KEDA 2.20, whose webhook warns of them otherwise', () => {
    expect(stated('2.18', '2..10')).toEqual([30, 300]);
    expect(stated('2.20', '2..10')).toEqual([undefined, undefined]);
    expect(stated('2.20', '0..10')).toEqual([15, 300]);
  });

  test('of a pool that the stage holds above zero are not stated either', () => {
    expect(stated('2.20', '{min: 0, max: 10, fixed: 3}', 'observe')).toEqual([undefined, undefined]);
  });
});
