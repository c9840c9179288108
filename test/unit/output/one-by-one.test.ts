import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RenderedFile } from '../../../src/model/output-file.ts';
import { checkOutput } from '../../../src/output/check.ts';
import { staging } from '../../../src/output/marks.ts';
import { writeOutput } from '../../../src/output/write.ts';
import { environment, generated, inSandbox, put, refusal, snapshot, watched } from './sandbox.ts';

const careful = { force: false };

/** Texts of a megabyte, so that no few of them are held: what was taken before has been staged. */
function* pools(count: number, last: () => RenderedFile): Generator<RenderedFile> {
  for (let pool = 0; pool < count; pool += 1)
    yield { path: `kubernetes/pool-${String(pool)}/hpa.yaml`, text: `${String(pool)}\n`.padEnd(1_000_000, 'x') };
  yield last();
}

const REPORT = { path: 'REPORT.md', text: 'report\n' };

test('files are staged while later ones are made, and none stands in its place before the last is there', () => {
  inSandbox(folder => {
    const root = join(folder, 'out');
    let staged: readonly string[] = [];
    const files = pools(12, () => {
      staged = Object.keys(snapshot(root));
      return REPORT;
    });
    const { value, diagnostics } = writeOutput(root, [{ name: 'staging', files }], careful);
    expect(diagnostics).toEqual([]);
    expect(staged.filter(path => path.startsWith(`${staging}/files/staging/`)).length).toBeGreaterThanOrEqual(8);
    expect(staged.filter(path => path.startsWith('staging/'))).toEqual([]);
    expect(value.written).toHaveLength(13);
    expect(Object.keys(snapshot(root))).toHaveLength(14);
  });
});

test.each([
  ['the checks refuse a file', () => REPORT, true],
  ['two files have one path', () => ({ ...REPORT, path: 'kubernetes/pool-0/hpa.yaml' }), false],
  ['a path leads elsewhere', () => ({ ...REPORT, path: '../up' }), false],
  ['a file was edited by hand', () => ({ ...REPORT, path: 'REPORT.md', text: 'other\n' }), false],
])('where %s at the end, nothing is left of those before it', (_what, last, isRefused) => {
  inSandbox(folder => {
    const root = join(folder, 'deep/out');
    writeOutput(root, [environment('staging', { 'REPORT.md': 'old\n' })], careful);
    put(root, { 'staging/REPORT.md': 'edited\n' });
    const before = snapshot(root);
    const { value, diagnostics } = writeOutput(root, [{ name: 'staging', files: pools(12, last) }], {
      force: isRefused,
      isRefused: () => isRefused,
    });
    expect(diagnostics.map(({ severity }) => severity)).toEqual(isRefused ? [] : ['error']);
    expect(value).toMatchObject({ written: [] });
    expect(snapshot(root)).toEqual(before);
  });
});

test('folders that were made for a build that is refused go with it', () => {
  inSandbox(folder => {
    const files = pools(12, () => REPORT);
    writeOutput(join(folder, 'deep/er/out'), [{ name: 'staging', files }], { force: false, isRefused: () => true });
    expect(existsSync(join(folder, 'deep'))).toBe(false);
  });
});

test('a bug in the last file is thrown, and leaves nothing', () => {
  inSandbox(root => {
    writeOutput(root, [environment('staging', { a: '1\n' })], careful);
    const before = snapshot(root);
    const files = pools(12, () => {
      throw new TypeError('a bug');
    });
    expect(() => writeOutput(root, [{ name: 'staging', files }], careful)).toThrow('a bug');
    expect(snapshot(root)).toEqual(before);
  });
});

test('a disk that refuses a file midway is said as before, and nothing is left', () => {
  inSandbox(root => {
    writeOutput(root, [environment('staging', { a: '1\n' })], careful);
    const before = snapshot(root);
    const { diagnostics } = writeOutput(
      root,
      [{ name: 'staging', files: pools(12, () => REPORT) }],
      careful,
      watched((call, path) => {
        if (call === 'create' && path.includes('pool-6')) throw refusal('ENOSPC', 'write', path);
      }),
    );
    expect(diagnostics.map(({ id, message }) => [id, message.replaceAll(root, 'out')])).toEqual([
      [
        'output-unwritable',
        'writing the output failed at "out/.next/files/staging/kubernetes/pool-6/hpa.yaml": no space left on the device',
      ],
    ]);
    expect(snapshot(root)).toEqual(before);
  });
});

test('a file that somebody changes between the look at it and the lock is made again', () => {
  inSandbox(root => {
    const wanted = [environment('staging', { a: '1\n', b: 'new\n' })];
    writeOutput(root, [environment('staging', { a: '1\n', b: 'old\n' })], careful);
    const { value, diagnostics } = writeOutput(
      root,
      wanted,
      { force: true },
      watched((call, path) => {
        if (call === 'create' && path.endsWith('.lock')) writeFileSync(join(root, 'staging/a'), 'meanwhile\n');
      }),
    );
    expect(diagnostics).toEqual([]);
    expect(value.written).toEqual([`${root}/staging/a`, `${root}/staging/b`]);
    expect(generated(root)).toEqual({ 'staging/a': '1\n', 'staging/b': 'new\n' });
  });
});

test('a check takes the files one by one too', () => {
  inSandbox(root => {
    mkdirSync(join(root, 'staging'));
    writeOutput(root, [{ name: 'staging', files: pools(3, () => REPORT) }], careful);
    expect(
      checkOutput(
        root,
        'staging',
        pools(3, () => REPORT),
      ).diagnostics,
    ).toEqual([]);
    expect(
      checkOutput(
        root,
        'staging',
        pools(4, () => REPORT),
      ).value.missing,
    ).toEqual([`${root}/staging/kubernetes/pool-3/hpa.yaml`]);
  });
});
