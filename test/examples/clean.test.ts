import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analysed } from '../analysed.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { compileText, scaledWorkloads } from './compiled.ts';
import { EXAMPLE_FILES } from './listed.ts';

/** Realistic, correct configurations: what is found in one of these is a false alarm. */
const root = join(import.meta.dirname, '../..');
const paths = [
  ...EXAMPLE_FILES,
  ...readdirSync(join(root, 'test/fixtures/clean'))
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => `test/fixtures/clean/${name}`),
];

test('there are twenty of them at least', () => {
  expect(paths.length).toBeGreaterThanOrEqual(20);
});

describe.each(paths)('%s', path => {
  const text = readFileSync(join(root, path), 'utf8');
  const compiled = compileText(path, text);

  test('asks for the strict level itself, and nothing is found', () => {
    expect(text).toMatch(/^lint: \{ level: strict|^ {2}level: strict$/m);
    expect(analysed(sourceText(path, text)).diagnostics.map(summary)).toEqual([]);
  });

  test('suppresses nothing', () => {
    expect(text).not.toContain('pipestream-scaling-ignore');
  });

  test('compiles to output that every check passes', () => {
    expect(compiled.diagnostics.map(summary)).toEqual([]);
    expect(compiled.files.length).toBeGreaterThan(0);
  });

  test('has one autoscaler a workload', () => {
    const workloads = scaledWorkloads(compiled);
    expect(new Set(workloads).size).toBe(workloads.length);
    expect(workloads.length).toBeGreaterThan(0);
  });
});

function summary({ id, severity, path, message }: Diagnostic): string {
  return `${severity} ${id} at ${path?.join('.') ?? '-'}: ${message}`;
}
