import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emissionOf } from '../../src/emission.ts';
import { emit, emitText, planSource, sourceText } from '../../src/pipeline.ts';
import { ecs } from '../../src/targets/ecs/ecs.ts';

const path = join(import.meta.dirname, '../../pipestream-scaling.yaml');
const environments = planSource(sourceText('pipestream-scaling.yaml', readFileSync(path, 'utf8'))).value;

test('a group holds the files of one pool, or files that pools share', () => {
  for (const { groups } of emissionOf(environments)) {
    const owners = [...groups()].map(files => new Set(files.map(({ pool }) => pool)));
    expect(owners.filter(({ size }) => size > 1)).toEqual([]);
    expect(owners.length).toBeGreaterThan(10);
  }
});

test('a pool is laid out when its group is asked for', () => {
  const [environment] = environments;
  if (environment === undefined) throw new Error('the example has no environment');
  const { plan } = environment;
  const asked: string[] = [];
  const taken: number[] = [];
  const groups = ecs.emit(
    plan,
    ({ pool }) => {
      asked.push(pool.key);
      return { line: undefined, alerts: [], alarms: [] };
    },
    [plan],
  );
  for (const files of groups) if (files[0]?.pool !== undefined) taken.push(asked.length);
  expect(taken).toEqual(taken.map((_, index) => index + 1));
  expect(taken.length).toBeGreaterThan(3);
});

test('what is taken one by one is what is emitted at once, and is counted and judged where nobody takes it', () => {
  const whole = emit(environments);
  const emission = emitText(environments);
  expect(emission.environments.map(({ rendered }) => [...rendered])).toEqual(
    whole.value.map(({ rendered }) => rendered),
  );
  const untaken = emitText(environments);
  expect(untaken.diagnostics()).toEqual(whole.diagnostics);
  for (const { name, rendered } of whole.value) expect(untaken.fileCount(name)).toBe(rendered.length);
});
