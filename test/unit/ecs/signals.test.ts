import { describe, expect, test } from 'vitest';
import { CONTAINER, at, compilePool, payload, paths } from './compile.ts';

const WEB = `kind: demand-driven\nreplicas: 2..20\n${CONTAINER}`;
const LATENCY = 'latency: {p99: 500ms, source: {cloudwatch: {namespace: Shop, metric: Latency, statistic: p99}}}';
const METRICS = ['TargetTrackingScalingPolicyConfiguration', 'CustomizedMetricSpecification', 'Metrics'] as const;

function policies(compiled: ReturnType<typeof compilePool>): readonly string[] {
  return paths(compiled)
    .filter(path => path.includes('/policies/'))
    .map(path => path.slice('ecs/web/policies/'.length, -'.json'.length));
}

describe('how each signal scales on ECS', () => {
  test.each([
    { signal: 'cpu: 70%', key: 'cpu', target: 70, expression: undefined },
    { signal: 'memory: 80%', key: 'memory', target: 80, expression: undefined },
    {
      signal:
        'custom: {jobs: {type: temporal, metadata: {endpoint: "a:1", taskQueue: b, targetQueueSize: 7}, cloudwatch: {namespace: Shop, metric: Jobs}}}',
      key: 'custom-jobs',
      target: 7,
      expression: 'm1/m2',
    },
    {
      signal:
        'custom: {calls: {external: {metric: calls, averageValue: 0.5}, counts: rate, cloudwatch: {namespace: Shop, metric: Calls, statistic: Sum}}}',
      key: 'custom-calls',
      target: 0.5,
      expression: 'm1/60/m2',
    },
    {
      signal:
        'queueBacklog: {redis: {address: "redis:6379", list: a, cloudwatch: {namespace: Shop, metric: Length}}, perReplica: 3}',
      key: 'backlog',
      target: 3,
      expression: 'm1/m2',
    },
    {
      signal: 'requestQueue: {perReplica: 10, source: {cloudwatch: {namespace: Shop, metric: Pending}}}',
      key: 'queue',
      target: 10,
      expression: 'm1/m2',
    },
    {
      signal:
        'requests: {perReplica: 120/s, source: {cloudwatch: {namespace: Shop, metric: Requests, statistic: Sum}}}',
      key: 'requests',
      target: 120,
      expression: 'm1/60/m2',
    },
    {
      signal:
        'requests: {perReplica: 120/s, source: {cloudwatch: {namespace: Shop, metric: RequestsPerSecond, statistic: Average}}}',
      key: 'requests',
      target: 120,
      expression: 'm1/m2',
    },
    {
      signal:
        'queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/work"}, perReplica: 2, inFlight: false}',
      key: 'backlog',
      target: 2,
      expression: 'm1/m2',
    },
    {
      signal: 'queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/work"}, perReplica: 2}',
      key: 'backlog',
      target: 2,
      expression: '(m1+m2)/m3',
    },
    {
      signal: 'queueBacklog: {rabbitmq: {url: "https://mq.example.com", queue: work, broker: shop-mq}, perReplica: 3}',
      key: 'backlog',
      target: 3,
      expression: 'm1/m2',
    },
  ])('$signal', ({ signal, key, target, expression }) => {
    const compiled = compilePool(`${WEB}\nsignals: {${signal}}`);
    expect(policies(compiled)).toEqual([key]);
    const policy = payload(compiled, `policies/${key}.json`);
    expect(at(policy, 'TargetTrackingScalingPolicyConfiguration', 'TargetValue')).toBe(target);
    expect(at(policy, 'TargetTrackingScalingPolicyConfiguration', 'DisableScaleIn')).toBe(false);
    const queries = at(policy, ...METRICS);
    const last = Array.isArray(queries) ? queries.at(-1) : undefined;
    expect(at(last, 'Expression')).toBe(expression);
  });

  test('a queue on RabbitMQ is read from the metrics of Amazon MQ', () => {
    const compiled = compilePool(
      `${WEB}\nsignals: {queueBacklog: {rabbitmq: {url: "https://mq.example.com", vhost: shop, queue: work, broker: shop-mq}, perReplica: 2, inFlight: false}}`,
    );
    const queries = at(payload(compiled, 'policies/backlog.json'), ...METRICS);
    expect(at(queries, 0, 'MetricStat', 'Metric')).toEqual({
      Namespace: 'AWS/AmazonMQ',
      MetricName: 'MessageReadyCount',
      Dimensions: [
        { Name: 'Broker', Value: 'shop-mq' },
        { Name: 'VirtualHost', Value: 'shop' },
        { Name: 'Queue', Value: 'work' },
      ],
    });
  });

  test('a queue is the one that its URL ends with', () => {
    const compiled = compilePool(
      `${WEB}\nsignals: {queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/work"}, perReplica: 2, inFlight: true}}`,
    );
    const queries = at(payload(compiled, 'policies/backlog.json'), ...METRICS);
    expect([0, 1].map(index => at(queries, index, 'MetricStat', 'Metric'))).toEqual([
      {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: 'work' }],
      },
      {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesNotVisible',
        Dimensions: [{ Name: 'QueueName', Value: 'work' }],
      },
    ]);
  });

  test('latency is not in proportion to tasks: bounded steps above the target', () => {
    const compiled = compilePool(`${WEB}\nsignals: {${LATENCY}}`);
    expect(policies(compiled)).toEqual(['latency-out', 'in']);
    expect(at(payload(compiled, 'policies/latency-out.json'), 'StepScalingPolicyConfiguration')).toEqual({
      AdjustmentType: 'PercentChangeInCapacity',
      MinAdjustmentMagnitude: 1,
      MetricAggregationType: 'Average',
      Cooldown: 60,
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 0.5, ScalingAdjustment: 20 },
        { MetricIntervalLowerBound: 0.5, ScalingAdjustment: 50 },
      ],
    });
    const alarm = payload(compiled, 'alarms/latency-out.json');
    expect(
      ['Threshold', 'EvaluationPeriods', 'ComparisonOperator', 'TreatMissingData'].map(key => at(alarm, key)),
    ).toEqual([0.5, 3, 'GreaterThanThreshold', 'notBreaching']);
    expect(at(alarm, 'Metrics', 0, 'MetricStat', 'Stat')).toBe('p99');
  });

  test('steps add no more than scaleUp allows', () => {
    const compiled = compilePool(`${WEB}\nscaleUp: {percent: 25%}\nsignals: {${LATENCY}}`);
    expect(
      [0, 1].map(index =>
        at(
          payload(compiled, 'policies/latency-out.json'),
          'StepScalingPolicyConfiguration',
          'StepAdjustments',
          index,
          'ScalingAdjustment',
        ),
      ),
    ).toEqual([20, 25]);
  });
});

describe('51: scaling in', () => {
  test('target tracking scales in alone where every signal is tracked', () => {
    const compiled = compilePool(`${WEB}\nsignals: {cpu: 70%, memory: 80%}`);
    expect(policies(compiled)).toEqual(['cpu', 'memory']);
    expect(
      ['cpu', 'memory'].map(key =>
        at(payload(compiled, `policies/${key}.json`), 'TargetTrackingScalingPolicyConfiguration', 'DisableScaleIn'),
      ),
    ).toEqual([false, false]);
  });

  test('beside a stepped signal one policy alone scales in, when those that are left would hold the load', () => {
    const compiled = compilePool(
      `${WEB}\nsignals: {cpu: 70%, requestQueue: {perReplica: 10, source: {cloudwatch: {namespace: Shop, metric: Pending}}}, ${LATENCY}}`,
    );
    expect(policies(compiled)).toEqual(['cpu', 'queue', 'latency-out', 'in']);
    expect(
      ['cpu', 'queue'].map(key =>
        at(payload(compiled, `policies/${key}.json`), 'TargetTrackingScalingPolicyConfiguration', 'DisableScaleIn'),
      ),
    ).toEqual([true, true]);
    expect(at(payload(compiled, 'policies/in.json'), 'StepScalingPolicyConfiguration')).toEqual({
      AdjustmentType: 'PercentChangeInCapacity',
      MinAdjustmentMagnitude: 1,
      MetricAggregationType: 'Average',
      Cooldown: 300,
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: -10 }],
    });
    const alarm = payload(compiled, 'alarms/in.json');
    expect(at(alarm, 'Metrics', 4, 'Expression')).toBe(
      'IF(m4 > 1, IF(m1 * m4 <= 63 * (m4 - IF(m4 < 20, 1, FLOOR(m4 * 10 / 100))) AND m2 <= 9 * (m4 - IF(m4 < 20, 1, FLOOR(m4 * 10 / 100))) AND IF(m1 <= 7 AND m2 <= 1 * m4, FILL(m3, 0), FILL(m3, 0.5)) <= 0.45, 1, 0), 0)',
    );
    expect([0, 1, 2, 3, 4].map(index => at(alarm, 'Metrics', index, 'ReturnData'))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(['Threshold', 'EvaluationPeriods', 'TreatMissingData'].map(key => at(alarm, key))).toEqual([
      1,
      15,
      'notBreaching',
    ]);
  });

  test('a pool measured by its own latency alone keeps its count when nothing is published', () => {
    const compiled = compilePool(`${WEB}\nsignals: {${LATENCY}}`);
    expect(at(payload(compiled, 'alarms/in.json'), 'TreatMissingData')).toBe('notBreaching');
  });
});

describe('alarms for people', () => {
  const SEEN = `${WEB}\nsignals: {cpu: {target: 70%, for: 5m}, kafkaLag: {perReplica: 1000, consumerGroup: workers}}`;
  const KAFKA = {
    top: 'kafka: {bootstrapServers: "kafka:9092", cloudwatch: {namespace: Shop/Kafka, metric: ConsumerLag}}',
  };

  test('a pool pinned at its maximum, lag that grows while it is, and each threshold that scaling did not mend', () => {
    const compiled = compilePool(SEEN, KAFKA);
    expect(
      paths(compiled)
        .filter(path => path.includes('/alarms/'))
        .map(path => path.slice('ecs/web/alarms/'.length)),
    ).toEqual([
      'cpu-out.json',
      'in.json',
      'pinned-at-max.json',
      'lag-growing-at-max.json',
      'cpu-high.json',
      'lag-high.json',
    ]);
    const summary = (key: string) =>
      ['ComparisonOperator', 'Threshold', 'EvaluationPeriods', 'TreatMissingData'].map(name =>
        at(payload(compiled, `alarms/${key}.json`), name),
      );
    expect(summary('pinned-at-max')).toEqual(['GreaterThanOrEqualToThreshold', 20, 15, 'notBreaching']);
    expect(summary('cpu-high')).toEqual(['GreaterThanThreshold', 70, 15, 'notBreaching']);
    expect(summary('lag-high')).toEqual(['GreaterThanThreshold', 1000, 15, 'notBreaching']);
    expect(at(payload(compiled, 'alarms/lag-growing-at-max.json'), 'Metrics', 2, 'Expression')).toBe(
      'IF(m2 >= 20 AND RATE(m1) > 0, 1, 0)',
    );
  });

  test('they tell the topic, and the alarms that scale do not', () => {
    const topic = 'arn:aws:sns:eu-west-1:123456789012:on-call';
    const compiled = compilePool(SEEN, { ...KAFKA, target: `alarmTopicArn: ${topic}` });
    expect(at(payload(compiled, 'alarms/pinned-at-max.json'), 'AlarmActions')).toEqual([topic]);
    expect(at(payload(compiled, 'alarms/cpu-out.json'), 'AlarmActions')).toBeUndefined();
  });

  test('alarms of two clusters in one account have different names', () => {
    expect(at(payload(compilePool(SEEN, KAFKA), 'alarms/cpu-out.json'), 'AlarmName')).toBe('main-web-cpu-out');
  });

  test('a pool that cannot grow is not pinned', () => {
    const compiled = compilePool(`kind: demand-driven\nreplicas: {min: 2, max: 2}\n${CONTAINER}\nsignals: {cpu: 70%}`);
    expect(paths(compiled)).not.toContain('ecs/web/alarms/pinned-at-max.json');
  });
});
