import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { expect, test } from 'vitest';
import { planSource } from '../../../src/pipeline.ts';
import { plainTree } from '../../../src/promql/plain-tree.ts';
import { queriesOf } from '../../../src/proof/queries.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { EXAMPLE_FILES } from '../../examples/listed.ts';
import { configuration } from '../../matrix/arbitrary.ts';
import { EVERYTHING } from '../../matrix/everything.ts';
import { fc, runs } from '../../properties.ts';

const ROOT = join(import.meta.dirname, '../../..');
const TEXTS = [
  EVERYTHING,
  readFileSync(join(ROOT, 'pipestream-scaling.yaml'), 'utf8'),
  ...EXAMPLE_FILES.map(path => readFileSync(join(ROOT, path), 'utf8')),
];

/**
 * Queries of the compiler's own that are not surely a number of 0 or more when idle, which proofs need not ask, or for
 * which the grammar of PromQL would be loaded: a metric or a label of the user's is all that may be unusual in one.
 */
function unsure(text: string, seen: Set<string>): readonly string[] {
  return planSource(sourceText('any.yaml', text)).value.flatMap(({ plan }) =>
    plan.pools.flatMap(queriesOf).flatMap(({ own, reading: { text: query, problems, idle } }) => {
      if (own) return [];
      seen.add(query);
      const isPlain = plainTree(query) !== undefined || query.includes('\\');
      return problems.length === 0 && idle.low === 0 && idle.low <= idle.high && isPlain ? [] : [query];
    }),
  );
}

test("the compiler's own queries are plain, and numbers from 0 on when idle, in the examples", () => {
  const seen = new Set<string>();
  expect(TEXTS.flatMap(text => unsure(text, seen))).toEqual([]);
  expect(seen.size).toBeGreaterThan(15);
});

test('and in any valid configuration', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(configuration(), made => {
      expect(unsure(dump(made, { forceQuotes: true, skipInvalid: true }), seen)).toEqual([]);
    }),
    { numRuns: runs(100) },
  );
  expect(seen.size).toBeGreaterThan(runs(100));
});
