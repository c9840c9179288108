import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isTrusted, makeCacheFolder } from './folder.ts';
import { isOwn } from './own.ts';

/** Of one entry, in bytes. One without findings has a few hundred, and 10,000 findings about 10 MB. */
const LARGEST_ENTRY = 8 * 1024 * 1024;

/** Of all entries. The oldest are dropped first. */
const MOST_ENTRIES = 200;
const MOST_BYTES = 32 * 1024 * 1024;

/** Milliseconds after which an entry that was never finished is one of a build that was killed. */
const ABANDONED = 60 * 60 * 1000;

/** Undefined for whatever is not a file that this user alone can have written. No link is followed. */
export function readEntry(folder: string, name: string): string | undefined {
  if (!isTrusted(folder)) return undefined;
  try {
    // A named pipe would keep the open waiting. Windows has neither flag.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const handle = openSync(join(folder, fileOf(name)), flags);
    try {
      const stat = fstatSync(handle);
      return stat.isFile() && stat.size <= LARGEST_ENTRY && isOwn(stat, 0o022)
        ? readFileSync(handle, 'utf8')
        : undefined;
    } finally {
      closeSync(handle);
    }
  } catch {
    return undefined;
  }
}

/** Replaces an entry by one rename, so that a reader sees the old or the new; where it cannot, it does nothing. */
export function writeEntry(folder: string, name: string, text: string): void {
  if (Buffer.byteLength(text) > LARGEST_ENTRY) return;
  const file = join(folder, fileOf(name));
  const staged = `${file}.${String(process.pid)}.next`;
  try {
    makeCacheFolder(folder);
    if (!isTrusted(folder)) return;
    try {
      writeFileSync(staged, text, { flag: 'wx', mode: 0o600 });
      renameSync(staged, file);
    } catch {
      unlinkSync(staged);
    }
    dropOld(folder);
  } catch {
    // The next build compiles again.
  }
}

function fileOf(name: string): string {
  return `${name}.json`;
}

/** Nothing but what has a name of ours is ever removed. */
function dropOld(folder: string): void {
  const entries: { readonly path: string; readonly size: number; readonly age: number }[] = [];
  for (const name of readdirSync(folder)) {
    const ours = /^[0-9a-f]{64}\.json(?<unfinished>\.\d+\.next)?$/.exec(name);
    if (ours === null) continue;
    const path = join(folder, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    const age = Date.now() - stat.mtimeMs;
    if (ours.groups?.['unfinished'] === undefined) entries.push({ path, size: stat.size, age });
    else if (age > ABANDONED) unlinkSync(path);
  }
  let bytes = 0;
  entries
    .sort((one, other) => one.age - other.age)
    .forEach(({ path, size }, index) => {
      bytes += size;
      if (index >= MOST_ENTRIES || bytes > MOST_BYTES) unlinkSync(path);
    });
}
