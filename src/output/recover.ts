import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import { errorCode, kindOf, nodeDisk, removeTree } from './disk.ts';
import type { Disk } from './disk.ts';
import { failure } from './failure.ts';
import { fileProblems } from './file-problems.ts';
import { finish } from './finish.ts';
import { damagedJournal, parseJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { acquire } from './lock.ts';
import { committed, filesFolder, journalName, ledgersFolder, lockName, staging, staleLockName } from './marks.ts';
import { committedTree, diskTree } from './tree.ts';
import type { Tree } from './tree.ts';

/** `busy`: another process is at work, and will finish it itself. */
export type Recovery = 'nothing' | 'finished' | 'dropped' | 'busy' | 'failed';

/**
 * Finishes or drops what an interrupted build left in `outDir`. Called at the start of every command;
 * where there is nothing to do it costs four questions to the file system.
 * Failing is no error: readers look through the mark, and a build reports it for itself.
 */
export function recover(outDir: string, disk: Disk = nodeDisk): Outcome<Recovery> {
  if (!mayBeInterrupted(disk, outDir)) return { value: 'nothing', diagnostics: [] };
  try {
    const lock = acquire(disk, outDir, 0);
    if ('holder' in lock) return { value: 'busy', diagnostics: [] };
    try {
      const { value, diagnostics } = recoverLocked(disk, outDir);
      return { value, diagnostics: diagnostics.map(asWarning) };
    } finally {
      lock.release();
    }
  } catch (error) {
    return { value: 'failed', diagnostics: [asWarning(failure(error, 'finishing an interrupted build'))] };
  }
}

/** Not where there is no folder that can be looked into: the build says so, once. */
function mayBeInterrupted(disk: Disk, outDir: string): boolean {
  try {
    return isInterrupted(disk, outDir) && disk.lstat(outDir)?.isSymbolicLink() !== true;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

/**
 * What a file of `outDir` holds, or will once an interrupted build is finished; undefined where there is none.
 * `path` is relative to `outDir`. Symbolic links are not followed.
 */
export function readThrough(outDir: string, path: string, disk: Disk = nodeDisk): string | undefined {
  const tree = currentTree(disk, outDir);
  return tree.look(path).kind === 'file' ? tree.read(path).toString('utf8') : undefined;
}

/** The output folder as readers are to see it. */
export function currentTree(disk: Disk, outDir: string): Tree {
  const journal = readJournal(disk, outDir);
  return journal === undefined || journal === 'damaged' ? diskTree(disk, outDir) : committedTree(disk, outDir, journal);
}

export function isInterrupted(disk: Disk, root: string): boolean {
  return [committed, staging, lockName, staleLockName].some(mark => disk.lstat(`${root}/${mark}`) !== undefined);
}

/** Under the lock. */
export function recoverLocked(disk: Disk, root: string): Outcome<Recovery> {
  const foreign = foreignMark(disk, root);
  if (foreign !== undefined) return { value: 'failed', diagnostics: [foreign] };
  const dropped = disk.lstat(`${root}/${staging}`) !== undefined;
  if (dropped) removeTree(disk, `${root}/${staging}`);
  const journal = readJournal(disk, root);
  if (journal === undefined) return { value: dropped ? 'dropped' : 'nothing', diagnostics: [] };
  if (journal === 'damaged') return { value: 'failed', diagnostics: [damagedJournal(`${root}/${committed}`)] };
  return { value: 'finished', diagnostics: finish(disk, root, journal) };
}

/** Others use the name too (Next.js builds into `.next`): what holds anything but ours is not ours to remove. */
function foreignMark(disk: Disk, root: string): Diagnostic | undefined {
  const ours = [journalName, filesFolder, ledgersFolder];
  for (const mark of [staging, committed]) {
    const path = `${root}/${mark}`;
    const stats = disk.lstat(path);
    if (stats === undefined) continue;
    const kind = kindOf(stats);
    if (kind === 'link') return fileProblems('link', [path])[0];
    if (kind !== 'folder' || disk.list(path).some(entry => !ours.includes(entry.name)))
      return fileProblems('blocked', [path])[0];
  }
  return undefined;
}

function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' };
}

function readJournal(disk: Disk, root: string): Journal | 'damaged' | undefined {
  const tree = diskTree(disk, root);
  if (tree.look(committed).kind === 'absent') return undefined;
  const path = `${committed}/${journalName}`;
  return tree.look(path).kind === 'file' ? (parseJournal(tree.read(path).toString('utf8')) ?? 'damaged') : 'damaged';
}
