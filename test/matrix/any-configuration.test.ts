import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { analysed, manifestsOf } from '../analysed.ts';
import { compile } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { anyText, mutatedTree, mutatedYaml } from './any-text.ts';
import { configuration } from './arbitrary.ts';
import { EVERYTHING } from './everything.ts';
import { ROWS } from './fields.ts';
import type { Row } from './fields.ts';
import { set, text } from './objects.ts';
import type { Tree } from './objects.ts';
import { trial } from './trial.ts';
import { fc, runs } from '../properties.ts';

const LONG = 1_800_000;
/** It runs the same consumer groups on both platforms, which a policy refuses. */
const TOLERATED = `${EVERYTHING}lint: {rules: {group-scaled-twice: off}}\n`;
const EXAMPLE = readFileSync(join(import.meta.dirname, '../../pipestream-scaling.yaml'), 'utf8');

describe('any valid configuration', () => {
  const reached = { planned: 0, clean: 0, files: 0, counted: 0 };

  test(
    'that lint lets pass compiles to output that every check passes, with all that went in, twice to the same bytes',
    () => {
      fc.assert(
        fc.property(configuration(), made => {
          const text = dump(made, { forceQuotes: true, skipInvalid: true });
          const { faults, isPlanned, environments, ids, counted } = trial(text);
          expect(faults).toEqual([]);
          expect(ids.filter(id => NOT_OF_A_VALID_ONE.includes(id))).toEqual([]);
          if (isPlanned) reached.planned += 1;
          if (environments === undefined) return;
          reached.clean += 1;
          const first = environments.map(({ rendered }) => rendered);
          reached.files += first.flat().length;
          reached.counted += counted;
          const source = sourceText('any.yaml', text);
          expect(compile(source, manifestsOf(source)).value.map(({ rendered }) => rendered)).toEqual(first);
        }),
        { numRuns: runs(150) },
      );
    },
    LONG,
  );

  test('and that is not said of hardly any', () => {
    expect(reached.planned / runs(150)).toBeGreaterThan(0.9);
    expect(reached.clean / runs(150)).toBeGreaterThan(0.2);
    expect(reached.files).toBeGreaterThan(reached.clean * 5);
    expect(reached.counted).toBeGreaterThan(reached.clean * 5);
  });
});

test.each([
  ['a key of several lines', 'pools:\n  api:\n?   kind: always-on\n    stage: fixed\n'],
  ['a key in quotes with a line break', '"version\\n1": 1\nname: "a\\r\\nb"\n'],
])('found by fuzzing: %s is named on one line', (_what, text) => {
  holdsFor(text);
});

describe('any text at all gives diagnostics, each with its place, and never throws', () => {
  test('the two that are changed below are without errors as they are', () => {
    for (const text of [EXAMPLE, TOLERATED])
      expect(analysed(sourceText('any.yaml', text)).diagnostics.filter(({ severity }) => severity === 'error')).toEqual(
        [],
      );
  });

  test(
    'characters of every kind',
    () => {
      fc.assert(fc.property(anyText, holdsFor), { numRuns: runs(200) });
    },
    LONG,
  );

  test.each([
    ['the example', EXAMPLE, 80],
    ['the system that uses everything', TOLERATED, 80],
  ])(
    '%s, with lines and characters changed',
    (_what, text, usual) => {
      fc.assert(fc.property(mutatedYaml(text), holdsFor), { numRuns: runs(usual) });
    },
    LONG,
  );

  test.each([
    ['the example', EXAMPLE, 80],
    ['the system that uses everything', TOLERATED, 80],
  ])(
    '%s, with a branch of its tree exchanged',
    (_what, text, usual) => {
      fc.assert(fc.property(mutatedTree(text), holdsFor), { numRuns: runs(usual) });
    },
    LONG,
  );

  test('the system that uses everything, with other values of some of its fields', () => {
    // An organisation's policies have ids of their own, which no page explains.
    const builtIn = ROWS.filter(({ path }) => path !== 'policies');
    const rows = fc.subarray(builtIn, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, changed => {
        holdsFor(text(TOLERATED, config => changed.reduce(withRow, config)));
      }),
      { numRuns: runs(40) },
    );
  });
});

function withRow(config: Tree, { path, to, beside = {} }: Row): Tree {
  return Object.entries({ ...beside, [path]: to }).reduce(
    (changed, [place, value]) => set(changed, place.split('.'), value),
    config,
  );
}

function holdsFor(text: string): void {
  expect(trial(text).faults).toEqual([]);
}

/** Diagnostics of the language: what refuses a configuration that the language takes is something else. */
const NOT_OF_A_VALID_ONE = [
  'yaml-syntax',
  'unknown-key',
  'unknown-value',
  'missing-key',
  'wrong-type',
  'invalid-value',
  'invalid-key',
  'out-of-range',
  'output-invalid',
];
