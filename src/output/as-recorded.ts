import { closeSync, constants, openSync, readSync } from 'node:fs';
import { digest } from './digest.ts';
import { errorCode, nodeDisk } from './disk.ts';
import { parseLedger } from './ledger.ts';
import { ledgerName } from './paths.ts';
import { isInterrupted } from './recover.ts';
import { removedEnvironments } from './removed.ts';
import { diskTree } from './tree.ts';
import type { Tree } from './tree.ts';

/** An environment by the digest of its ledger, which has the digest of each of its files. */
export interface RecordedEnvironment {
  readonly name: string;
  readonly ledger: string;
}

/**
 * How many files there are where every file of these environments is as its ledger says, and nothing else is to be
 * done: no build was interrupted, and no environment is left over. Undefined for anything else, and for what cannot be
 * read: then a build finds out what is wrong.
 */
export function filesAsRecorded(
  root: string,
  environments: readonly RecordedEnvironment[],
  configured: readonly string[],
): number | undefined {
  try {
    if (isInterrupted(nodeDisk, root)) return undefined;
    const tree = diskTree(nodeDisk, root);
    const counts = environments.map(environment => filesOf(tree, root, environment));
    if (removedEnvironments(tree, new Set(configured)).length > 0) return undefined;
    return counts.every(count => count !== undefined) ? counts.reduce((all, count) => all + count, 0) : undefined;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

function filesOf(tree: Tree, root: string, { name, ledger }: RecordedEnvironment): number | undefined {
  const path = `${name}/${ledgerName}`;
  if (tree.look(path).kind !== 'file') return undefined;
  const bytes = tree.read(path);
  if (digest(bytes) !== ledger) return undefined;
  const { value, diagnostics } = parseLedger(`${root}/${path}`, bytes.toString('utf8'));
  const isSame =
    diagnostics.length === 0 &&
    value.files.every(
      file =>
        tree.look(`${name}/${file.path}`).kind === 'file' && digestOf(`${root}/${name}/${file.path}`) === file.sha256,
    );
  return isSame ? value.files.length : undefined;
}

/** Larger files are rare: they are read the longer way. One buffer for 40,000 files leaves nothing to collect. */
const buffer = Buffer.alloc(256 * 1024);

function digestOf(path: string): string {
  const handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const length = readSync(handle, buffer, 0, buffer.length, 0);
    return digest(length < buffer.length ? buffer.subarray(0, length) : nodeDisk.read(path));
  } finally {
    closeSync(handle);
  }
}
