import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';

/**
 * Every number of the scaling document, in the words of the document, with the file and the field of the committed
 * output that it landed in.
 */
type Quote = readonly [said: string, file: string, field: readonly (string | number)[], value: unknown];

const BEHAVIOR = ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior'] as const;
const CONTAINERS = ['spec', 'template', 'spec', 'containers'] as const;
const TRACKING = 'TargetTrackingScalingPolicyConfiguration';
const LAG = 'ecs/pipestream-engine/policies/lag.json';
const WATCHER = 'lambda/embedder-module-scaler';

describe('Engine + Sidecar Service, the first JSON example', () => {
  test.each<Quote>([
    [
      '"serviceName": "pipestream-engine"',
      'ecs/pipestream-engine/service.create.json',
      ['serviceName'],
      'pipestream-engine',
    ],
    ['"desiredCount": 2', 'ecs/pipestream-engine/service.create.json', ['desiredCount'], 2],
    [
      '"capacityProvider": "FARGATE", "weight": 1',
      'ecs/pipestream-engine/service.create.json',
      ['capacityProviderStrategy'],
      [{ capacityProvider: 'FARGATE', weight: 1 }],
    ],
    [
      'desiredCount, which an update would take from the autoscaler (semantics 40)',
      'ecs/pipestream-engine/service.update.json',
      ['desiredCount'],
      undefined,
    ],
  ])('%s is in %s at %j', quoted);
});

describe('Auto Scaling Policy (CPU-based), the second', () => {
  test.each<Quote>([
    ['"targetValue": 70.0', 'ecs/pipestream-engine/alarms/cpu-out.json', ['Threshold'], 70],
    [
      'CPU utilization > 70%',
      'ecs/pipestream-engine/alarms/cpu-out.json',
      ['ComparisonOperator'],
      'GreaterThanThreshold',
    ],
    ['for 5 min', 'ecs/pipestream-engine/alarms/cpu-out.json', ['EvaluationPeriods'], 5],
    ['for 5 min, every one of them', 'ecs/pipestream-engine/alarms/cpu-out.json', ['DatapointsToAlarm'], 5],
    [
      'for 5 min, each of 60 s',
      'ecs/pipestream-engine/alarms/cpu-out.json',
      ['Metrics', 0, 'MetricStat', 'Period'],
      60,
    ],
    [
      'ECSServiceAverageCPUUtilization',
      'ecs/pipestream-engine/alarms/cpu-out.json',
      ['Metrics', 0, 'MetricStat', 'Metric', 'MetricName'],
      'CPUUtilization',
    ],
    [
      '"scaleInCooldown": 300',
      'ecs/pipestream-engine/policies/in.json',
      ['StepScalingPolicyConfiguration', 'Cooldown'],
      300,
    ],
    [
      '"scaleOutCooldown": 60',
      'ecs/pipestream-engine/policies/cpu-out.json',
      ['StepScalingPolicyConfiguration', 'Cooldown'],
      60,
    ],
  ])('%s is in %s at %j', quoted);
});

describe('Auto Scaling Policy (Kafka lag via custom metric), the third, and per task', () => {
  test.each<Quote>([
    [
      '"policyType": "TargetTrackingScaling", in the case that the API takes (semantics 34)',
      LAG,
      ['PolicyType'],
      'TargetTrackingScaling',
    ],
    ['"targetValue": 1000.0', LAG, [TRACKING, 'TargetValue'], 1000],
    [
      '"metricName": "ConsumerLag"',
      LAG,
      [TRACKING, 'CustomizedMetricSpecification', 'Metrics', 0, 'MetricStat', 'Metric', 'MetricName'],
      'ConsumerLag',
    ],
    [
      '"namespace": "Pipestream/Kafka"',
      LAG,
      [TRACKING, 'CustomizedMetricSpecification', 'Metrics', 0, 'MetricStat', 'Metric', 'Namespace'],
      'Pipestream/Kafka',
    ],
    [
      '"statistic": "Maximum"',
      LAG,
      [TRACKING, 'CustomizedMetricSpecification', 'Metrics', 0, 'MetricStat', 'Stat'],
      'Maximum',
    ],
    [
      '"ConsumerGroup": "pipestream-sidecar"',
      LAG,
      [TRACKING, 'CustomizedMetricSpecification', 'Metrics', 0, 'MetricStat', 'Metric', 'Dimensions'],
      [{ Name: 'ConsumerGroup', Value: 'pipestream-sidecar' }],
    ],
    [
      'a lag that falls as tasks are added, as tracking needs (semantics 38)',
      LAG,
      [TRACKING, 'CustomizedMetricSpecification', 'Metrics', 2],
      { Id: 'e1', Label: 'messages waiting for each task', Expression: 'm1/m2', ReturnData: true },
    ],
    ['"scaleInCooldown": 300', LAG, [TRACKING, 'ScaleInCooldown'], 300],
    ['"scaleOutCooldown": 60', LAG, [TRACKING, 'ScaleOutCooldown'], 60],
  ])('%s is in %s at %j', quoted);
});

describe('GPU Module (Scale to Zero), the fourth, and the Lambda beside it', () => {
  test.each<Quote>([
    ['"desiredCount": 0', 'ecs/embedder-module/service.create.json', ['desiredCount'], 0],
    [
      'FARGATE, which has no GPU (semantics 32)',
      'ecs/embedder-module/service.create.json',
      ['capacityProviderStrategy'],
      [{ capacityProvider: 'pipestream-gpu', weight: 1 }],
    ],
    ['Watch for messages', `${WATCHER}/schedule.json`, ['ScheduleExpression'], 'rate(1 minute)'],
    ['0-5 instances: 5', 'ecs/embedder-module/scalable-target.json', ['MaxCapacity'], 5],
    [
      "0-5 instances: 0 is the watcher's (semantics 41)",
      'ecs/embedder-module/scalable-target.json',
      ['MinCapacity'],
      1,
    ],
  ])('%s is in %s at %j', quoted);

  test('"Set desiredCount = 1 when work appears, 0 after 5 min idle" is in the SCALER of function.json: wake 1, quiet 300 s and the cold start of 240 s', () => {
    expect(JSON.parse(String(read(`${WATCHER}/function.json`, ['Environment', 'Variables', 'SCALER'])))).toMatchObject({
      wake: 1,
      quiet: 300 + 240,
    });
  });
});

describe('Engine + Sidecar Deployment, the first YAML example', () => {
  test.each<Quote>([
    [
      'replicas: 2, which would fight the autoscaler (semantics 8)',
      'kubernetes/pipestream-engine/deployment.yaml',
      ['spec', 'replicas'],
      undefined,
    ],
    [
      'engine: 1 of 2 CPU, 2Gi of 4Gi',
      'kubernetes/pipestream-engine/deployment.yaml',
      [...CONTAINERS, 0, 'resources'],
      { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } },
    ],
    [
      'sidecar: 500m of 1 CPU, 2Gi of 4Gi',
      'kubernetes/pipestream-engine/deployment.yaml',
      [...CONTAINERS, 1, 'resources'],
      { requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '1', memory: '4Gi' } },
    ],
  ])('%s is in %s at %j', quoted);
});

describe('HPA and KEDA of the engine, the second and third, which are one autoscaler', () => {
  const file = 'kubernetes/pipestream-engine/scaled-object.yaml';
  test.each<Quote>([
    ['minReplicas: 2, minReplicaCount: 2', file, ['spec', 'minReplicaCount'], 2],
    ['maxReplicas: 10, maxReplicaCount: 10', file, ['spec', 'maxReplicaCount'], 10],
    [
      'averageUtilization, of the engine and not of the pod (semantics 3): a ceiling beside what must last (semantics 51)',
      file,
      ['spec', 'triggers', 0],
      { type: 'cpu', name: 'cpu', metricType: 'Utilization', metadata: { value: '87', containerName: 'engine' } },
    ],
    ['70%', file, ['spec', 'triggers', 1, 'metadata', 'threshold'], '70'],
    [
      '70% for 5 min, which delays no other signal (semantics 51)',
      file,
      ['spec', 'triggers', 1, 'metadata', 'query'],
      expect.stringMatching(/^\(\(quantile_over_time\(0\.2, \(100 \* sum\(.*\)\[5m:30s\]\) > 70\) and on \(\) /),
    ],
    [
      'consumerGroup: pipestream-sidecar, all its topics (semantics 59), read where no broker stops the others (semantics 1a)',
      file,
      ['spec', 'triggers', 2, 'metadata', 'query'],
      'sum(kafka_consumergroup_lag{consumergroup="pipestream-sidecar",namespace="pipestream"} >= 0)',
    ],
    ['lagThreshold: "1000"', file, ['spec', 'triggers', 2, 'metadata', 'threshold'], '1000'],
    [
      'lag growth rate: the lag that 5 min of it lead to (semantics 53)',
      file,
      ['spec', 'triggers', 3, 'metadata', 'query'],
      'sum(clamp_min(predict_linear((kafka_consumergroup_lag{consumergroup="pipestream-sidecar",namespace="pipestream"} >= 0)[5m:30s], 120) and kafka_consumergroup_lag{consumergroup="pipestream-sidecar",namespace="pipestream"}, 0))',
    ],
    ['against the same 1000', file, ['spec', 'triggers', 3, 'metadata', 'threshold'], '1000'],
    ['gRPC latency p99 > 500ms', file, ['spec', 'triggers', 4, 'metadata', 'threshold'], '0.5'],
    [
      'p99, of which a histogram that is gone is an error (semantics 26)',
      file,
      ['spec', 'triggers', 4, 'metadata', 'query'],
      '(histogram_quantile(0.99, sum by (le) (rate(grpc_server_processing_duration_seconds_bucket{job="pipestream-engine"}[5m]))) >= 0) or 0 * sum(rate(grpc_server_processing_duration_seconds_count{job="pipestream-engine"}[5m])) or (0 * count(up{job="pipestream-engine"} == 1) unless on() (max_over_time(sum(rate(grpc_server_processing_duration_seconds_count{job="pipestream-engine"}[5m]))[1h:1m]) > 0))',
    ],
    ['scale up at once: 0 s', file, [...BEHAVIOR, 'scaleUp', 'stabilizationWindowSeconds'], 0],
    ['scale down slowly: 300 s', file, [...BEHAVIOR, 'scaleDown', 'stabilizationWindowSeconds'], 300],
  ])('%s is in %s at %j', quoted);
});

describe('GPU Module (Scale to Zero with KEDA), the fourth', () => {
  const file = 'kubernetes/embedder-module/scaled-object.yaml';
  test.each<Quote>([
    ['minReplicaCount: 0', file, ['spec', 'minReplicaCount'], 0],
    ['maxReplicaCount: 5', file, ['spec', 'maxReplicaCount'], 5],
    ['cooldownPeriod: 300, 5 min idle', file, ['spec', 'cooldownPeriod'], 300],
    ['> 10 pending', file, ['spec', 'triggers', 0, 'metadata', 'threshold'], '10'],
    ['p99 > 10s (GPU)', file, ['spec', 'triggers', 1, 'metadata', 'threshold'], '10'],
    [
      "a query of the caller's, as its own would never wake it (semantics 28)",
      file,
      ['spec', 'triggers', 2, 'metadata', 'query'],
      '((sum(rate(engine_callModule_duration_seconds_count{module="embedder"}[2m])) or vector(0)) + (sum(engine_callModule_duration_seconds_count{module="embedder"} unless last_over_time(engine_callModule_duration_seconds_count{module="embedder"}[10m] offset 2m)) or vector(0)) / 120) and on() (count(up{job="pipestream-engine"} == 1) > 0)',
    ],
  ])('%s is in %s at %j', quoted);
});

describe.each(['parser', 'chunker', 'opensearch-sink'])('%s, a CPU module', pool => {
  const scaled = `kubernetes/${pool}/scaled-object.yaml`;
  test.each<Quote>([
    ['1-20 instances: 1', scaled, ['spec', 'minReplicaCount'], 1],
    ['1-20 instances: 20', scaled, ['spec', 'maxReplicaCount'], 20],
    ['1-20 instances: 1', `ecs/${pool}/scalable-target.json`, ['MinCapacity'], 1],
    ['1-20 instances: 20', `ecs/${pool}/scalable-target.json`, ['MaxCapacity'], 20],
    ['> 10 pending', scaled, ['spec', 'triggers', 0, 'metadata', 'threshold'], '10'],
    ['> 10 pending', `ecs/${pool}/policies/queue.json`, [TRACKING, 'TargetValue'], 10],
    ['> 2s (CPU)', scaled, ['spec', 'triggers', 1, 'metadata', 'threshold'], '2'],
    ['> 2s (CPU)', `ecs/${pool}/alarms/latency-out.json`, ['Threshold'], 2],
    ['5 min idle', scaled, [...BEHAVIOR, 'scaleDown', 'stabilizationWindowSeconds'], 300],
  ])('%s is in %s at %j', quoted);
});

describe('the same thresholds on ECS', () => {
  test.each<Quote>([
    ['2-10 instances: 2', 'ecs/pipestream-engine/scalable-target.json', ['MinCapacity'], 2],
    ['2-10 instances: 10', 'ecs/pipestream-engine/scalable-target.json', ['MaxCapacity'], 10],
    ['> 500ms', 'ecs/pipestream-engine/alarms/latency-out.json', ['Threshold'], 0.5],
    ['> 10s (GPU)', 'ecs/embedder-module/alarms/latency-out.json', ['Threshold'], 10],
    ['> 10 pending', 'ecs/embedder-module/policies/queue.json', [TRACKING, 'TargetValue'], 10],
  ])('%s is in %s at %j', quoted);
});

describe('the row "Low cost" of the table, in staging', () => {
  test.each([
    ['Engine Min 1', 'kubernetes/pipestream-engine/scaled-object.yaml', ['spec', 'minReplicaCount'], 1],
    ['CPU Module Min 1', 'kubernetes/parser/scaled-object.yaml', ['spec', 'minReplicaCount'], 1],
    ['GPU Module Min 0', 'kubernetes/embedder-module/scaled-object.yaml', ['spec', 'minReplicaCount'], 0],
  ])('%s is in %s at %j', (_said, file, field, value) => {
    expect(read(file, field, 'staging')).toBe(value);
  });
});

function quoted(...[, file, field, value]: Quote): void {
  expect(read(file, field)).toEqual(value);
}

function read(file: string, field: readonly (string | number)[], environment = 'production'): unknown {
  const text = readFileSync(join(import.meta.dirname, '../../out', environment, file), 'utf8');
  const content: unknown = file.endsWith('.json') ? JSON.parse(text) : load(text);
  return field.reduce(
    (node, step) => (typeof node === 'object' && node !== null ? Reflect.get(node, step) : undefined),
    content,
  );
}
