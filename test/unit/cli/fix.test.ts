import { describe, expect, test } from 'vitest';
import { fixAll } from '../../../src/analysis/fix-all.ts';
import { manifestsBeside } from '../../../src/analysis/example-findings.ts';
import { completeExample } from '../../../src/lint/engine/example.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { lintPlans, planSource } from '../../../src/pipeline.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { POLICIES } from '../../../policies/index.ts';

/** Bad examples of the whole catalogue that something can be mended in. */
const FIXABLE = POLICIES.flatMap(policy =>
  policy.examples().bad.map(example => ({ name: `${policy.id}: ${example.title}`, example })),
)
  .map(({ name, example }) => {
    const base =
      example.before === undefined
        ? undefined
        : planSource(sourceText('base.yaml', completeExample(example.before, example.targets))).value;
    const look = (source: ReturnType<typeof sourceText>): readonly Diagnostic[] => {
      const planned = planSource(source, undefined, manifestsBeside(example));
      return [...planned.diagnostics, ...lintPlans(planned.value, { base })];
    };
    return { name, source: sourceText('example.yaml', completeExample(example.yaml, example.targets)), look };
  })
  .filter(({ source, look }) => look(source).some(({ fixes = [] }) => fixes.length > 0));

const errorsOf = (diagnostics: readonly Diagnostic[]): number =>
  diagnostics.filter(({ severity }) => severity === 'error').length;

test('there are many of them', () => {
  expect(FIXABLE.length).toBeGreaterThan(20);
});

describe.each(FIXABLE)('$name', ({ source, look }) => {
  const fixed = fixAll(source, 'unsafe', look);

  test('mended once, there is nothing left to mend, and no error that was not there', () => {
    expect(fixAll(fixed.source, 'unsafe', look)).toEqual({ source: fixed.source, made: [] });
    expect(errorsOf(look(fixed.source))).toBeLessThanOrEqual(errorsOf(look(source)));
  });

  test('safe fixes alone come to rest too', () => {
    const safe = fixAll(source, 'safe', look);
    expect(fixAll(safe.source, 'safe', look).made).toEqual([]);
  });
});
