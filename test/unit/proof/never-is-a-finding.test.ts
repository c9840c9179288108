import { dump } from 'js-yaml';
import { expect, test } from 'vitest';
import { analysed } from '../../analysed.ts';
import type { Proof } from '../../../src/model/proof.ts';
import { proofsOf } from '../../../src/proof/prove.ts';
import { completeExample } from '../../../src/lint/engine/example.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { configuration } from '../../matrix/arbitrary.ts';
import { POLICIES } from '../../../policies/index.ts';
import { fc, runs } from '../../properties.ts';

/** What a proof may say never happens, and the findings of which one says it. */
const NEVERS = {
  wakes: [
    'never-wakes',
    'self-signal-from-zero',
    'cpu-tracking-from-zero',
    'cpu-only-scale-to-zero',
    'promql-syntax',
    'growth-rate-alone',
  ],
  returns: ['never-returns-to-zero', 'min-unreachable', 'scaling-disabled', 'promql-syntax', 'never-wakes'],
  // A pool whose maximum is 0 has nothing to end.
  'ends a window': ['never-returns-to-zero', 'min-unreachable', 'scaling-disabled', 'bounds-inverted'],
} as const;

function neversOf({ wake, back, schedule }: Proof): readonly (keyof typeof NEVERS)[] {
  return [
    ...(wake !== undefined && wake.paths.length === 0 && wake.scheduled === undefined ? (['wakes'] as const) : []),
    ...(back !== undefined && back.after === undefined ? (['returns'] as const) : []),
    ...(schedule?.ends === 'never' ? (['ends a window'] as const) : []),
  ];
}

/** Every "never" of a text, each with whether something at its pool says so. */
function neversIn(text: string): readonly { readonly never: string; readonly said: boolean }[] {
  const { environments, diagnostics } = analysed(sourceText('any.yaml', text));
  return environments.flatMap(({ name, plan }) =>
    plan.pools.flatMap(pool =>
      proofsOf(plan, pool).flatMap(proof =>
        neversOf(proof).map(never => {
          // A consequence is a note of its cause: `therefore … [never-wakes]`.
          const ids = diagnostics
            .filter(({ path }) => path?.[1] === pool.pool.key)
            .flatMap(({ id, related = [] }) => [
              id,
              ...related.map(({ message }) => /\[([a-z-]+)\]$/.exec(message)?.[1] ?? ''),
            ]);
          const said = NEVERS[never].some(id => ids.includes(id)) || diagnostics.some(isRefusedAt(pool.pool.key));
          return { never: `${never}: ${pool.pool.key} in ${name} on ${proof.target}, found ${ids.join(', ')}`, said };
        }),
      ),
    ),
  );
}

/** The compiler refuses what it cannot emit, at the pool. */
function isRefusedAt(pool: string) {
  return ({ id, severity, path }: ReturnType<typeof analysed>['diagnostics'][number]) =>
    severity === 'error' && path?.[1] === pool && !POLICIES.some(policy => policy.id === id);
}

test('each never in the examples of the policies is a finding at its pool', () => {
  // Where `committedGroups` says that a group has offsets, the scaler counts its topics.
  const examples = POLICIES.flatMap(policy => [...policy.examples().bad, ...policy.examples().good]).filter(
    // One that turns a policy off is about another one.
    ({ yaml }) => !yaml.includes('committedGroups') && !yaml.includes('min-unreachable: off'),
  );
  const all = examples.flatMap(({ yaml, targets }) => neversIn(completeExample(yaml, targets)));
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(({ said }) => !said).map(({ never }) => never)).toEqual([]);
});

test('so is each in any valid configuration', () => {
  let seen = 0;
  fc.assert(
    fc.property(configuration(), made => {
      const all = neversIn(dump(made, { forceQuotes: true, skipInvalid: true }));
      seen += all.length;
      expect(all.filter(({ said }) => !said).map(({ never }) => never)).toEqual([]);
    }),
    { numRuns: runs(150) },
  );
  expect(seen).toBeGreaterThan(runs(150) / 20);
});
