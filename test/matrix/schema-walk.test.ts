import { load } from 'js-yaml';
import { beforeAll, describe, expect, test } from 'vitest';
import { manifestsOf } from '../analysed.ts';
import { compile } from '../../src/pipeline.ts';
import { fieldsOf } from '../../src/config/schema-walk.ts';
import { inertReason } from '../../src/plan/inert-fields.ts';
import { Config } from '../../src/config/schema/root.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { EVERYTHING } from './everything.ts';
import { ROWS } from './fields.ts';
import type { Row } from './fields.ts';
import { set, text, tree } from './objects.ts';
import type { Tree } from './objects.ts';

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
function changedBy({ path, from, to, beside = {} }: Row): readonly string[] {
  const base = Object.entries(beside).reduce(
    (config, [place, value]) => set(config, place.split('.'), value),
    reduced(tree(load(EVERYTHING)), path),
  );
  const [before, after] = [from, to].map(value => emitted(path, set(base, path.split('.'), value)));
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

function emitted(path: string, config: Tree): ReadonlyMap<string, string> {
  const source = text(EVERYTHING, () => config);
  const before = known.get(source);
  if (before !== undefined) return before;
  const { value, diagnostics } = compile(sourceText('walk.yaml', source), manifestsOf(sourceText('walk.yaml', source)));
  expect(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ id, message }) => `${path}: ${id}: ${message}`),
  ).toEqual([]);
  const files = new Map(
    value.flatMap(({ name, rendered }) => rendered.map(file => [`${name}/${file.path}`, file.text] as const)),
  );
  known.set(source, files);
  return files;
}

/** Pools that between them show what a field of the system does. */
const SHOWING = ['web', 'worker', 'reader', 'embedder'];

/** One pool is enough to see what a field of it does. */
function reduced(config: Tree, path: string): Tree {
  const pool = /^pools\.(\w+)/.exec(path)?.[1] ?? (path.startsWith('hardware.slice') ? 'encoder' : undefined);
  const kept = pool === undefined ? SHOWING : [pool];
  return {
    ...config,
    pools: Object.fromEntries(Object.entries(tree(config['pools'])).filter(([key]) => kept.includes(key))),
  };
}
