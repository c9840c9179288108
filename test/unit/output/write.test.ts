import {
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { recover } from '../../../src/output/recover.ts';
import { writeOutput } from '../../../src/output/write.ts';
import { environment, generated, inSandbox, put, snapshot, watched } from './sandbox.ts';
import { fc, runs } from '../../properties.ts';

const careful = { force: false };
const forced = { force: true };

/** What was found, with the sandbox's own folder left out. */
function said(root: string, diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ id, severity, message }) => `${severity} ${id}: ${message.replaceAll(root, 'out')}`);
}

test('a first build writes every file, its ledger, and nothing else', () => {
  inSandbox(folder => {
    const root = join(folder, 'deploy', 'out');
    const { value, diagnostics } = writeOutput(
      root,
      [environment('staging', { 'REPORT.md': 'report\n', 'kubernetes/engine/hpa.yaml': 'hpa\n' })],
      careful,
    );
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({
      written: [`${root}/staging/REPORT.md`, `${root}/staging/kubernetes/engine/hpa.yaml`],
      unchanged: 0,
      pruned: [],
      kept: [],
    });
    expect(snapshot(root)).toEqual({
      'staging/REPORT.md': 'report\n',
      'staging/kubernetes/engine/hpa.yaml': 'hpa\n',
      'staging/ledger.json': `{
  "version": 1,
  "generator": "pipestream-scaling",
  "files": [
    {"path":"REPORT.md","sha256":"331d26d6d8f862e46ba900811be8a7a1e4dbaa229b14c99becfd5e5151490d95"},
    {"path":"kubernetes/engine/hpa.yaml","sha256":"e8cd2c26223c73de85abc99c66b8336566badbc1fa8c697a131b19a3834fa257"}
  ]
}
`,
    });
    // What the umask of this process leaves.
    writeFileSync(join(root, 'other'), '', { mode: 0o644 });
    expect(lstatSync(join(root, 'staging/REPORT.md')).mode).toBe(lstatSync(join(root, 'other')).mode);
  });
});

test('a build that changes nothing leaves every time of change alone, folders included', () => {
  inSandbox(root => {
    const output = [environment('staging', { 'a/b.yaml': 'b\n', c: 'c\n' })];
    writeOutput(root, output, careful);
    const paths = ['', 'staging', 'staging/a', 'staging/a/b.yaml', 'staging/c', 'staging/ledger.json'];
    const times = (): bigint[] => paths.map(path => statSync(join(root, path), { bigint: true }).ctimeNs);
    const before = times();
    const calls: string[] = [];
    const disk = watched(call => calls.push(call));
    expect(writeOutput(root, output, careful, disk)).toEqual({
      value: { written: [], unchanged: 2, pruned: [], kept: [] },
      diagnostics: [],
    });
    expect(times()).toEqual(before);
    expect(new Set(calls)).toEqual(new Set(['lstat', 'list', 'read']));
  });
});

test('one changed file leaves the others alone', () => {
  inSandbox(root => {
    writeOutput(root, [environment('staging', { a: '1\n', b: '1\n' })], careful);
    const inode = statSync(join(root, 'staging/a')).ino;
    expect(writeOutput(root, [environment('staging', { a: '1\n', b: '2\n' })], careful).value).toEqual({
      written: [`${root}/staging/b`],
      unchanged: 1,
      pruned: [],
      kept: [],
    });
    expect(statSync(join(root, 'staging/a')).ino).toBe(inode);
  });
});

test('what is generated no more is pruned with the folders that it leaves empty, and nothing else is', () => {
  inSandbox(root => {
    writeOutput(root, [environment('staging', { 'x/y/a': 'a\n', 'x/b': 'b\n', 'z/c': 'c\n', d: 'd\n' })], careful);
    put(root, { 'staging/z/mine': 'mine\n' });
    const { value, diagnostics } = writeOutput(root, [environment('staging', { d: 'd\n' })], careful);
    expect(diagnostics).toEqual([]);
    expect(value.pruned).toEqual([`${root}/staging/x/b`, `${root}/staging/x/y/a`, `${root}/staging/z/c`]);
    expect(generated(root)).toEqual({ 'staging/d': 'd\n', 'staging/z/mine': 'mine\n' });
  });
});

test('the folder of an environment that is no more is pruned by its own ledger; one that is only not built now stays', () => {
  inSandbox(root => {
    writeOutput(
      root,
      [environment('a', { f: 'a\n' }), environment('b', { f: 'b\n' }), environment('c', { f: 'c\n' })],
      careful,
    );
    put(root, { 'b/mine': 'mine\n', 'notes/f': 'mine\n' });
    const { value } = writeOutput(root, [environment('a', { f: 'a\n' })], { force: false, configured: ['a', 'c'] });
    expect(value).toEqual({ written: [], unchanged: 1, pruned: [`${root}/b/f`], kept: [] });
    expect(generated(root)).toEqual({ 'a/f': 'a\n', 'b/mine': 'mine\n', 'c/f': 'c\n', 'notes/f': 'mine\n' });
    writeOutput(root, [environment('a', { f: 'a\n' })], careful);
    expect(snapshot(root)['c/f']).toBeUndefined();
    expect(snapshot(root)['c/ledger.json']).toBeUndefined();
  });
});

test('a file edited by hand stops the whole build, unless forced', () => {
  inSandbox(root => {
    const next = [environment('staging', { a: '2\n', b: '2\n' }), environment('production', { a: '2\n' })];
    writeOutput(root, [environment('staging', { a: '1\n', b: '1\n' })], careful);
    put(root, { 'staging/a': 'edited\n' });
    const before = snapshot(root);
    const { value, diagnostics } = writeOutput(root, next, careful);
    expect(said(root, diagnostics)).toEqual(['error output-edited: "out/staging/a" was edited by hand']);
    expect(diagnostics[0]?.help).toBe(
      'take the edit into pipestream-scaling.yaml or an overlay of your own, or overwrite it with build --force',
    );
    expect(value).toEqual({ written: [], unchanged: 0, pruned: [], kept: [] });
    expect(snapshot(root)).toEqual(before);
    expect(writeOutput(root, next, forced).diagnostics).toEqual([]);
    expect(generated(root)).toEqual({ 'staging/a': '2\n', 'staging/b': '2\n', 'production/a': '2\n' });
  });
});

test('an edit that is what would be written is no edit, and a file that was removed is written again', () => {
  inSandbox(root => {
    const output = [environment('staging', { a: '2\n', b: '1\n' })];
    writeOutput(root, [environment('staging', { a: '1\n', b: '1\n' })], careful);
    put(root, { 'staging/a': '2\n' });
    unlinkSync(join(root, 'staging/b'));
    expect(writeOutput(root, output, careful)).toEqual({
      value: { written: [`${root}/staging/b`], unchanged: 1, pruned: [], kept: [] },
      diagnostics: [],
    });
    expect(writeOutput(root, output, careful).value.unchanged).toBe(2);
  });
});

test('a file that was never generated is not overwritten, unless forced', () => {
  inSandbox(root => {
    put(root, { 'staging/a': 'mine\n' });
    const { diagnostics } = writeOutput(root, [environment('staging', { a: '1\n' })], careful);
    expect(said(root, diagnostics)).toEqual([
      'error output-foreign: "out/staging/a" stands where a generated file goes, and was not generated',
    ]);
    expect(snapshot(root)).toEqual({ 'staging/a': 'mine\n' });
    expect(writeOutput(root, [environment('staging', { a: '1\n' })], forced).diagnostics).toEqual([]);
    expect(generated(root)).toEqual({ 'staging/a': '1\n' });
  });
});

test('a pruned file that was edited stays, also when forced, and is ours no more', () => {
  inSandbox(root => {
    writeOutput(root, [environment('staging', { a: '1\n', b: '1\n' })], careful);
    put(root, { 'staging/a': 'edited\n' });
    const { value, diagnostics } = writeOutput(root, [environment('staging', { b: '1\n' })], forced);
    expect(said(root, diagnostics)).toEqual([
      'warning output-edited: "out/staging/a" is generated no more, but was edited by hand, so it stays',
    ]);
    expect(value).toEqual({ written: [], unchanged: 1, pruned: [], kept: [`${root}/staging/a`] });
    expect(writeOutput(root, [environment('staging', { b: '1\n' })], careful).diagnostics).toEqual([]);
    expect(generated(root)).toEqual({ 'staging/a': 'edited\n', 'staging/b': '1\n' });
  });
});

test('folders and files of others in the way are never removed, not even when forced', () => {
  inSandbox(root => {
    put(root, { 'staging/a/mine': 'mine\n', 'staging/b': 'mine\n', production: 'mine\n' });
    const { diagnostics } = writeOutput(
      root,
      [environment('staging', { a: '1\n', 'b/c': '1\n' }), environment('production', { d: '1\n' })],
      forced,
    );
    expect(said(root, diagnostics)).toEqual([
      'error output-foreign: "out/staging/a" stands in the way of a generated file, and was not generated',
      'error output-foreign: "out/staging/b" stands in the way of a generated file, and was not generated',
      'error output-foreign: "out/production" stands in the way of a generated file, and was not generated',
    ]);
    expect(snapshot(root)).toEqual({ 'staging/a/mine': 'mine\n', 'staging/b': 'mine\n', production: 'mine\n' });
  });
});

test('line endings that a checkout converted are no edit', () => {
  inSandbox(root => {
    writeOutput(root, [environment('staging', { a: '1\n2\n', b: '1\n', c: '1\n' })], careful);
    put(root, { 'staging/a': '1\r\n2\r\n', 'staging/b': '1\r\n', 'staging/c': '1\r\n' });
    const ledger = join(root, 'staging/ledger.json');
    writeFileSync(ledger, readFileSync(ledger, 'utf8').replaceAll('\n', '\r\n'));
    const { value, diagnostics } = writeOutput(root, [environment('staging', { a: '1\n2\n', b: '2\n' })], careful);
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({
      written: [`${root}/staging/a`, `${root}/staging/b`],
      unchanged: 0,
      pruned: [`${root}/staging/c`],
      kept: [],
    });
    expect(generated(root)).toEqual({ 'staging/a': '1\n2\n', 'staging/b': '2\n' });
  });
});

test('without its ledger nothing is ours; damaged, it stops the build unless forced, and then nothing is pruned', () => {
  inSandbox(root => {
    writeOutput(root, [environment('staging', { a: '1\n', b: '1\n' })], careful);
    put(root, { 'staging/ledger.json': '<<<<<<< HEAD\n' });
    const refused = writeOutput(root, [environment('staging', { a: '2\n' })], careful);
    expect(said(root, refused.diagnostics)).toEqual([
      'error output-ledger-damaged: the ledger "out/staging/ledger.json" contains the marks of a merge conflict',
      'error output-foreign: "out/staging/a" stands where a generated file goes, and was not generated',
    ]);
    const { value, diagnostics } = writeOutput(root, [environment('staging', { a: '2\n' })], forced);
    expect(diagnostics.map(({ severity, id }) => [severity, id])).toEqual([['warning', 'output-ledger-damaged']]);
    expect(value.pruned).toEqual([]);
    expect(generated(root)).toEqual({ 'staging/a': '2\n', 'staging/b': '1\n' });
    expect(writeOutput(root, [environment('staging', { a: '2\n' })], careful).diagnostics).toEqual([]);
  });
});

test.each([
  ['the output folder itself', '', 'out'],
  ['an environment', 'staging', 'out/staging'],
  ['a folder inside', 'staging/kubernetes', 'out/staging/kubernetes'],
  ['a file', 'staging/kubernetes/a.yaml', 'out/staging/kubernetes/a.yaml'],
  ['the ledger', 'staging/ledger.json', 'out/staging/ledger.json'],
  ['the staging mark', '.next', 'out/.next'],
  ['the commit mark', '.commit', 'out/.commit'],
])('%s that is a symbolic link is not followed, even when forced', (_name, path, shown) => {
  inSandbox(folder => {
    const root = join(folder, 'out');
    const victim = join(folder, 'victim');
    writeOutput(root, [environment('staging', { 'kubernetes/a.yaml': '1\n', 'kubernetes/gone.yaml': '1\n' })], careful);
    const link = path === '' ? root : join(root, path);
    const existing = lstatSync(link, { throwIfNoEntry: false });
    // The victim is what the link replaces, so that following it would look right.
    if (existing === undefined) mkdirSync(victim);
    else renameSync(link, victim);
    symlinkSync(victim, link);
    const outside = existing?.isFile() === true ? readFileSync(victim, 'utf8') : snapshot(victim);
    const { value, diagnostics } = writeOutput(root, [environment('staging', { 'kubernetes/a.yaml': '2\n' })], forced);
    expect(said(root, diagnostics)).toContain(
      `error output-symlink: "${shown}" is a symbolic link, and output is never written through one`,
    );
    expect(value.written).toEqual([]);
    recover(root);
    expect(existing?.isFile() === true ? readFileSync(victim, 'utf8') : snapshot(victim)).toEqual(outside);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });
});

test('paths and environments that lead elsewhere are refused before anything is touched', () => {
  inSandbox(folder => {
    const root = join(folder, 'out');
    const { diagnostics } = writeOutput(
      root,
      [environment('../up', { a: '' }), environment('staging', { '../../up': '', a: '', A: '' })],
      forced,
    );
    expect(said(root, diagnostics)).toEqual([
      'error output-path-unsafe: the path "out/../up" contains a slash',
      'error output-path-unsafe: the path "out/staging/../../up" contains the segment ".."',
      'error output-path-collision: "out/staging/A" and "out/staging/a" differ only in case',
    ]);
    expect(
      writeOutput(root, [environment('Prod', {}), environment('prod', {})], forced).diagnostics.map(({ id }) => id),
    ).toEqual(['output-path-collision']);
    expect(snapshot(folder)).toEqual({});
  });
});

test('a ledger that names files elsewhere prunes nothing', () => {
  inSandbox(folder => {
    const root = join(folder, 'out');
    put(folder, { victim: '' });
    put(root, {
      'old/ledger.json':
        '{"version": 1, "generator": "pipestream-scaling", "files": [{"path": "../../victim", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]}',
    });
    expect(writeOutput(root, [environment('staging', { a: '' })], careful).diagnostics.map(({ id }) => id)).toEqual([
      'output-ledger-damaged',
    ]);
    expect(
      writeOutput(root, [environment('staging', { a: '' })], forced).diagnostics.map(({ severity }) => severity),
    ).toEqual(['warning']);
    expect(snapshot(folder)['victim']).toBe('');
  });
});

test('a folder of another tool that is called .next is not ours to remove', () => {
  inSandbox(root => {
    put(root, { '.next/server/page.js': 'theirs\n' });
    expect(recover(root).value).toBe('failed');
    const { diagnostics } = writeOutput(root, [environment('staging', { a: '1\n' })], forced);
    expect(said(root, diagnostics)).toEqual([
      'error output-foreign: "out/.next" stands in the way of a generated file, and was not generated',
    ]);
    expect(snapshot(root)).toEqual({ '.next/server/page.js': 'theirs\n' });
  });
});

test('of many refused files twenty are named and the rest are counted', () => {
  inSandbox(root => {
    const files = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`f${String(index)}`, 'x\n']));
    put(join(root, 'staging'), Object.fromEntries(Object.keys(files).map(path => [path, 'mine\n'])));
    const { diagnostics } = writeOutput(root, [environment('staging', files)], careful);
    expect(diagnostics).toHaveLength(21);
    expect(diagnostics[20]?.message).toBe('the same holds for 5 more files');
  });
});

/** Names that meet each other as file and as folder. */
const somePath = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }).map(parts => parts.join('/'));
const fileSet = fc
  .dictionary(somePath, fc.constantFrom('', '1\n', '2\n'), { maxKeys: 8 })
  .map(files =>
    Object.fromEntries(
      Object.entries(files).filter(([path]) => !Object.keys(files).some(other => other.startsWith(`${path}/`))),
    ),
  );
const builds = fc.array(fc.dictionary(fc.constantFrom('one', 'two', 'three'), fileSet, { minKeys: 1 }), {
  minLength: 1,
  maxLength: 5,
});

test('any sequence of builds ends as a fresh build of the last one does', () => {
  fc.assert(
    fc.property(builds, sequence => {
      inSandbox(root => {
        inSandbox(fresh => {
          for (const build of sequence)
            expect(
              writeOutput(
                root,
                Object.entries(build).map(([name, files]) => environment(name, files)),
                careful,
              ).diagnostics,
            ).toEqual([]);
          writeOutput(
            fresh,
            Object.entries(sequence.at(-1) ?? {}).map(([name, files]) => environment(name, files)),
            careful,
          );
          expect(snapshot(root)).toEqual(snapshot(fresh));
        });
      });
    }),
    { numRuns: runs(150) },
  );
});

test('files of others always survive, whatever is built and refused around them', () => {
  const foreign = fc
    .dictionary(
      fc
        .tuple(fc.constantFrom('one', 'two', 'four'), somePath, fc.constantFrom('', '/mine'))
        .map(([name, path, end]) => `${name}/${path}${end}`),
      fc.constant('mine\n'),
      { maxKeys: 4 },
    )
    .map(files =>
      Object.fromEntries(
        Object.entries(files).filter(([path]) => !Object.keys(files).some(other => other.startsWith(`${path}/`))),
      ),
    );
  fc.assert(
    fc.property(foreign, builds, (mine, sequence) => {
      inSandbox(root => {
        put(root, mine);
        for (const build of sequence)
          writeOutput(
            root,
            Object.entries(build).map(([name, files]) => environment(name, files)),
            careful,
          );
        // A file with the very bytes that would be written is taken over; "mine" is never generated.
        expect(snapshot(root)).toMatchObject(mine);
      });
    }),
    { numRuns: runs(150) },
  );
});
