import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analysed } from '../analysed.ts';
import { completeExample } from '../../src/lint/engine/example.ts';
import { sourceText } from '../../src/source/source-text.ts';

const found = (lint: string) =>
  analysed(
    sourceText(
      'system.yaml',
      completeExample(
        `${lint}pools:
  worker:
    kind: always-on
    replicas: { max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      kafkaLag:
        # pipestream-scaling-ignore lag-threshold-is-per-replica -- ten minutes of the busiest hour
        perReplica: 1000
        consumerGroup: worker
        topics: [work]
        partitions: 12
`,
        'kubernetes',
      ),
    ),
  ).diagnostics.map(({ id }) => id);

/** A policy of the strict level: below it nobody knows whether there is anything to suppress. */
test('a suppression of a policy above the level is not called unused', () => {
  expect(found('')).toEqual([]);
  expect(found('lint: { level: strict }\n')).toEqual([]);
});

test('one of a policy that lint.rules turns off is', () => {
  expect(found('lint: { level: strict, rules: { lag-threshold-is-per-replica: off } }\n')).toEqual([
    'unused-suppression',
  ]);
});

test('the root example is clean under strict in both environments', () => {
  const text = readFileSync(new URL('../../pipestream-scaling.yaml', import.meta.url), 'utf8');
  expect(text).not.toMatch(/^lint:/m);
  const { diagnostics, environments } = analysed(sourceText('strict.yaml', `${text}lint: { level: strict }\n`));
  expect(diagnostics).toEqual([]);
  expect(environments.map(({ name }) => name)).toEqual(['staging', 'production']);
});
