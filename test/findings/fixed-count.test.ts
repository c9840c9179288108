import { describe, expect, test } from 'vitest';
import { analysed } from '../analysed.ts';
import { compile } from '../../src/pipeline.ts';
import { fixAll } from '../../src/analysis/fix-all.ts';
import { poolInput } from '../../src/lint/organisation/input.ts';
import { unwrap } from '../../src/model/sourced.ts';
import { sourceText } from '../../src/source/source-text.ts';

const SHOP = (pool: string) => `version: 1
name: shop
targets:
  kubernetes: { version: "1.32", namespace: shop, prometheus: "http://prometheus.monitoring:9090" }
  ecs: { region: us-east-1, accountId: "123456789012", cluster: shop, subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718], executionRoleArn: "arn:aws:iam::123456789012:role/x" }
pools:
  api:
    kind: always-on
    containers: { app: { image: "registry.example.com/app:1.0.0", cpu: 1, memory: 2Gi } }
    ${pool}
`;

function looked(pool: string) {
  const { value, diagnostics } = compile(sourceText('a.yaml', SHOP(pool)));
  const [environment] = value;
  const text = (path: string) => environment?.rendered.find(file => file.path === path)?.text ?? '';
  const planned = environment?.plan.pools[0];
  return {
    errors: diagnostics.filter(({ severity }) => severity === 'error'),
    said: /\| api \| always-on \| \w+ \| ([^|]*) \|/.exec(text('REPORT.md'))?.[1],
    kubernetes: /^ {2}replicas: (\d+)/m.exec(text('kubernetes/api/deployment.yaml'))?.[1],
    ecs: /"desiredCount": (\d+)/.exec(text('ecs/api/service.create.json'))?.[1],
    asked: planned === undefined ? undefined : unwrap(poolInput(planned)),
  };
}

describe('a count that nothing changes', () => {
  test.each([
    ['replicas: { fixed: 3 }', 3],
    ['replicas: { fixed: 1 }', 1],
    ['replicas: { min: 2, max: 10, fixed: 7 }', 7],
    ['replicas: 3..3', 3],
    ['replicas: 2..10', 2],
    ['replicas: { min: 4 }', 4],
  ])('%s is told as it is emitted', (pool, count) => {
    const { errors, said, kubernetes, ecs, asked } = looked(pool);
    expect(errors).toEqual([]);
    expect([said, kubernetes, ecs]).toEqual([count, count, count].map(String));
    expect(asked).toMatchObject({ replicas: { min: count, max: count } });
  });

  test.each([
    ['replicas: { min: 2, max: 10, fixed: 7 }\n    signals: { cpu: 70% }', '2–10'],
    ['replicas: { min: 2, max: 10, fixed: 7 }\n    stage: fixed', '7 held'],
    [
      'replicas: { min: 2, max: 10, fixed: 7 }\n    schedule: { timezone: UTC, windows: [{ from: "06:00", to: "20:00", min: 5 }] }',
      '2–10',
    ],
  ])('%s is not still', (pool, said) => {
    expect(looked(pool).said).toBe(said);
  });
});

test('a single number is refused with both ways to write it, and fixed', () => {
  const source = sourceText('a.yaml', SHOP('replicas: 3'));
  const look = (text: typeof source) => analysed(text).diagnostics;
  const [found] = look(source);
  expect(found).toMatchObject({
    id: 'wrong-type',
    help: 'write 3..3, or { fixed: 3 } for a count that nothing scales',
  });
  const fixed = fixAll(source, 'unsafe', look).source;
  expect(fixed.text).toBe(SHOP('replicas: 3..3'));
  expect(look(fixed).filter(({ severity }) => severity === 'error')).toEqual([]);
});
