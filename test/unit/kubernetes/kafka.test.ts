import { describe, expect, test } from 'vitest';
import { CONTAINER, at, compilePool, errors, metadata, object, paths, trigger, triggers } from './compile.ts';

const POOL = `kind: always-on\nreplicas: 2..10\n${CONTAINER}`;
const kafka = (more = '') => ({ top: `kafka: {bootstrapServers: "b-1.example.com:9098,b-2.example.com:9098"${more}}` });
const lag = (more = '', pool = POOL) =>
  `${pool}\nsignals: {kafkaLag: {perReplica: 1000, consumerGroup: orders${more}}}`;
const IAM = ', lagMetrics: msk, auth: {sasl: aws_msk_iam, tls: true, awsRegion: eu-west-1}';
const SERVERS = {
  bootstrapServers: 'b-1.example.com:9098,b-2.example.com:9098',
  consumerGroup: 'orders',
  lagThreshold: '1000',
};

describe('semantics 21: the lag for each replica, of all topics unless some are named', () => {
  test('without topics the whole group counts', () => {
    const found = trigger(compilePool(lag(), kafka()), 'kafka-lag');
    expect(found).toEqual({ type: 'kafka', name: 'kafka-lag', metricType: 'AverageValue', metadata: SERVERS });
  });

  test('a count of topics is the whole group too', () => {
    expect(at(trigger(compilePool(lag(', topics: 20'), kafka()), 'kafka-lag'), 'metadata')).toEqual(SERVERS);
  });
});

describe('semantics 22: options of Kafka that exclude one another', () => {
  test.each([
    ['leases', ', topics: 20, leases: {perReplica: 10}'],
    ['a topic', ', topics: [orders]'],
    ['partitions', ', topics: [orders], partitions: 12'],
  ])('are never together: %s', (_what, more) => {
    const options = Object.keys(at(trigger(compilePool(lag(more), kafka()), 'kafka-lag'), 'metadata') ?? {});
    expect(options).not.toContain('limitToPartitionsWithLag');
    expect(options).not.toContain('ensureEvenDistributionOfPartitions');
  });

  test('topics that are leased whole are not capped by partitions', () => {
    expect(
      metadata(compilePool(lag(', topics: 20, leases: {perReplica: 10}'), kafka()), 'kafka-lag', 'allowIdleConsumers'),
    ).toBe('true');
    expect(metadata(compilePool(lag(', topics: 20'), kafka()), 'kafka-lag', 'allowIdleConsumers')).toBeUndefined();
  });
});

describe('semantics 25: a stuck partition is scaled for like any other', () => {
  test.each(['', IAM])('nothing leaves it out, which would keep the pool at one replica for ever%s', more => {
    expect(
      Object.keys(at(trigger(compilePool(lag(', topics: [orders]'), kafka(more)), 'kafka-lag'), 'metadata') ?? {}),
    ).not.toContain('excludePersistentLag');
  });
});

describe('semantics 22: MSK with IAM', () => {
  test("a topic is read by apache-kafka with the pod's identity", () => {
    const compiled = compilePool(lag(', topics: [orders]'), kafka(IAM));
    expect(trigger(compiled, 'kafka-lag')).toEqual({
      type: 'apache-kafka',
      name: 'kafka-lag',
      metricType: 'AverageValue',
      metadata: { ...SERVERS, topic: 'orders', sasl: 'aws_msk_iam', tls: 'enable', awsRegion: 'eu-west-1' },
      authenticationRef: { name: 'web-aws' },
    });
    expect(at(object(compiled, 'trigger-authentication.yaml'), 'spec')).toEqual({ podIdentity: { provider: 'aws' } });
  });

  test('a whole group is read by kafka, since apache-kafka counts every topic of the cluster and fails while the group is asleep', () => {
    const compiled = compilePool(lag(), kafka(IAM));
    expect(at(trigger(compiled, 'kafka-lag'), 'type')).toBe('kafka');
    expect(at(trigger(compiled, 'kafka-lag'), 'metadata')).toEqual({
      ...SERVERS,
      sasl: 'oauthbearer',
      saslTokenProvider: 'aws_msk_iam',
      tls: 'enable',
      awsRegion: 'eu-west-1',
    });
  });
});

describe('signing in to the brokers', () => {
  test.each(['plaintext', 'scram_sha256', 'scram_sha512'])('%s takes user and password from the Secret', sasl => {
    const compiled = compilePool(lag(), kafka(`, auth: {sasl: ${sasl}, tls: true, secret: kafka-login}`));
    expect(at(trigger(compiled, 'kafka-lag'), 'metadata')).toEqual({ ...SERVERS, sasl, tls: 'enable' });
    expect(at(object(compiled, 'trigger-authentication.yaml'), 'spec', 'secretTargetRef')).toEqual(
      ['username', 'password'].map(key => ({ parameter: key, name: 'kafka-login', key })),
    );
  });

  test("without SASL the Secret holds the client's certificate", () => {
    const compiled = compilePool(lag(), kafka(', auth: {tls: true, secret: kafka-client}'));
    expect(at(trigger(compiled, 'kafka-lag'), 'metadata')).toEqual({ ...SERVERS, tls: 'enable' });
    expect(at(object(compiled, 'trigger-authentication.yaml'), 'spec', 'secretTargetRef')).toEqual(
      ['ca', 'cert', 'key'].map(key => ({ parameter: key, name: 'kafka-client', key })),
    );
  });

  test('beside the login of Prometheus each has its own file', () => {
    const more = {
      ...kafka(', auth: {sasl: plaintext, tls: true, secret: kafka-login}'),
      target: 'prometheus: {url: "https://prometheus.example.com", auth: {mode: bearer, secret: prometheus-login}}',
    };
    const compiled = compilePool(lag(', growth: 5m'), more);
    expect(paths(compiled).filter(path => path.includes('trigger-authentication'))).toEqual([
      'kubernetes/web/trigger-authentication-kafka.yaml',
      'kubernetes/web/trigger-authentication-prometheus.yaml',
    ]);
  });
});

describe('semantics 23: the scaler begins where the consumer does', () => {
  test.each(['earliest', 'latest'])('%s', offsetReset => {
    expect(metadata(compilePool(lag(`, offsetReset: ${offsetReset}`), kafka()), 'kafka-lag', 'offsetResetPolicy')).toBe(
      offsetReset,
    );
  });
});

describe('semantics 24 and 59: several topics are one trigger with their sum', () => {
  test.each([
    ['kafka-exporter', 'sum(kafka_consumergroup_lag{consumergroup="orders",topic=~"a|b\\\\.c"} >= 0)'],
    ['kminion', 'sum(kminion_kafka_consumer_group_topic_lag{group_id="orders",topic_name=~"a|b\\\\.c"} >= 0)'],
    ['burrow', 'sum(burrow_kafka_consumer_partition_lag{consumer_group="orders",topic=~"a|b\\\\.c"} >= 0)'],
  ])('by %s', (lagMetrics, query) => {
    const compiled = compilePool(lag(', topics: [a, b.c]'), kafka(`, lagMetrics: ${lagMetrics}`));
    expect(triggers(compiled)).toHaveLength(1);
    expect(metadata(compiled, 'kafka-lag', 'query')).toBe(query);
    expect(metadata(compiled, 'kafka-lag', 'threshold')).toBe('1000');
  });

  test.each([
    [
      'kafka-exporter',
      'sum(kafka_consumergroup_lag{consumergroup="orders",topic=~"a",cluster="eu",namespace="k"} >= 0)',
    ],
    [
      'kminion',
      'sum(kminion_kafka_consumer_group_topic_lag{group_id="orders",topic_name=~"a",cluster="eu",namespace="k"} >= 0)',
    ],
    [
      'burrow',
      'sum(burrow_kafka_consumer_partition_lag{consumer_group="orders",topic=~"a",cluster="eu",namespace="k"} >= 0)',
    ],
  ])('with the labels of this lag, by %s', (lagMetrics, query) => {
    const compiled = compilePool(
      lag(', topics: [a, a]').replace('[a, a]', '[a]').replace('kafkaLag:', 'cpu: 70%, kafkaLag:'),
      kafka(`, lagMetrics: ${lagMetrics}, lagLabels: {cluster: eu, namespace: k}`),
    );
    expect(metadata(compiled, 'kafka-lag', 'query')).toBe(query);
  });

  test('CloudWatch has no labels', () => {
    expect(() => compilePool(lag(), kafka(', lagMetrics: msk, lagLabels: {cluster: eu}'))).toThrow('lagLabels');
  });

  test.each([
    [IAM, 'aws_msk_iam'],
    [', lagMetrics: msk', undefined],
  ])('on MSK, which Prometheus does not see, apache-kafka adds up the list%s', (more, sasl) => {
    const compiled = compilePool(lag(', topics: [a, b.c]'), kafka(more));
    expect(triggers(compiled)).toHaveLength(1);
    expect(at(trigger(compiled, 'kafka-lag'), 'type')).toBe('apache-kafka');
    expect(at(trigger(compiled, 'kafka-lag'), 'metadata')).toMatchObject({
      topic: 'a,b.c',
      ...(sasl === undefined ? {} : { sasl }),
    });
  });

  test('a source of its own comes before all of that', () => {
    const compiled = compilePool(
      lag(', topics: [a, b], source: {prometheus: {gauge: "lag{team=\\"web\\"}"}}'),
      kafka(', lagMetrics: msk'),
    );
    expect(metadata(compiled, 'kafka-lag', 'query')).toBe('sum(lag{team="web"} >= 0)');
  });

  test('growth on MSK needs a gauge, and the finding says which key', () => {
    const compiled = compilePool(lag(', growth: 5m'), kafka(', lagMetrics: msk'));
    expect(errors(compiled)).toEqual(['metric-source-missing']);
    expect(compiled.diagnostics[0]?.help).toContain('source.prometheus');
  });

  test('a group whose name PromQL would misread is quoted', () => {
    const compiled = compilePool(
      `${POOL}\nsignals: {kafkaLag: {perReplica: 10, consumerGroup: 'a"b', topics: [x, y]}}`,
      kafka(),
    );
    expect(metadata(compiled, 'kafka-lag', 'query')).toBe(
      'sum(kafka_consumergroup_lag{consumergroup="a\\"b",topic=~"x|y"} >= 0)',
    );
  });
});
