import { readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { checkOutput, checkRemoved } from '../../../src/output/check.ts';
import { writeOutput } from '../../../src/output/write.ts';
import { environment, inSandbox, put, snapshot } from './sandbox.ts';

const old = { a: '1\n', 'x/b': '1\n', 'x/c': '1\n' };

function built(root: string, files: Readonly<Record<string, string>>): void {
  expect(writeOutput(root, [environment('staging', files)], { force: false }).diagnostics).toEqual([]);
}

function check(root: string, files: Readonly<Record<string, string>>): string[] {
  const before = snapshot(root);
  const { diagnostics } = checkOutput(root, 'staging', environment('staging', files).files);
  expect(snapshot(root)).toEqual(before);
  return said(root, diagnostics);
}

function said(root: string, diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ id, severity, message }) => `${severity} ${id}: ${message.replaceAll(root, 'out')}`);
}

interface Case {
  readonly name: string;
  readonly change?: (root: string) => void;
  readonly wanted: Readonly<Record<string, string>>;
  readonly found: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'output that is current', wanted: old, found: [] },
  {
    name: 'a file that the configuration now makes otherwise',
    wanted: { ...old, a: '2\n' },
    found: ['error output-stale: "out/staging/a" is not what the configuration compiles to'],
  },
  { name: 'a new file', wanted: { ...old, d: '1\n' }, found: ['error output-missing: "out/staging/d" is missing'] },
  {
    name: 'a removed file',
    change: root => {
      unlinkSync(join(root, 'staging/a'));
    },
    wanted: old,
    found: ['error output-missing: "out/staging/a" is missing'],
  },
  {
    name: 'a file that is made no more',
    wanted: { a: '1\n', 'x/b': '1\n' },
    found: ['error output-orphaned: "out/staging/x/c" is generated no more'],
  },
  {
    name: 'a hand edit',
    change: root => {
      put(root, { 'staging/a': 'edited\n' });
    },
    wanted: old,
    found: ['error output-edited: "out/staging/a" was edited by hand'],
  },
  {
    name: 'a file of others where one would go',
    change: root => {
      put(root, { 'staging/d': 'mine\n' });
    },
    wanted: { ...old, d: '1\n' },
    found: ['error output-foreign: "out/staging/d" stands where a generated file goes, and was not generated'],
  },
  {
    name: 'a folder of others where a file would go',
    change: root => {
      put(root, { 'staging/d/e': 'mine\n' });
    },
    wanted: { ...old, d: '1\n' },
    found: ['error output-foreign: "out/staging/d" stands in the way of a generated file, and was not generated'],
  },
  {
    name: 'files of others elsewhere',
    change: root => {
      put(root, { 'staging/notes': 'mine\n' });
    },
    wanted: old,
    found: [],
  },
  {
    name: 'a converted file',
    change: root => {
      put(root, { 'staging/a': '1\r\n' });
    },
    wanted: old,
    found: [
      'error output-line-endings: "out/staging/a" differs from what was generated only by CR LF line endings, which the checkout made',
    ],
  },
  {
    name: 'a converted checkout',
    change: root => {
      for (const path of ['a', 'x/b', 'x/c', 'ledger.json']) convert(join(root, 'staging', path));
    },
    wanted: old,
    found: [
      'error output-line-endings: 4 files in "out/staging" differ from what was generated only by CR LF line endings, which the checkout made',
    ],
  },
  {
    name: 'a converted file that is stale too',
    change: root => {
      convert(join(root, 'staging/a'));
    },
    wanted: { ...old, a: '2\n' },
    found: ['error output-stale: "out/staging/a" is not what the configuration compiles to'],
  },
  {
    name: 'a removed ledger',
    change: root => {
      unlinkSync(join(root, 'staging/ledger.json'));
    },
    wanted: old,
    found: ['error output-missing: "out/staging/ledger.json" is missing'],
  },
  {
    name: 'a ledger with a wrong digest beside files that are right',
    change: root => {
      put(root, { 'staging/ledger.json': '{"version": 1, "generator": "pipestream-scaling", "files": []}\n' });
    },
    wanted: old,
    found: ['error output-stale: "out/staging/ledger.json" is not what the configuration compiles to'],
  },
  {
    name: 'a damaged ledger',
    change: root => {
      put(root, { 'staging/ledger.json': '{' });
    },
    wanted: old,
    found: ['error output-ledger-damaged: the ledger "out/staging/ledger.json" is not JSON'],
  },
  {
    name: 'a symbolic link',
    change: root => {
      unlinkSync(join(root, 'staging/a'));
      symlinkSync(join(root, 'staging/x/b'), join(root, 'staging/a'));
    },
    wanted: old,
    found: ['error output-symlink: "out/staging/a" is a symbolic link, and output is never written through one'],
  },
];

function convert(path: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
}

test.each(cases)('the check reports $name', ({ change, wanted, found }) => {
  inSandbox(root => {
    built(root, old);
    change?.(root);
    expect(check(root, wanted)).toEqual(found);
  });
});

test('what was never built is reported once, not file by file', () => {
  inSandbox(root => {
    expect(check(root, old)).toEqual(['error output-missing: "out/staging" has not been generated yet']);
    expect(check(join(root, 'none'), old)).toEqual(['error output-missing: "out/staging" has not been generated yet']);
  });
});

test('the summary lists every file, by what is wrong with it', () => {
  inSandbox(root => {
    built(root, { same: '1\n', stale: '1\n', edited: '1\n', gone: '1\n', converted: '1\n', orphan: '1\n' });
    unlinkSync(join(root, 'staging/gone'));
    put(root, { 'staging/edited': 'x\n', 'staging/foreign': 'x\n', 'staging/converted': '1\r\n' });
    const wanted = environment('staging', {
      same: '1\n',
      stale: '2\n',
      edited: '1\n',
      gone: '1\n',
      converted: '1\n',
      foreign: '1\n',
    });
    const at = (name: string): string[] => [`${root}/staging/${name}`];
    expect(checkOutput(root, 'staging', wanted.files).value).toEqual({
      current: 1,
      missing: at('gone'),
      stale: at('stale'),
      orphaned: at('orphan'),
      edited: at('edited'),
      foreign: at('foreign'),
      converted: at('converted'),
    });
  });
});

test('folders of environments that are no more are reported, those of others are not', () => {
  inSandbox(root => {
    writeOutput(root, [environment('staging', old), environment('retired', old)], { force: false });
    put(root, { 'theirs/notes': '' });
    const { value, diagnostics } = checkRemoved(root, ['staging']);
    expect(value).toEqual([`${root}/retired`]);
    expect(said(root, diagnostics)).toEqual([
      'error output-orphaned: "out/retired" was generated for an environment that the configuration no longer has',
    ]);
    expect(checkRemoved(root, ['staging', 'retired'])).toEqual({ value: [], diagnostics: [] });
    expect(checkRemoved(join(root, 'none'), [])).toEqual({ value: [], diagnostics: [] });
  });
});
