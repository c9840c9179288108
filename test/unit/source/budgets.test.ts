import { describe, expect, test } from 'vitest';
import { HUNGRY } from '../../../bench/hungry-files.mjs';
import { readBaseline } from '../../../src/analysis/read-baseline.ts';
import { planEnvironments } from '../../../src/analysis/plan-environments.ts';
import { parse } from '../../../src/config/parse.ts';
import { suppress } from '../../../src/lint/engine/suppressions.ts';
import { BUDGETS, SHOWN } from '../../../src/model/budgets.ts';
import type { Budgets } from '../../../src/model/budgets.ts';
import { MACHINE } from '../../../src/report/formats.ts';
import { pretty } from '../../../src/report/pretty.ts';
import { shown } from '../../../src/report/shown.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { composed } from '../../../src/source/composed.ts';
import { yamlStream } from '../../../src/source/yaml-stream.ts';
import { decodeSource } from '../../../src/surroundings/read-source.ts';

const SIZES: Readonly<Record<string, number>> = { environments: 20_000, pools: 20_000, 'environments × values': 5000 };

/** A hundredth of everything, for texts of 80 KB. */
const SMALL: Budgets = {
  ...BUDGETS,
  tokens: 25_000,
  nodes: 8000,
  aliases: 5000,
  problems: 10,
  environments: 20,
  suppressions: 100,
  workloads: 25,
  values: 2500,
};
const BYTES = 80_000;

function found(text: string, budgets = SMALL) {
  const source = sourceText('a.yaml', text);
  const parsed = parse(source, 'configuration', budgets);
  const planned = planEnvironments(parsed);
  return suppress(planned.diagnostics, {
    today: '2026-11-24',
    known: ['bounds-inverted'],
    judged: () => true,
    comments: parsed.comments,
    mostSuppressions: budgets.suppressions,
  }).diagnostics;
}

describe.each(Object.entries(HUNGRY))('%s', (_name, write) => {
  test('ends with few findings, each with a place', () => {
    const diagnostics = found(write(BYTES));
    expect(diagnostics.length).toBeLessThan(600);
    expect(diagnostics.filter(({ span }) => span === undefined)).toEqual([]);
  });
});

test.each<[keyof typeof HUNGRY, string, string]>([
  ['empty lines', 'tokens', 'the text has more than 25000 tokens of YAML; reading ends here'],
  ['flow sequences', 'nodes', 'the text has more than 8000 keys and values; reading ends here'],
  ['environments', 'environments', 'environments, and may have 20'],
  ['pools', 'workloads', 'pools, counted in each environment, and may have 25'],
  ['environments × values', 'environments', 'the file has 200 environments, and may have 20'],
  ['suppressions', 'suppressions', 'more than 100 comments suppress findings'],
])('%s: the budget of %s is named with its limit, at a place', (name, budget, message) => {
  const over = found(HUNGRY[name]?.(SIZES[name] ?? BYTES) ?? '').find(({ id }) => id === 'over-budget');
  expect(over).toMatchObject({ messageId: budget, severity: 'error' });
  expect(over?.message).toContain(message);
  expect(over?.span?.start).toBeGreaterThan(0);
});

test('values of all environments are counted after their overlays', () => {
  const text = HUNGRY['environments × values']?.(20_000) ?? '';
  const [over] = found(text, { ...SMALL, environments: 200, workloads: 1000 });
  expect(over).toMatchObject({ id: 'over-budget', messageId: 'values' });
});

test('problems beyond the first are counted, by the reader and by the schema', () => {
  for (const name of ['tags', 'infinities', 'unknown keys'] as const) {
    const diagnostics = found(HUNGRY[name]?.(8000) ?? '');
    expect(diagnostics.map(({ message }) => message).join('\n')).toMatch(
      /^and \d+ more problems like these, from here on$/m,
    );
    expect(diagnostics.length).toBeLessThan(25);
  }
});

test('errors of the library are not kept beyond what is told', () => {
  const source = sourceText('a.yaml', HUNGRY['escapes']?.(BYTES) ?? '');
  const stream = yamlStream(source, BUDGETS);
  const { documents, dropped } = composed(stream.kind === 'read' ? stream.tokens : [], source.text.length, 10);
  expect(documents[0]?.errors).toHaveLength(10);
  expect(dropped).toBeGreaterThan(30_000);
});

test('nothing is read behind a second document, and of errors of the parser no more than are told', () => {
  for (const name of ['documents', 'errors'] as const) {
    const source = sourceText('a.yaml', HUNGRY[name]?.(BYTES) ?? '');
    const stream = yamlStream(source, SMALL);
    expect(stream.kind === 'read' && stream.end).toBeLessThan(2000);
  }
});

test('bytes are counted while they are read, and a text is refused by its size', () => {
  const [refused] = decodeSource('-', new Uint8Array(BUDGETS.bytes + 1)).diagnostics;
  expect(refused).toMatchObject({
    id: 'file-too-large',
    message: '"-" has more than 8 MB, and a configuration may have 8 MB',
  });
});

describe('what is shown', () => {
  const source = sourceText('a.yaml', 'a: 1\n'.repeat(20_000));
  const many = Array.from({ length: 12_345 }, (_, index) => ({
    id: 'a-rule',
    messageId: 'm',
    severity: index < 5 ? ('error' as const) : ('information' as const),
    message: `the number ${String(index)}`,
    span: { source, start: (12_345 - index) * 5, end: (12_345 - index) * 5 + 1 },
  }));

  test('is so many findings, errors first, and one that says how many are left', () => {
    const { diagnostics, left } = shown(many);
    expect([diagnostics.length, left]).toEqual([SHOWN.findings + 1, 2345]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toHaveLength(5);
    expect(diagnostics.at(-1)).toMatchObject({
      id: 'findings-not-shown',
      severity: 'information',
      message: '2345 more findings, 0 of them errors, are not shown: a report has at most 10000',
    });
  });

  test('is so many characters', () => {
    const long = many.map(one => ({ ...one, severity: 'error' as const, message: 'x'.repeat(5000) }));
    const { diagnostics } = shown(long);
    expect(diagnostics.length).toBeLessThan(7000);
    expect(diagnostics.at(-1)).toMatchObject({ messageId: 'printed', severity: 'error' });
    expect(diagnostics[0]?.message).toHaveLength(SHOWN.text + 1);
  });

  test('is said in JSON as a number, and counted by the last line of a terminal', () => {
    const { diagnostics, left } = shown(many, 20);
    expect(
      JSON.parse(MACHINE.json(diagnostics, { version: '1', files: [], rules: [], catalogue: [], notShown: left })),
    ).toMatchObject({
      notShown: 12_325,
    });
    expect(pretty(diagnostics, { colour: false, width: 80, all: many })).toContain('5 errors, 12340 notes');
  });

  test('is a part of a line, however long that is', () => {
    const line = sourceText('a.yaml', `${'x'.repeat(2_000_000)}!${'y'.repeat(2_000_000)}`);
    const marked = Array.from({ length: 200 }, () => ({
      id: 'a-rule',
      messageId: 'm',
      severity: 'error' as const,
      message: 'm',
      span: { source: line, start: 2_000_000, end: 2_000_001 },
    }));
    const text = pretty(marked, { colour: false, width: 80 });
    expect(text.length).toBeLessThan(200 * 300);
    expect(text).toMatch(/…x+!y+…\n +\| +\^\n/);
  });
});

test('a baseline is read within the same budgets', () => {
  const text = `{"version": 1, "findings": [${'[],'.repeat(BYTES / 3)}`;
  const { value, diagnostics } = readBaseline(sourceText('baseline.json', text), SMALL);
  expect(value.entries).toEqual([]);
  expect(diagnostics.map(({ id }) => id)).toEqual(['unreadable-baseline', 'over-budget']);
});
