import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lintPlans, planSource } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';

const text = readFileSync(new URL('../fixtures/err/scaling-model-as-written.yaml', import.meta.url), 'utf8');
const planned = planSource(sourceText('scaling-model-as-written.yaml', text));
const found = [...planned.diagnostics, ...lintPlans(planned.value)].map(({ id, severity, span, environments }) => ({
  id,
  severity,
  environments: environments ?? 'all',
  line: span === undefined ? '' : text.split('\n')[text.slice(0, span.start).split('\n').length - 1]?.trim(),
}));

/** The number in the semantics, the policy, and the text of the line that has to change. */
const EXPECTED = [
  [
    28,
    'self-signal-from-zero',
    'error',
    ['kubernetes', 'principles'],
    'source: { prometheus: \'sum(rate(grpc_server_started_total{service="embedder"}[1m]))\' }',
  ],
  [
    29,
    'metric-not-emitted-by-runtime',
    'warning',
    ['kubernetes', 'principles'],
    'source: { prometheus: \'sum(rate(grpc_server_started_total{service="embedder"}[1m]))\' }',
  ],
  [32, 'gpu-on-fargate', 'error', ['fargate'], 'capacity: { fargate: { weight: 1 } }'],
  [
    52,
    'window-shorter-than-rate-range',
    'warning',
    ['kubernetes', 'principles'],
    'source: { prometheus: \'sum(rate(grpc_server_started_total{service="embedder"}[1m]))\' }',
  ],
  [53, 'growth-rate-alone', 'error', ['principles'], 'kafkaLag: { perReplica: null, growth: 5m }'],
  [54, 'replicas-exceed-leases', 'error', 'all', 'replicas: { min: 2, max: 10 }'],
  [55, 'scale-out-takes-no-leases', 'warning', 'all', 'leases: { perReplica: 50, handBack: false }'],
  [59, 'trigger-covers-one-topic', 'error', ['kubernetes', 'principles'], 'topics: [pipestream.cluster1.node-001]'],
] as const;

describe('the scaling document as it is written', () => {
  test('can be said in the language', () => {
    expect(planned.value.map(({ name }) => name)).toEqual(['kubernetes', 'fargate', 'principles']);
  });

  test.each(EXPECTED)('semantics %i: %s', (_number, id, severity, environments, line) => {
    expect(found.filter(finding => finding.id === id)).toEqual([{ id, severity, environments, line }]);
  });

  test('nothing else is found, but that it names nobody for its alarms', () => {
    expect(found.map(({ id }) => id).sort()).toEqual(['alarms-tell-nobody', ...EXPECTED.map(([, id]) => id)].sort());
  });
});
