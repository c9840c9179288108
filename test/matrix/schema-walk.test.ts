import { beforeAll, describe, expect, test } from 'vitest';
import { manifestsOf } from '../analysed.ts';
import { compile } from '../../src/pipeline.ts';
import { fieldsOf } from '../../src/config/schema-walk.ts';
import { inertReason } from '../../src/plan/inert-fields.ts';
import { Config } from '../../src/config/schema/root.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { ROWS } from './fields.ts';
import type { Row } from './fields.ts';
import { systemsOf } from './row-system.ts';

const FIELDS = fieldsOf(Config);
const TARGETS = { kubernetes: /^\w[\w-]*\/(?:kubernetes|gitops)\//, ecs: /^\w[\w-]*\/(?:ecs|lambda)\// } as const;

test('the language has some hundreds of fields, and each is tried', () => {
  expect(FIELDS.length).toBeGreaterThan(250);
  expect(FIELDS.filter(field => rowsOf(field).length === 0)).toEqual([]);
});

test('every row is of a field that there is', () => {
  expect(
    ROWS.map(({ path, about = path }) => about).filter(about => !FIELDS.some(field => matches(field, about))),
  ).toEqual([]);
});

describe.each(FIELDS)('%s', field => {
  let changed: ReadonlySet<string> = new Set();
  beforeAll(() => {
    changed = new Set(rowsOf(field).flatMap(changedBy));
  });

  test.each(['kubernetes', 'ecs'] as const)('changes what is emitted for %s, or says why it does not', target => {
    const reason = inertReason(field, target);
    if (reason === undefined) expect(changed).toContain(target);
    else expect(changed, `declared inert: ${reason}`).not.toContain(target);
  });
});

function rowsOf(field: string): readonly Row[] {
  return ROWS.filter(({ path, about = path }) => matches(field, about));
}

function matches(field: string, path: string): boolean {
  const [steps, given] = [field.split('.'), path.split('.')];
  return steps.length === given.length && steps.every((step, index) => step === '*' || step === given[index]);
}

/** Targets of which some file differs between the two values. */
function changedBy(row: Row): readonly string[] {
  const { from, to } = systemsOf(row);
  const [before, after] = [from, to].map(source => emitted(row.path, source));
  return Object.entries(TARGETS)
    .filter(([, pattern]) => {
      const files = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].filter(file =>
        pattern.test(file),
      );
      return files.some(file => before?.get(file) !== after?.get(file));
    })
    .map(([target]) => target);
}

const known = new Map<string, ReadonlyMap<string, string>>();

function emitted(path: string, text: string): ReadonlyMap<string, string> {
  const before = known.get(text);
  if (before !== undefined) return before;
  const source = sourceText('walk.yaml', text);
  const { value, diagnostics } = compile(source, manifestsOf(source));
  expect(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ id, message }) => `${path}: ${id}: ${message}`),
  ).toEqual([]);
  const files = new Map(
    value.flatMap(({ name, rendered }) => rendered.map(file => [`${name}/${file.path}`, file.text] as const)),
  );
  known.set(text, files);
  return files;
}
