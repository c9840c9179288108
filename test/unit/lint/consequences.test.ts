import { expect, test } from 'vitest';
import { completeExample } from '../../../src/lint/engine/example.ts';
import { definePolicy } from '../../../src/lint/engine/define-policy.ts';
import { runPolicies } from '../../../src/lint/engine/run-policies.ts';
import { planSource } from '../../../src/pipeline.ts';
import { sourceText } from '../../../src/source/source-text.ts';

const [environment] = planSource(
  sourceText(
    'a.yaml',
    completeExample(
      `pools:
${['api', 'web'].map(pool => `  ${pool}: { kind: always-on, replicas: 2..5, containers: { app: { image: "registry.example.com/app:1.0.0", cpu: 1, memory: 1Gi } }, signals: { cpu: 70% } }`).join('\n')}
`,
      'kubernetes',
    ),
  ),
).value;

/** A policy that is found at each of some pools. */
const finds = (id: string, explains: readonly string[], pools = ['api', 'web']) =>
  definePolicy({
    id,
    group: 'bounds',
    severity: 'error',
    level: 'recommended',
    summary: 'S.',
    why: 'w',
    source: 'somewhere',
    explains,
    messages: { found: { text: `${id} of {pool}` } },
    pool({ pool }, { report }) {
      if (pools.includes(pool.key))
        report('found', { at: pool.kind.origin, path: ['pools', pool.key], data: { pool: pool.key } });
    },
    examples: () => ({ bad: [], good: [] }),
  });

function found(...policies: Parameters<typeof runPolicies>[1]) {
  if (environment === undefined) throw new Error('no plan');
  return runPolicies([environment], policies).map(({ message, related = [] }) => [
    message,
    ...related.map(other => other.message),
  ]);
}

test('a cause of a cause has both as notes: nothing that was found is lost', () => {
  expect(found(finds('third', []), finds('second', ['third']), finds('first', ['second']))).toEqual([
    ['first of api', 'therefore third of api [third]', 'therefore second of api [second]'],
    ['first of web', 'therefore third of web [third]', 'therefore second of web [second]'],
  ]);
});

test('only on the same pool', () => {
  expect(found(finds('effect', []), finds('cause', ['effect'], ['web']))).toEqual([
    ['effect of api'],
    ['cause of web', 'therefore effect of web [effect]'],
  ]);
});
