import { expect, test } from 'vitest';
import { kubernetesThresholds } from '../../../src/proof/kubernetes/thresholds.ts';
import type { PoolPlan } from '../../../src/model/plan.ts';
import { planOf, poolOf } from '../behaviour/planned.ts';

const plan = planOf(
  'pools: {web: {kind: always-on, containers: {web: {image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi}}}}',
);
const thresholds = (pool: PoolPlan) => kubernetesThresholds({ plan, pool });

test('a lag of 1000 a replica: from n the next comes above 1.1 × n × 1000 (semantics 21)', () => {
  const [lag] = thresholds(
    poolOf(
      `
replicas: {min: 2, max: 10}
signals: {kafkaLag: {perReplica: 1000, consumerGroup: web, topics: [orders]}}`,
      'kafka: {bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter}',
    ),
  );
  expect(lag?.of).toBe('kafkaLag');
  expect(lag?.steps.map(({ outAbove }) => outAbove)).toEqual([
    2200,
    3300,
    4400,
    5500,
    6600,
    7700,
    8800,
    9900,
    undefined,
  ]);
  expect(lag?.steps.map(({ inFrom }) => inFrom)).toEqual([
    undefined,
    2000,
    3000,
    4000,
    5000,
    6000,
    7000,
    8000,
    9000 - 0.001,
  ]);
});

test('a utilization of 70 % leaves at 63 % what it added above 77 %', () => {
  const [cpu] = thresholds(poolOf('replicas: {min: 1, max: 20}\nsignals: {cpu: 70%}'));
  expect(cpu?.steps.filter(({ replicas }) => [1, 2, 3, 20].includes(replicas))).toEqual([
    { replicas: 1, outAbove: 77, inFrom: undefined },
    { replicas: 2, outAbove: 77, inFrom: 35 },
    { replicas: 3, outAbove: 77, inFrom: 46 },
    { replicas: 20, outAbove: undefined, inFrom: 62 },
  ]);
});

test('half a request a replica: from n the next comes above 1.1 × n × 0.5', () => {
  const half = poolOf(`
replicas: {min: 1, max: 4}
signals: {requestQueue: {perReplica: 0.5, source: {prometheus: {gauge: waiting}}}}`);
  expect(thresholds(half)[0]?.steps.map(({ outAbove }) => outAbove)).toEqual([0.55, 1.1, 1.65, undefined]);
});
