import { describe, expect, test } from 'vitest';
import { at, finding, run } from './run.ts';
import { fixAll } from '../../src/analysis/fix-all.ts';
import { sourceText } from '../../src/source/source-text.ts';

const WORKER = (more: string, replicas = 'max: 8', kind = 'scale-to-zero') => `version: 1
name: shop
targets: { kubernetes: { version: "1.32", namespace: shop, keda: "2.18", prometheus: "http://prometheus.monitoring:9090" } }
kafka: { bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter }
pools:
  worker:
    kind: ${kind}
    replicas: { ${replicas} }
${more}    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12, offsetReset: earliest } }
`;

const KEDA = 'default/kubernetes/worker/scaled-object.yaml';
const BEHAVIOR = ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior'] as const;

function timesOf(text: string): readonly unknown[] {
  const ran = run(text);
  return [
    at(ran, KEDA, 'spec', 'cooldownPeriod'),
    at(ran, KEDA, ...BEHAVIOR, 'scaleDown', 'stabilizationWindowSeconds'),
  ];
}

function fixed(text: string): string {
  return fixAll(sourceText('pipestream-scaling.yaml', text), 'safe', source => run(source.text).diagnostics).source
    .text;
}

describe('the way to zero and the way down', () => {
  test('a cooldown of 5 s is no window of 5 s', () => {
    const text = WORKER('    idle: 5s\n    scaleDown: { stabilizationWindow: 5m }\n');
    expect(timesOf(text)).toEqual([5, 300]);
    expect(run(text).ids).not.toContain('scale-down-faster-than-up');
    expect(run(text).ids).not.toContain('idle-without-window');
  });

  test.each([
    ['30m', 'max: 8', 1800],
    ['2h', 'max: 8', 3600],
    ['90s', 'max: 8', 90],
  ])('a file with idle %s alone is found, and its fix writes the window that it had', (idle, replicas, window) => {
    const text = WORKER(`    idle: ${idle}\n`, replicas);
    expect(finding(run(text), 'idle-without-window').severity).toBe('warning');
    const after = fixed(text);
    expect(timesOf(after)[1]).toBe(window);
    expect(timesOf(after)[0]).toBe(timesOf(text)[0]);
    expect(run(after).ids).not.toContain('idle-without-window');
  });

  test('in a pool that is never at zero the window takes the place of idle', () => {
    const text = WORKER('    idle: 10m\n', 'min: 2, max: 8', 'demand-driven');
    expect(finding(run(text), 'cooldown-has-no-effect').message).toBe(
      'pool "worker" never scales to zero, so its idle time of 10m has no effect: scale-in waits for scaleDown.stabilizationWindow (5m)',
    );
    const after = fixed(text);
    expect(after).not.toContain('idle:');
    expect(timesOf(after)[1]).toBe(600);
  });

  test.each([
    ['the default is as long', '    idle: 5m\n', 'max: 8'],
    ['nothing is between zero and one', '    idle: 10m\n', 'max: 1'],
    ['nothing is written', '', 'max: 8'],
  ])('nothing is found where %s', (_, more, replicas) => {
    expect(run(WORKER(more, replicas)).ids).not.toContain('idle-without-window');
  });
});
