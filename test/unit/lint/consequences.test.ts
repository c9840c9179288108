import { expect, test } from 'vitest';
import { completeExample } from '../../../src/lint/engine/example.ts';
import { definePolicy } from '../../../src/lint/engine/define-policy.ts';
import { runPolicies } from '../../../src/lint/engine/run-policies.ts';
import { planSource } from '../../../src/pipeline.ts';
import { sourceText } from '../../../src/source/source-text.ts';

const ENVIRONMENTS = ['staging', 'production'];
const { value: environments } = planSource(
  sourceText(
    'a.yaml',
    completeExample(
      `pools:
${['api', 'web'].map(pool => `  ${pool}: { kind: always-on, replicas: 2..5, containers: { app: { image: "registry.example.com/app:1.0.0", cpu: 1, memory: 1Gi } }, signals: { cpu: 70% } }`).join('\n')}
environments: { staging: {}, production: {} }
`,
      'kubernetes',
    ),
  ),
);

interface Where {
  readonly pools?: readonly string[];
  readonly in?: readonly string[];
}

/** A policy that is found at each of some pools, in some environments. */
const finds = (
  id: string,
  explains: readonly string[],
  { pools = ['api', 'web'], in: names = ENVIRONMENTS }: Where = {},
) =>
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
    pool({ pool }, { report, plan }) {
      if (pools.includes(pool.key) && names.includes(plan.system.environment))
        report('found', { at: pool.kind.origin, path: ['pools', pool.key], data: { pool: pool.key } });
    },
    examples: () => ({ bad: [], good: [] }),
  });

/** Each finding with its environments, where it is not found in all, and its notes. */
function found(...policies: Parameters<typeof runPolicies>[1]) {
  expect(environments.map(({ name }) => name)).toEqual(ENVIRONMENTS);
  return runPolicies(environments, policies).map(({ message, environments: names, related = [] }) => [
    names === undefined ? message : `${message} in ${names.join(', ')}`,
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
  expect(found(finds('effect', []), finds('cause', ['effect'], { pools: ['web'] }))).toEqual([
    ['effect of api'],
    ['cause of web', 'therefore effect of web [effect]'],
  ]);
});

test('only into a cause that is found wherever the consequence is: in the other environments it would be lost', () => {
  const api = { pools: ['api'] };
  expect(found(finds('effect', [], api), finds('cause', ['effect'], { ...api, in: ['production'] }))).toEqual([
    ['effect of api'],
    ['cause of api in production'],
  ]);
  expect(
    found(finds('effect', [], { ...api, in: ['staging'] }), finds('cause', ['effect'], { ...api, in: ['production'] })),
  ).toEqual([['effect of api in staging'], ['cause of api in production']]);
});

test('and then also where the cause is found in more environments', () => {
  const api = { pools: ['api'] };
  expect(found(finds('effect', [], { ...api, in: ['production'] }), finds('cause', ['effect'], api))).toEqual([
    ['cause of api', 'therefore effect of api [effect]'],
  ]);
});
