import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nodeDisk } from '../../../src/output/disk.ts';
import type { Disk } from '../../../src/output/disk.ts';
import type { EnvironmentOutput } from '../../../src/output/write.ts';

/** Thousands of small trees are written and killed, which takes minutes on a shared disk and seconds in memory. */
export const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A folder of its own that is gone when the work is done. */
export function inSandbox<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(SCRATCH, 'output-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function put(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

export function copy(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

/** Every file under a folder with its text, and every empty folder; `{}` where there is none. */
export function snapshot(root: string, under = ''): Record<string, string> {
  const found: Record<string, string> = {};
  const folder = join(root, under);
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return found;
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.length === 0 && under !== '') found[`${under}/`] = 'empty folder';
  for (const entry of entries) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) Object.assign(found, snapshot(root, path));
    else found[path] = entry.isSymbolicLink() ? 'symbolic link' : readFileSync(join(root, path), 'utf8');
  }
  return found;
}

/** The same without the ledgers, which have tests of their own. */
export function generated(root: string): Record<string, string> {
  return Object.fromEntries(Object.entries(snapshot(root)).filter(([path]) => !path.endsWith('/ledger.json')));
}

export function environment(name: string, files: Readonly<Record<string, string>>): EnvironmentOutput {
  return { name, files: Object.entries(files).map(([path, text]) => ({ path, text })) };
}

/** Calls `before` ahead of each call; it may throw, or end the process. */
export function watched(before: (call: keyof Disk, path: string, text: string) => void): Disk {
  return {
    lstat: path => {
      before('lstat', path, '');
      return nodeDisk.lstat(path);
    },
    list: folder => {
      before('list', folder, '');
      return nodeDisk.list(folder);
    },
    read: path => {
      before('read', path, '');
      return nodeDisk.read(path);
    },
    create: (path, text) => {
      before('create', path, text);
      nodeDisk.create(path, text);
    },
    makeFolder: path => {
      before('makeFolder', path, '');
      nodeDisk.makeFolder(path);
    },
    rename: (from, to) => {
      before('rename', from, '');
      nodeDisk.rename(from, to);
    },
    unlink: path => {
      before('unlink', path, '');
      nodeDisk.unlink(path);
    },
    removeFolder: path => {
      before('removeFolder', path, '');
      nodeDisk.removeFolder(path);
    },
  };
}

/** An error as the file system gives it. */
export function refusal(code: string, syscall: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${syscall} '${path}'`), { code, syscall, path });
}
