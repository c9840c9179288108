import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import type { Dirent, Stats } from 'node:fs';

/**
 * Every call that reaches the file system while output is read or written, so that tests can fail or kill before each.
 * In production these are the functions of node:fs.
 */
export interface Disk {
  lstat(path: string): Stats | undefined;
  list(folder: string): Dirent[];
  read(path: string): Buffer;
  /**
   * Fails where the file exists. Never executable; the umask may take more away: who may read is the machine's to say.
   */
  create(path: string, text: string): void;
  makeFolder(path: string): void;
  rename(from: string, to: string): void;
  unlink(path: string): void;
  removeFolder(path: string): void;
}

/** Bytes. The ledger of 10 000 pools on both platforms has 60 MB, and no other file comes near it. */
const LARGEST_OUTPUT = 128 * 1024 * 1024;

export const nodeDisk: Disk = {
  lstat: path => lstatSync(path, { throwIfNoEntry: false }),
  list: folder => readdirSync(folder, { withFileTypes: true }),
  read: path => {
    // Whoever can commit to the repository can put any file there.
    if (statSync(path).size > LARGEST_OUTPUT)
      throw Object.assign(new Error(`${path} is too large`), { code: 'EFBIG', syscall: 'read', path });
    return naming(path, () => readFileSync(path));
  },
  create: (path, text) => {
    naming(path, () => {
      writeFileSync(path, text, { flag: 'wx', mode: 0o644 });
    });
  },
  makeFolder: path => {
    mkdirSync(path);
  },
  rename: renameSync,
  unlink: unlinkSync,
  removeFolder: path => {
    rmdirSync(path);
  },
};

/** Errors of an open file (a full disk, a bad sector) name no path. */
function naming<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw error instanceof Error && !('path' in error) ? Object.assign(error, { path }) : error;
  }
}

export type Kind = 'file' | 'folder' | 'link' | 'other';

export function kindOf(entry: Dirent | Stats): Kind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

/** Removes a folder that is ours entirely; a symbolic link is removed itself, never followed. */
export function removeTree(disk: Disk, folder: string): void {
  for (const entry of disk.list(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) removeTree(disk, path);
    else disk.unlink(path);
  }
  disk.removeFolder(folder);
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
