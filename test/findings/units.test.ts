import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { measureNamed } from '../../src/model/measure.ts';
import { measureOf } from '../../src/promql/measure.ts';
import { parsePromql } from '../../src/promql/tree.ts';
import { finding, run } from './run.ts';

/** A total is divided by the replicas; a time, a percentage or a ratio does not halve when they double. */

const ECS = readFileSync(new URL('units/age-as-queue-length.yaml', import.meta.url), 'utf8');
const KUBERNETES = `version: 1
name: sys
targets: { kubernetes: { version: "1.34", namespace: sys, prometheus: "http://prometheus.monitoring:9090" } }
pools:
  worker:
    kind: demand-driven
    replicas: 1..20
    containers: { app: { image: registry.example.com/sys/app:1.4.2, cpu: 500m, memory: 512Mi } }
    signals: { requestQueue: { perReplica: 10, source: { prometheus: SOURCE } } }
`;

describe('a metric of CloudWatch', () => {
  test('the age of the oldest message is no number of messages', () => {
    const found = finding(run(ECS), 'raw-lag-target-tracking');
    expect(found.message).toBe(
      'signals.requestQueue of pool "worker" reads ApproximateAgeOfOldestMessage on ECS: that is a time in seconds, but the target of 60 per task counts requests',
    );
    expect(found.help).toBe('Read the number of requests, which is `ApproximateNumberOfMessagesVisible` in AWS/SQS');
    expect(found.span && ECS.slice(found.span.start, found.span.end)).toBe('ApproximateAgeOfOldestMessage');
  });

  const metric = (namespace: string, name: string, statistic = 'Average') =>
    run(
      ECS.replace(
        'namespace: AWS/SQS, metric: ApproximateAgeOfOldestMessage',
        `namespace: ${namespace}, metric: "${name}", statistic: ${statistic}`,
      ),
    );

  test.each([
    ['AWS/ApplicationELB', 'TargetResponseTime', 'a time in seconds'],
    ['AWS/ECS', 'CPUUtilization', 'a percentage'],
    ['AWS/ECS', 'MemoryReservation', 'a percentage'],
    ['ECS/ContainerInsights', 'TaskCpuUtilization', 'a percentage'],
    ['AWS/Kinesis', 'GetRecords.IteratorAgeMilliseconds', 'a time in milliseconds'],
    ['AWS/Kafka', 'EstimatedMaxTimeLag', 'a time in seconds'],
    ['AWS/Kafka', 'CpuUser', 'a percentage'],
    ['AWS/Lambda', 'IteratorAge', 'a time in milliseconds'],
    ['AWS/ApiGateway', 'IntegrationLatency', 'a time in milliseconds'],
    ['AWS/AmazonMQ', 'HeapUsage', 'a percentage'],
    ['AWS/EC2', 'EBSIOBalance%', 'a percentage'],
    ['AWS/RDS', 'ReplicaLag', 'a time in seconds'],
    ['AWS/RDS', 'CommitLatency', 'a time in milliseconds'],
    ['AWS/DynamoDB', 'AgeOfOldestUnreplicatedRecord', 'a time in milliseconds'],
    ['AWS/ElastiCache', 'EngineCPUUtilization', 'a percentage'],
    ['AWS/ElastiCache', 'GetTypeCmdsLatency', 'a time in microseconds'],
    ['AWS/Firehose', 'DeliveryToS3.DataFreshness', 'a time in seconds'],
    ['Example/Jobs', 'OldestJobAge', 'a time'],
    ['Example/Jobs', 'WaitMillis', 'a time'],
    ['Example/Jobs', 'QueueFillRatio', 'a ratio'],
    ['Example/Jobs', 'PoolUsedPercent', 'a percentage'],
  ])('%s %s is refused', (namespace, name, what) => {
    expect(finding(metric(namespace, name), 'raw-lag-target-tracking').message).toContain(`that is ${what}, but`);
  });

  test.each([
    ['AWS/SQS', 'ApproximateNumberOfMessagesVisible'],
    ['AWS/AmazonMQ', 'MessageReadyCount'],
    ['AWS/ELB', 'SurgeQueueLength'],
    ['AWS/RDS', 'OldestReplicationSlotLag'],
    ['ECS/ContainerInsights', 'CpuUtilized'],
    ['AWS/SageMaker', 'ApproximateBacklogSize'],
    ['Example/Jobs', 'JobsPending'],
    ['Example/Jobs', 'LatencyAlertCount'],
    ['Example/Jobs', 'OrdersPerMinutes'],
  ])('%s %s is a total', (namespace, name) => {
    expect(metric(namespace, name).ids).toEqual([]);
  });

  test('a statistic that is no total of a level', () => {
    const of = (statistic: string) => metric('Example/Jobs', 'JobsPending', statistic);
    expect(finding(of('SampleCount'), 'raw-lag-target-tracking').message).toContain(
      'reads SampleCount of JobsPending on ECS: that is the number of data points, but',
    );
    expect(finding(of('p99'), 'raw-lag-target-tracking').message).toContain('that is a percentile of the data points');
    expect(of('Maximum').ids).toEqual([]);
  });

  const HEALTHY = '{ namespace: AWS/ApplicationELB, metric: HealthyHostCount, dimensions: { LoadBalancer: app/a/0 } }';

  test('the data points of a time count the requests that took it', () => {
    const requests = (statistic: string) =>
      run(
        ECS.replace(
          /requestQueue: .*/,
          `requests: { perReplica: 50/s, source: { cloudwatch: { namespace: AWS/ApplicationELB, metric: TargetResponseTime, dimensions: { LoadBalancer: app/a/0 }, statistic: ${statistic}, heartbeat: ${HEALTHY} } } }`,
        ),
      );
    expect(requests('SampleCount').ids).toEqual([]);
    expect(finding(requests('Average'), 'raw-lag-target-tracking').help).toContain('`RequestCount`');
  });

  test('requests of a load balancer are a sum, and the statistic of a gauge is one part of it', () => {
    const requests = (statistic: string) =>
      run(
        ECS.replace(
          /requestQueue: .*/,
          `requests: { perReplica: 50/s, source: { cloudwatch: { namespace: AWS/ApplicationELB, metric: RequestCount, dimensions: { LoadBalancer: app/a/0 }${statistic}, heartbeat: ${HEALTHY} } } }`,
        ),
      );
    const found = finding(requests(''), 'raw-lag-target-tracking');
    expect(found.message).toContain('reads Maximum of RequestCount on ECS: that is one part of what the minute counts');
    expect(found.help).toBe('Set `statistic` to `Sum`');
    expect(requests(', statistic: Average').ids).toEqual(['raw-lag-target-tracking']);
    expect(requests(', statistic: Sum').ids).toEqual([]);
  });

  test('the fix reads the count of the same service', () => {
    const { fixes = [] } = finding(run(ECS), 'raw-lag-target-tracking');
    expect(fixes.map(({ title }) => title)).toEqual(['Read `ApproximateNumberOfMessagesVisible`']);
  });
});

describe('a query of Prometheus', () => {
  test('the place and the words', () => {
    const ran = run(KUBERNETES.replace('SOURCE', `{ gauge: 'queue_oldest_age_seconds{queue="q"}' }`));
    expect(finding(ran, 'metric-type-mismatch').message).toBe(
      'signals.requestQueue of pool "worker" expects a total of requests, which is divided by the replicas, but its query returns a time',
    );
  });

  const measured = (query: string) => {
    const { expression } = parsePromql(query);
    if (expression === undefined) throw new Error(`not PromQL: ${query}`);
    return measureOf(expression);
  };

  test.each([
    ['max(queue_oldest_age_seconds) or vector(0)', 'time'],
    ['sum(max_over_time(queue_wait_milliseconds[5m])) / 1000', 'time'],
    ['ceil(aws_sqs_approximate_age_of_oldest_message_average)', 'time'],
    ['time() - max(queue_oldest_timestamp_seconds)', 'time'],
    ['time() - max(queue_last_success)', 'time'],
    ['sum(http_wait_seconds_sum) / sum(http_wait_seconds_count)', 'time'],
    ['histogram_avg(rate(http_wait_seconds[5m]))', 'time'],
    ['kafka_consumergroup_lag_seconds{group="g"} > 5', 'time'],
    ['100 * avg(cache_fill_ratio)', 'ratio'],
    ['max(aws_ecs_cpuutilization_average)', 'percentage'],
    ['sum(worker_utilization) and on() up == 1', 'percentage'],
    ['job:queue_wait_seconds:avg', 'time'],
  ])('%s is a %s', (query, measure) => {
    expect(measured(query)).toBe(measure);
  });

  test.each([
    'sum(rate(http_wait_seconds_count[5m]))',
    'sum(rate(http_wait_seconds_bucket{le="+Inf"}[5m]))',
    // Seconds of work a second are the requests that are open.
    'sum(rate(http_wait_seconds_sum[1m]))',
    'count(queue_oldest_age_seconds > 60)',
    'sum(queue_length) and on() max(queue_oldest_age_seconds) > 60',
    'sum(queue_length * on(queue) group_left queue_weight_ratio)',
    'sum(queue_oldest_age_seconds > bool 60)',
    'sum(queue_wait_seconds) / scalar(avg(work_duration_seconds))',
    'sum(rate(process_cpu_seconds_total[5m]))',
    'sum(pending_bytes) / 1048576',
    'sum(kafka_consumergroup_lag >= 0)',
    'job:http_seconds_count:rate5m',
    'vllm:num_requests_waiting',
    'orders_last_5_minutes',
  ])('%s is a total', query => {
    expect(measured(query)).toBeUndefined();
  });

  test('names that only look like one', () => {
    expect(['messages', 'storage', 'usage', 'forms', 'ratios', 'real_time', 'per_seconds'].map(measureNamed)).toEqual(
      Array.from({ length: 7 }, () => undefined),
    );
  });
});
