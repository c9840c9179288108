import { describe, expect, test } from 'vitest';
import { deprecations } from '../../../src/config/deprecated.ts';
import type { Deprecation } from '../../../src/config/deprecated.ts';
import { parse } from '../../../src/config/parse.ts';
import { otherVersionRequired } from '../../../src/config/requires.ts';
import { analyse } from '../../../src/pipeline.ts';
import { applyEdits } from '../../../src/source/text-edits.ts';
import { sourceText } from '../../../src/source/source-text.ts';

const FILE = (requires: string, more = '') => `version: 1
name: shop
requires: ${requires}
targets: { kubernetes: { version: "1.33", namespace: shop } }
pools:
  api: { kind: always-on, replicas: 1..3, signals: { cpu: 70% }, containers: { api: { image: "a.example/a:1", cpu: 1 } } }
${more}`;

const found = (text: string) => analyse(parse(sourceText('f.yaml', text)), { today: '2026-01-01' }).diagnostics;
const ids = (text: string) => found(text).map(({ id }) => id);

describe('requires', () => {
  test.each([
    ['>=0.9 <2', '1.4.0', true],
    ['>=0.9 <2', '0.8.9', false],
    ['>=0.9 <2', '2.0.0', false],
    ['^1.2', '1.9.3', true],
    ['>=0.9', '0.9.0-rc.1', true],
    ['>=0.9', '1.0.0-rc.1', true],
  ])('%s takes %s: %s', (range, version, isTaken) => {
    const tree = parse(sourceText('f.yaml', FILE(JSON.stringify(range)))).value;
    if (tree?.kind !== 'map') throw new Error('no map');
    expect(otherVersionRequired(tree, version) === undefined).toBe(isTaken);
  });

  test('is the only thing that is said of a file for another version, at its line', () => {
    const problems = found(FILE('">=99"', 'newer: field\n'));
    expect(problems).toMatchObject([
      {
        id: 'other-version-required',
        severity: 'error',
        message: expect.stringContaining('requires pipestream-scaling >=99'),
      },
    ]);
    expect(problems[0]?.span?.start).toBe(FILE('').indexOf('requires: ') + 'requires: '.length);
  });

  test('holds in an overlay too', () => {
    expect(ids(FILE('">=0.1"', 'environments: { production: { requires: ">=99" }, staging: {} }\n'))).toContain(
      'other-version-required',
    );
  });

  test('a range that is none is a wrong value', () => {
    expect(ids(FILE('soon'))).toEqual(['invalid-value']);
    expect(ids(FILE('">=0.1 <99"'))).not.toContain('other-version-required');
  });

  test('a later version of the language is refused', () => {
    expect(ids(FILE('">=0.1"').replace('version: 1', 'version: 2'))).toEqual(['unknown-value']);
  });
});

describe('a deprecated field', () => {
  const TABLE: readonly Deprecation[] = [
    { path: ['pools', '*', 'kind'], since: '0.3', until: 2, instead: { key: 'sort' } },
    { path: ['stage'], since: '0.3', until: 2, instead: { help: 'Write it on each pool' } },
  ];
  const text = FILE('">=0.1"', 'stage: full\nenvironments: { staging: { pools: { api: { kind: demand-driven } } } }\n');

  test('is found where it is written, in the base and in overlays', () => {
    const tree = parse(sourceText('f.yaml', text)).value;
    if (tree === undefined) throw new Error('no tree');
    expect(deprecations(tree, TABLE).map(({ message, help }) => [message, help])).toEqual([
      ['"pools.api.kind" is deprecated since 0.3, and goes away with version 2 of the language', 'write "sort"'],
      [
        '"environments.staging.pools.api.kind" is deprecated since 0.3, and goes away with version 2 of the language',
        'write "sort"',
      ],
      ['"stage" is deprecated since 0.3, and goes away with version 2 of the language', 'Write it on each pool'],
    ]);
  });

  test('has a fix that writes the new name, unless that is there', () => {
    const source = sourceText('f.yaml', text);
    const tree = parse(source).value;
    if (tree === undefined) throw new Error('no tree');
    const edits = deprecations(tree, TABLE).flatMap(({ fixes = [] }) => fixes.flatMap(fix => fix.edits));
    expect(applyEdits(source, edits)).toMatchObject({ text: text.replaceAll('kind:', 'sort:') });
    const both = parse(sourceText('f.yaml', text.replaceAll('{ kind:', '{ sort: x, kind:'))).value;
    if (both === undefined) throw new Error('no tree');
    expect(deprecations(both, TABLE).flatMap(({ fixes = [] }) => fixes)).toEqual([]);
  });
});
