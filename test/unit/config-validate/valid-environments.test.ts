import { expect, test } from 'vitest';
import { mergeEnvironments } from '../../../src/config/environments.ts';
import { parse } from '../../../src/config/parse.ts';
import { Config } from '../../../src/config/schema/root.ts';
import { OTHER_WORDS } from '../../../src/config/schema/elsewhere.ts';
import { ValidEnvironments } from '../../../src/config/valid-environments.ts';
import { validate } from '../../../src/config/validate.ts';
import { sourcedTree } from '../../../src/config/zip.ts';
import type { LocatedMap } from '../../../src/source/located.ts';
import { sourceText } from '../../../src/source/source-text.ts';

const pool = (cpu: string): string =>
  `{ kind: always-on, replicas: 2..10, containers: { api: { image: "example.com/api:1", cpu: ${cpu}, memory: 1Gi } }, signals: { cpu: 70% } }`;
const text = (environments: string, cpu = '1'): string => `
version: 1
name: shop
targets: { kubernetes: { version: "1.32", namespace: shop, keda: "2.18" } }
pools:
  web: ${pool('1')}
  worker: ${pool('500m')}
  api: ${pool(cpu)}
environments:
${environments}`;

function environmentsOf(written: string): readonly LocatedMap[] {
  const { value } = parse(sourceText('a.yaml', written));
  if (value?.kind !== 'map') throw new Error('no map');
  return mergeEnvironments(value).value.map(({ located }) => located);
}

/** Each by itself, as if there were no other. */
function alone(located: LocatedMap) {
  const { value, diagnostics } = validate(Config, located, OTHER_WORDS, undefined, 1000);
  return { value: value && sourcedTree(located, value), diagnostics };
}

test.each([
  ['nothing but their names', '  a: {}\n  b: {}\n'],
  ['a pool', '  a: {}\n  b: { pools: { api: { replicas: { max: 20 } } } }\n  c: { pools: { web: null } }\n'],
  ['all pools', '  a: {}\n  b: { pools: { api: { idle: 1m }, web: { idle: 1m }, worker: { idle: 1m } } }\n'],
  [
    'a pool more',
    '  a: {}\n  b: { pools: { more: { kind: always-on, workload: { existing: { name: x } }, replicas: 1..2 } } }\n',
  ],
  ['something around', '  a: { priority: low-cost }\n  b: { stage: fixed }\n'],
  ['a mistake in a pool', '  a: {}\n  b: { pools: { api: { replicas: many } } }\n  c: {}\n'],
  ['a mistake around', '  a: { priority: none }\n  b: {}\n  c: { stage: none, pools: { api: { idle: 5 } } }\n'],
  ['a pool that is no map', '  a: {}\n  b: { pools: { api: 1 } }\n'],
  ['pools that are none', '  a: {}\n  b: { pools: 1 }\n  c: { pools: { api: null, web: null, worker: null } }\n'],
])('environments that differ by %s are what each is alone, in the same order', (_by, environments) => {
  for (const written of [text(environments), text(environments, 'much')]) {
    const valid = new ValidEnvironments();
    const found = environmentsOf(written).map(located => [valid.validate(located, 1000), alone(located)] as const);
    expect(found.length).toBeGreaterThan(1);
    for (const [shared, own] of found) {
      expect(shared).toEqual(own);
      expect(Object.keys(shared.value?.pools ?? {})).toEqual(Object.keys(own.value?.pools ?? {}));
    }
  }
});

test('a pool that no overlay touches is one section, and one that is touched is another', () => {
  const valid = new ValidEnvironments();
  const [first, second] = environmentsOf(text('  a: {}\n  b: { pools: { api: { idle: 1m } } }\n')).map(
    located => valid.validate(located, 1000).value,
  );
  expect(first?.pools['web']).toBeDefined();
  expect(second?.pools['web']).toBe(first?.pools['web']);
  expect(second?.pools['api']).not.toBe(first?.pools['api']);
});
