import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readEntry, writeEntry } from '../../../src/cache/entry-file.ts';
import { cacheFolder, isTrusted } from '../../../src/cache/folder.ts';
import { needs } from '../../programs.ts';

const NAME = 'a'.repeat(64);

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'pipestream-scaling-entry-'));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  return join(root, 'caches/pipestream-scaling');
}

function withEntry(): { readonly caches: string; readonly file: string } {
  const caches = folder();
  writeEntry(caches, NAME, 'known');
  return { caches, file: join(caches, `${NAME}.json`) };
}

test.each([
  ['linux', { XDG_CACHE_HOME: '/caches', HOME: '/home/a' }, '/caches/pipestream-scaling'],
  ['linux', { HOME: '/home/a' }, '/home/a/.cache/pipestream-scaling'],
  ['darwin', { HOME: '/Users/a' }, '/Users/a/Library/Caches/pipestream-scaling'],
  ['win32', { LOCALAPPDATA: '/Users/a/AppData/Local' }, '/Users/a/AppData/Local/pipestream-scaling'],
  // A relative folder would be one of the repository.
  ['linux', { XDG_CACHE_HOME: 'caches', HOME: '/home/a' }, undefined],
  ['linux', {}, undefined],
] as const)('on %s with %o the cache is %s', (platform, environment, expected) => {
  expect(cacheFolder(environment, platform)).toBe(expected);
});

test('an entry that is written is read again, and nobody else can read it', () => {
  const { caches, file } = withEntry();
  expect(readEntry(caches, NAME)).toBe('known');
  expect(lstatSync(caches).mode & 0o777).toBe(0o700);
  expect(lstatSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(caches)).toEqual([`${NAME}.json`]);
});

test('a folder that others can write or read is none of ours', () => {
  const { caches } = withEntry();
  chmodSync(caches, 0o770);
  expect([isTrusted(caches), readEntry(caches, NAME)]).toEqual([false, undefined]);
  writeEntry(caches, NAME, 'other');
  chmodSync(caches, 0o700);
  expect(readEntry(caches, NAME)).toBe('known');
});

test.skipIf(process.geteuid?.() !== 0)('a folder or an entry of another user is none of ours', () => {
  const { caches, file } = withEntry();
  chownSync(file, 65_534, 0);
  expect(readEntry(caches, NAME)).toBeUndefined();
  chownSync(file, 0, 0);
  chownSync(caches, 65_534, 0);
  expect(readEntry(caches, NAME)).toBeUndefined();
});

test('a link is not followed, in the place of the folder or of an entry', () => {
  const { caches, file } = withEntry();
  const link = `${caches}-link`;
  symlinkSync(caches, link);
  expect(readEntry(link, NAME)).toBeUndefined();
  writeEntry(link, 'b'.repeat(64), 'other');
  expect(readdirSync(caches)).toEqual([`${NAME}.json`]);
  const linked = 'c'.repeat(64);
  symlinkSync(file, join(caches, `${linked}.json`));
  expect(readEntry(caches, linked)).toBeUndefined();
  // A new entry takes the place of the link, and leaves what it led to.
  writeEntry(caches, linked, 'other');
  expect([readEntry(caches, linked), readEntry(caches, NAME)]).toEqual(['other', 'known']);
});

test('what is no file is not waited for, and what is huge is not read', context => {
  needs(context, 'mkfifo');
  const { caches, file } = withEntry();
  truncateSync(file, 20 * 1024 * 1024);
  expect(readEntry(caches, NAME)).toBeUndefined();
  rmSync(file);
  expect(spawnSync('mkfifo', [file]).status).toBe(0);
  expect(readEntry(caches, NAME)).toBeUndefined();
  rmSync(file);
  mkdirSync(file);
  expect(readEntry(caches, NAME)).toBeUndefined();
  // A folder cannot be replaced by a rename: nothing is left behind.
  writeEntry(caches, NAME, 'other');
  expect(readdirSync(caches)).toEqual([`${NAME}.json`]);
});

test('an entry that is too large is not written', () => {
  const caches = folder();
  writeEntry(caches, NAME, 'x'.repeat(9 * 1024 * 1024));
  expect(existsSync(caches)).toBe(false);
});

test('the oldest entries and what a killed build left are dropped, and nothing that is not ours', () => {
  const { caches } = withEntry();
  const nameOf = (index: number): string => String(index).padStart(64, '0');
  for (let index = 0; index < 210; index += 1) {
    const file = join(caches, `${nameOf(index)}.json`);
    writeFileSync(file, '');
    utimesSync(file, 1_000_000 + index, 1_000_000 + index);
  }
  writeFileSync(join(caches, `${NAME}.json.1.next`), '');
  utimesSync(join(caches, `${NAME}.json.1.next`), 1_000_000, 1_000_000);
  writeFileSync(join(caches, 'notes.txt'), 'mine');
  writeEntry(caches, 'b'.repeat(64), 'newest');
  const left = readdirSync(caches);
  expect(left.filter(name => name.endsWith('.json'))).toHaveLength(200);
  expect(left).toContain('notes.txt');
  expect(left.filter(name => name.endsWith('.next'))).toEqual([]);
  expect(left).not.toContain(`${nameOf(11)}.json`);
  expect(left).toContain(`${nameOf(12)}.json`);
  expect(readEntry(caches, 'b'.repeat(64))).toBe('newest');
});

test('the entries together have a most', () => {
  const caches = folder();
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
    writeEntry(caches, name.repeat(64), 'x'.repeat(7 * 1024 * 1024));
    utimesSync(join(caches, `${name.repeat(64)}.json`), name.charCodeAt(0), name.charCodeAt(0));
  }
  expect(readdirSync(caches).map(name => name.charAt(0))).toEqual(['c', 'd', 'e', 'f']);
});
