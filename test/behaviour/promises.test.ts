import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { configuration } from '../matrix/arbitrary.ts';
import { fc, runs } from '../properties.ts';
import { MATRIX, SYSTEMS } from './configurations.ts';
import { poolsOf } from './pools.ts';
import { verdictOf } from './property.ts';
import type { Property } from './property.ts';
import { SOURCES_LOST } from './sources-lost.ts';
import { WORK_ARRIVES } from './work-arrives.ts';
import { WORK_ENDS } from './work-ends.ts';
import { WORK_IN_PROGRESS } from './work-in-progress.ts';

const PROPERTIES: readonly Property[] = [WORK_ARRIVES, WORK_ENDS, SOURCES_LOST, WORK_IN_PROGRESS];

describe.each(PROPERTIES)('$name, or a finding says so', property => {
  /** Pools of which neither is true, with what happens. */
  const silent = (text: string): readonly string[] =>
    poolsOf(text).flatMap(planned => {
      const verdict = verdictOf(property, planned);
      stat(property, verdict);
      return verdict.kind === 'silent'
        ? verdict.broken.map(what => `${planned.environment}, ${planned.pool.pool.key}, ${planned.on.target}: ${what}`)
        : [];
    });

  test('in the examples and the clean systems', () => {
    expect(SYSTEMS.flatMap(silent)).toEqual([]);
  });

  test('for every priority, on every stage, on every platform', () => {
    expect([...new Set(MATRIX.flatMap(silent))]).toEqual([]);
  });

  test('in any valid configuration', () => {
    fc.assert(
      fc.property(configuration(), made => {
        expect(silent(dump(made, { forceQuotes: true, skipInvalid: true }))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });
});

import { writeFileSync } from 'node:fs';
import type { Verdict } from './property.ts';
const stats: Record<string, number> = {};
function stat(p: Property, v: Verdict) {
  const k = `${p.name}: ${v.kind}${'ids' in v ? ' ' + [...new Set(v.ids)].join('+') : ''}`;
  stats[k] = (stats[k] ?? 0) + 1;
  writeFileSync('/tmp/w/props-stats.json', JSON.stringify(stats, null, 1));
}
