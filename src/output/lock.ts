import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './disk.ts';
import type { Disk } from './disk.ts';
import { isRecord, parseJson } from './ledger.ts';
import { lockName, staleLockName } from './marks.ts';

export interface Lock {
  /** False once another process has taken it for a dead one's; nothing may be committed then. */
  held(): boolean;
  release(): void;
}

/** The lock, or the process that holds it. Waits up to `patience` milliseconds. */
export function acquire(disk: Disk, root: string, patience: number): Lock | { readonly holder: string } {
  const path = `${root}/${lockName}`;
  const text = `${JSON.stringify({ pid: process.pid, start: startOf(process.pid)?.start ?? '', host: hostname() })}\n`;
  const lock: Lock = {
    held: () => readIfThere(disk, path) === text,
    release: () => {
      if (readIfThere(disk, path) === text) disk.unlink(path);
    },
  };
  const until = Date.now() + patience;
  for (;;) {
    if (created(disk, path, text)) {
      unlinkIfThere(disk, `${root}/${staleLockName}`);
      return lock;
    }
    const found = readIfThere(disk, path);
    if (found === undefined) continue;
    if (found === text || isStale(disk, path, found)) {
      takeAway(disk, root, found);
    } else if (Date.now() >= until) {
      return { holder: describe(found) };
    } else {
      pause(20);
    }
  }
}

function created(disk: Disk, path: string, text: string): boolean {
  try {
    disk.create(path, text);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // A full disk leaves an empty file, which would look like a build that is about to begin.
    if (errorCode(error) === 'ENOSPC') disk.unlink(path);
    throw error;
  }
}

/** Of two that see the same dead lock, the slower may take away the quicker's new one: then it gives it back. */
function takeAway(disk: Disk, root: string, stale: string): void {
  const path = `${root}/${lockName}`;
  const aside = `${root}/${staleLockName}`;
  try {
    disk.rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const taken = readIfThere(disk, aside);
  if (taken !== undefined && taken !== stale) created(disk, path, taken);
  unlinkIfThere(disk, aside);
}

/** Longer than any build takes, of ten thousand pools too; only judges what this machine cannot ask about. */
const forgottenAfter = 10 * 60_000;
/** Between the creation of a lock and its text. */
const writtenWithin = 2_000;

function isStale(disk: Disk, path: string, text: string): boolean {
  const holder = parse(text);
  const age = Date.now() - (disk.lstat(path)?.mtimeMs ?? Date.now());
  if (holder === undefined) return age > writtenWithin;
  if (holder.host !== hostname()) return age > forgottenAfter;
  return !isAlive(holder);
}

interface Holder {
  readonly pid: number;
  /**
   * Clock ticks from boot to the start of the process; empty where the system does not say. Tells apart two with one
   * number.
   */
  readonly start: string;
  readonly host: string;
}

function parse(text: string): Holder | undefined {
  const document = parseJson(text);
  if (!isRecord(document)) return undefined;
  const { pid, start, host } = document;
  // Zero and below would ask about process groups.
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined;
  return typeof start === 'string' && typeof host === 'string' ? { pid, start, host } : undefined;
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
  }
  const running = startOf(holder.pid);
  if (running === undefined) return true;
  return !running.dead && (holder.start === '' || running.start === holder.start);
}

/**
 * proc(5), /proc/pid/stat: state is field 3 and start time field 22; the name before them may hold anything, `)` too.
 */
function startOf(pid: number): { readonly start: string; readonly dead: boolean } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { start: fields[19] ?? '', dead: fields[0] === 'Z' || fields[0] === 'X' };
  } catch {
    return undefined;
  }
}

function describe(text: string): string {
  const holder = parse(text);
  if (holder === undefined) return 'another process';
  return holder.host === hostname()
    ? `process ${String(holder.pid)}`
    : `process ${String(holder.pid)} on "${holder.host}"`;
}

function readIfThere(disk: Disk, path: string): string | undefined {
  try {
    return disk.read(path).toString('utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function unlinkIfThere(disk: Disk, path: string): void {
  try {
    disk.unlink(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
