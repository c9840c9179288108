import { describe, expect, test } from 'vitest';
import { analysed } from '../analysed.ts';
import { fixAll } from '../../src/analysis/fix-all.ts';
import { sourceText } from '../../src/source/source-text.ts';

const SHOP = (environments: string) => `version: 1
name: shop
targets: { kubernetes: { version: "1.32", namespace: shop, prometheus: "http://prometheus.monitoring:9090" } }
hardware: { a10g: { gpu: NVIDIA-A10G } }
pools:
  engine:
    kind: always-on
    replicas: 2..10
    containers: { app: { image: "registry.example.com/app:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
environments:
${environments}
`;

const look = (text: string) => analysed(sourceText('a.yaml', text)).diagnostics;
const errors = (text: string) =>
  look(text)
    .filter(({ severity }) => severity === 'error')
    .map(({ id, message, help, span }) => ({ id, message, help, at: text.slice(span?.start, span?.end) }));

const NEW =
  '{ kind: always-on, replicas: 1..2, containers: { app: { image: "registry.example.com/app:1.0.0", cpu: 1, memory: 2Gi } }, signals: { cpu: 70% } }';

describe('an overlay of what the base does not have', () => {
  test.each([
    ['pools: { enigne: { replicas: { max: 4 } } }', 'pool', 'enigne', 'engine', 'kind and containers or workload'],
    ['pools: { engin: { kind: always-on } }', 'pool', 'engin', 'engine', 'kind and containers or workload'],
    ['pools: { enigne: null }', 'pool', 'enigne', 'engine', 'kind and containers or workload'],
    ['pools: { engine: { containers: { ap: { cpu: 2 } } } }', 'container', 'ap', 'app', 'image'],
    ['hardware: { a10: { count: 2 } }', 'hardware profile', 'a10', 'a10g', 'gpu'],
  ])('%s is asked whether a name that exists was meant', (overlay, what, key, meant, needs) => {
    const text = SHOP(`  staging: { ${overlay} }`);
    expect(errors(text)).toEqual([
      {
        id: 'unknown-entry',
        message: `there is no ${what} "${key}" to overlay; did you mean "${meant}"?`,
        help: `write "${meant}", or give a new ${what} what it needs: ${needs}`,
        at: key,
      },
    ]);
    const fixed = fixAll(sourceText('a.yaml', text), 'unsafe', source => analysed(source).diagnostics).source.text;
    if (!overlay.endsWith('null }')) expect(errors(fixed)).toEqual([]);
  });

  test('is told what a new one needs where nothing is near', () => {
    expect(errors(SHOP('  staging: { pools: { reports: { replicas: { max: 4 } } } }'))).toEqual([
      {
        id: 'unknown-entry',
        message: 'there is no pool "reports" to overlay, and a new one needs kind and containers or workload',
        help: 'name one of engine, or add kind and containers or workload',
        at: 'reports',
      },
    ]);
  });

  test.each([
    ['a new pool, whole, in one environment', `  staging: { pools: { reports: ${NEW} } }`],
    ['one whose name is near', `  staging: { pools: { engine2: ${NEW} } }`],
    [
      'a new pool that a later layer changes',
      `  a: { pools: { reports: ${NEW} } }\n  b: { extends: a, pools: { reports: { replicas: { max: 3 } } } }`,
    ],
    ['the removal of what is not there', '  staging: { pools: { reports: null } }'],
  ])('%s is legal', (_what, environments) => {
    expect(errors(SHOP(environments))).toEqual([]);
  });

  test('is found in each environment, and once where one extends another', () => {
    const found = errors(
      SHOP('  a: { pools: { enigne: { idle: 1m } } }\n  b: { pools: { enigne: { idle: 1m } } }\n  c: { extends: a }'),
    );
    expect(found.map(({ id }) => id)).toEqual(['unknown-entry', 'unknown-entry']);
  });
});
