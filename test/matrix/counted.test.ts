import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { manifestsOf } from '../analysed.ts';
import { EXAMPLE_FILES } from '../examples/listed.ts';
import { tallyOf } from './counted.ts';
import { EVERYTHING } from './everything.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILES = ['pipestream-scaling.yaml', ...EXAMPLE_FILES];

test.each(FILES)('%s: all that goes in comes out', path => {
  const source = sourceText(path, readFileSync(join(ROOT, path), 'utf8'));
  const compiled = compile(source, manifestsOf(source));
  expect(compiled.value.length).toBeGreaterThan(0);
  for (const tally of compiled.value.map(tallyOf)) {
    expect(tally.lost).toEqual([]);
    expect(tally.counted).toBeGreaterThan(0);
  }
});

test('the system that uses everything, too', () => {
  const [environment] = compile(sourceText('everything.yaml', EVERYTHING)).value;
  const tally = environment && tallyOf(environment);
  expect(tally?.lost).toEqual([]);
  expect(tally?.counted).toBeGreaterThan(10);
});

/** Beyond 500 resources the stack is split, a stack for each pool. */
test('a system too large for one stack loses no pool', () => {
  const pool = (index: number) =>
    `  pool-${String(index)}: { kind: demand-driven, replicas: 1..5, signals: { cpu: 70% }, containers: { app: { image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi } } }`;
  const text = `version: 1
name: large
targets:
  kubernetes: { version: "1.35", namespace: large }
  ecs: { region: eu-west-1, accountId: "123456789012", cluster: large, subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1], securityGroups: [sg-0123456789abcdef0], executionRoleArn: "arn:aws:iam::123456789012:role/execution" }
pools:
${Array.from({ length: 120 }, (_, index) => pool(index)).join('\n')}
`;
  const { value, diagnostics } = compile(sourceText('large.yaml', text));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [environment] = value;
  expect(environment?.rendered.filter(({ path }) => /stack[^/]*\.yaml$/.test(path)).length).toBeGreaterThan(120);
  // A Deployment, a budget and an HPA; a service, a task definition, a target and a policy at least.
  const tally = environment && tallyOf(environment);
  expect(tally?.lost).toEqual([]);
  expect(tally?.counted).toBeGreaterThan(120 * 7);
});
