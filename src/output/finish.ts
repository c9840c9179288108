import type { Diagnostic } from '../model/diagnostic.ts';
import { digest } from './digest.ts';
import { errorCode, kindOf, removeTree } from './disk.ts';
import type { Disk, Kind } from './disk.ts';
import { fileProblems } from './file-problems.ts';
import type { Journal, JournalEnvironment, Move } from './journal.ts';
import { committed, filesFolder, ledgersFolder, staging } from './marks.ts';
import { ledgerName } from './paths.ts';
import { diskTree } from './tree.ts';

/**
 * Carries out a commit that took effect. May be cut off before any call and begun again: what is done is found done.
 * Whatever no longer is what the build saw is left as it is, and reported. The ledgers go in last; then one rename ends
 * the commit.
 */
export function finish(disk: Disk, root: string, journal: Journal): Diagnostic[] {
  const kept: string[] = [];
  for (const environment of journal.environments) {
    prune(disk, root, environment);
    moveIn(disk, root, environment, kept);
  }
  for (const environment of journal.environments) settleLedger(disk, root, environment, kept);
  disk.rename(`${root}/${committed}`, `${root}/${staging}`);
  removeTree(disk, `${root}/${staging}`);
  return fileProblems('keptMeanwhile', kept);
}

function prune(disk: Disk, root: string, { name, prunes }: JournalEnvironment): void {
  // By exact names in listings, so that where case is not told apart a new "a" is never pruned for an old "A".
  const tree = diskTree(disk, root);
  const emptied = new Set<string>();
  for (const { path, sha256 } of prunes) {
    const full = `${name}/${path}`;
    if (tree.look(full).kind === 'file' && digest(tree.read(full)) === sha256) disk.unlink(`${root}/${full}`);
    for (let slash = full.lastIndexOf('/'); slash > name.length; slash = full.lastIndexOf('/', slash - 1))
      emptied.add(full.slice(0, slash));
  }
  const deepestFirst = [...emptied].sort((one, other) => other.length - one.length);
  for (const folder of deepestFirst) if (tree.look(folder).kind === 'folder') removeIfEmpty(disk, `${root}/${folder}`);
}

function moveIn(disk: Disk, root: string, { name, moves }: JournalEnvironment, kept: string[]): void {
  const planned = new Map(moves.map(move => [move.path, move]));
  const staged = `${root}/${committed}/${filesFolder}`;
  const folder = (path: string, here: Kind | undefined): void => {
    const target = `${root}/${path}`;
    if (here === undefined) {
      disk.rename(`${staged}/${path}`, target);
    } else if (here === 'folder') {
      const standing = kinds(disk, target);
      for (const [child, kind] of kinds(disk, `${staged}/${path}`)) {
        const childPath = `${path}/${child}`;
        if (kind === 'folder') folder(childPath, standing.get(child));
        else file(childPath, standing.get(child));
      }
    } else {
      kept.push(target);
    }
  };
  const file = (path: string, here: Kind | undefined): void => {
    const move = planned.get(path.slice(name.length + 1));
    if (move === undefined) return;
    const target = `${root}/${path}`;
    if (here === undefined || (here === 'file' && isExpected(digest(disk.read(target)), move)))
      disk.rename(`${staged}/${path}`, target);
    else kept.push(target);
  };
  const there = disk.lstat(`${staged}/${name}`);
  if (there === undefined) return;
  const target = disk.lstat(`${root}/${name}`);
  folder(name, target === undefined ? undefined : kindOf(target));
}

function settleLedger(disk: Disk, root: string, { name, ledger }: JournalEnvironment, kept: string[]): void {
  if (ledger === undefined) return;
  const staged = `${root}/${committed}/${ledgersFolder}/${name}.json`;
  const target = `${root}/${name}/${ledgerName}`;
  const here = diskTree(disk, root).look(`${name}/${ledgerName}`);
  if (ledger.sha256 === null) {
    if (here.kind === 'file' && digest(disk.read(target)) === ledger.was) disk.unlink(target);
    if (disk.lstat(`${root}/${name}`)?.isDirectory() === true) removeIfEmpty(disk, `${root}/${name}`);
    return;
  }
  if (disk.lstat(staged) === undefined) return;
  if (disk.lstat(`${root}/${name}`) === undefined) disk.makeFolder(`${root}/${name}`);
  const mayReplace =
    here.kind === 'absent' ||
    (here.kind === 'file' && isExpected(digest(disk.read(target)), { sha256: ledger.sha256, was: ledger.was }));
  if (mayReplace) disk.rename(staged, target);
  else kept.push(target);
}

function isExpected(found: string, move: Pick<Move, 'sha256' | 'was'>): boolean {
  return found === move.was || found === move.sha256;
}

function kinds(disk: Disk, folder: string): Map<string, Kind> {
  return new Map(disk.list(folder).map(entry => [entry.name, kindOf(entry)]));
}

function removeIfEmpty(disk: Disk, folder: string): void {
  if (disk.list(folder).length > 0) return;
  try {
    disk.removeFolder(folder);
  } catch (error) {
    // Somebody put a file there since: then it is not empty.
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
  }
}
