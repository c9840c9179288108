import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { configuration } from '../matrix/arbitrary.ts';
import { fc, runs } from '../properties.ts';
import { MATRIX, SOURCES, SYSTEMS } from './configurations.ts';
import { poolsOf } from './pools.ts';
import { verdictOf } from './property.ts';
import type { Property } from './property.ts';
import { SOURCES_LOST } from './sources-lost.ts';
import { WINDOW_ENDS } from './window-ends.ts';
import { WORK_ARRIVES } from './work-arrives.ts';
import { WORK_ENDS } from './work-ends.ts';
import { WORK_IN_PROGRESS } from './work-in-progress.ts';

const PROPERTIES: readonly Property[] = [WORK_ARRIVES, WORK_ENDS, WINDOW_ENDS, SOURCES_LOST, WORK_IN_PROGRESS];

describe.each(PROPERTIES)('$name, or a finding says so', property => {
  let asked = 0;

  /** Pools of which neither is true, with what happens. */
  const silent = (text: string): readonly string[] =>
    poolsOf(text).flatMap(planned => {
      const verdict = verdictOf(property, planned);
      asked += verdict.kind === 'not asked' ? 0 : 1;
      return verdict.kind === 'silent'
        ? verdict.broken.map(what => `${planned.environment}, ${planned.pool.pool.key}, ${planned.on.target}: ${what}`)
        : [];
    });

  test('in the examples and the clean systems', () => {
    expect(SYSTEMS.flatMap(silent)).toEqual([]);
  });

  test.each(Object.entries(SOURCES))('where there is %s', (_what, text) => {
    expect(poolsOf(text)).not.toEqual([]);
    expect(silent(text)).toEqual([]);
  });

  test('for every priority, on every stage, on every platform', () => {
    expect([...new Set(MATRIX.flatMap(silent))]).toEqual([]);
  });

  test('in any valid configuration', () => {
    fc.assert(
      fc.property(configuration(), made => {
        expect(silent(dump(made, { forceQuotes: true, skipInvalid: true }))).toEqual([]);
      }),
      { numRuns: runs(70) },
    );
  });

  test('and it is asked of many', () => {
    expect(asked).toBeGreaterThan(50);
  });
});
