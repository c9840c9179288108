import { describe, expect, test } from 'vitest';
import { analysed } from '../analysed.ts';
import { poolInput } from '../../src/lint/organisation/input.ts';
import { unwrap } from '../../src/model/sourced.ts';
import { sourceText } from '../../src/source/source-text.ts';

const SHOP = (signals: string, existing = '{ name: web }', more = '') => `version: 1
name: shop
lint: { level: strict }
targets: { kubernetes: { version: "1.32", namespace: shop, prometheus: "http://prometheus.monitoring:9090" } }
pools:
  web:
    kind: demand-driven
    replicas: 1..4
    workload: { existing: ${existing} }
    signals: { ${signals} }
${more}
`;

const looked = (source: string) => analysed(sourceText('a.yaml', source));

describe('of a workload that somebody else deploys', () => {
  test.each([
    ['cpu: 70%', '{ name: web }', 'web'],
    ['cpu: 70%', '{ name: web, container: app }', 'app'],
    ['cpu: { target: 70%, container: side }', '{ name: web }', 'side'],
  ])('the CPU request that %s needs is not known, and is no error', (signals, existing, container) => {
    const found = looked(SHOP(signals, existing)).diagnostics.filter(({ severity }) => severity !== 'information');
    expect(found.map(({ id, severity, message }) => [id, severity, message])).toEqual([
      [
        'missing-cpu-request',
        'warning',
        `the CPU request of container "${container}" is unknown: pool "web" scales on its CPU, and the workload is deployed elsewhere`,
      ],
    ]);
    expect(found[0]?.help).toContain('`workload.existing.cpu`');
  });

  test('the CPU request that is stated is known', () => {
    expect(looked(SHOP('cpu: 70%', '{ name: web, cpu: 500m }')).diagnostics).toEqual([]);
  });

  test.each([
    'cpu: 70%',
    'memory: 70%',
    'cpu: { target: 70%, container: side }',
    'requestQueue: 10',
    'requests: 10/s',
    'latency: { p95: 1s }',
  ])('nothing is said to be missing in it, whatever it scales on: %s', signals => {
    const { diagnostics } = looked(SHOP(signals));
    expect(diagnostics.filter(({ message }) => /none|does not have|has no |asks for no/.test(message))).toEqual([]);
  });

  test('policies of an organisation are asked about no container, since none is known', () => {
    const [environment] = looked(SHOP('cpu: 70%')).environments;
    const [pool] = environment?.plan.pools ?? [];
    expect(pool === undefined ? undefined : unwrap(poolInput(pool))).toMatchObject({
      containers: [],
      existing: { kind: 'Deployment', name: 'web' },
    });
  });
});
