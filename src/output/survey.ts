import type { Diagnostic } from '../model/diagnostic.ts';
import { digest, digestWithoutCarriageReturns } from './digest.ts';
import { ledgerOf, parseLedger, printLedger } from './ledger.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { ledgerName } from './paths.ts';
import type { Look, Tree } from './tree.ts';

/** What a build would write into one environment's folder. */
export interface Wanted {
  readonly environment: string;
  /** In the order in which they are emitted. */
  readonly files: readonly LedgerEntry[];
  /** Null for an environment that is no more. */
  readonly ledgerText: string | null;
}

export function wantedFor(environment: string, files: readonly LedgerEntry[]): Wanted {
  return { environment, files, ledgerText: printLedger(ledgerOf(files)) };
}

/** An environment that the configuration no longer has wants nothing, not even a ledger. */
export function wantedNowhere(environment: string): Wanted {
  return { environment, files: [], ledgerText: null };
}

/** How one file stands to what is wanted; `found` is the digest of what is there. */
export type Standing =
  | { readonly state: 'missing' | 'current' }
  /** As we wrote it, or only its line endings differ from that. */
  | { readonly state: 'stale' | 'converted'; readonly found: string }
  | { readonly state: 'edited' | 'foreign'; readonly found: string }
  /** Something that no build may remove, standing at or above the path; `at` is relative to the output folder. */
  | { readonly state: 'blocked' | 'link'; readonly at: string };

export type WantedFile = Standing & { readonly path: string; readonly sha256: string };

/** A file of the old ledger that is wanted no more: `owned` while its bytes are ours. */
export interface Orphan {
  readonly path: string;
  readonly found: string;
  readonly state: 'owned' | 'edited';
}

export interface Survey {
  readonly environment: string;
  readonly files: readonly WantedFile[];
  readonly orphans: readonly Orphan[];
  readonly ledger: Standing;
  /** A damaged ledger. */
  readonly diagnostics: readonly Diagnostic[];
  /** Symbolic links in the way of files that are wanted no more. */
  readonly links: readonly string[];
}

/** Compares a folder with what is wanted there. `root` is the output folder as the user would name it. */
export function survey(tree: Tree, root: string, wanted: Wanted): Survey {
  const { environment } = wanted;
  const old = oldLedger(tree, root, environment);
  const oldDigests = new Map(old.ledger.files.map(({ path, sha256 }) => [path, sha256]));
  const coming = new Set(wanted.files.map(({ path }) => path));
  const orphans: Orphan[] = [];
  const links = new Set<string>();
  for (const [path, sha256] of oldDigests) {
    if (coming.has(path)) continue;
    const here = tree.look(`${environment}/${path}`);
    if (here.kind === 'link') links.add(here.at);
    if (here.kind !== 'file') continue;
    const bytes = tree.read(`${environment}/${path}`);
    const found = digest(bytes);
    orphans.push({
      path,
      found,
      state: found === sha256 || digestWithoutCarriageReturns(bytes) === sha256 ? 'owned' : 'edited',
    });
  }
  const leaving = new Set(
    orphans.filter(orphan => orphan.state === 'owned').map(orphan => `${environment}/${orphan.path}`),
  );
  const files = wanted.files.map(({ path, sha256 }) => ({
    path,
    sha256,
    ...standing(tree, leaving, `${environment}/${path}`, sha256, oldDigests.get(path)),
  }));
  return {
    environment,
    files,
    orphans,
    links: [...links],
    diagnostics: old.diagnostics,
    ledger: ledgerStanding(tree, wanted),
  };
}

function oldLedger(
  tree: Tree,
  root: string,
  environment: string,
): { ledger: Ledger; diagnostics: readonly Diagnostic[] } {
  const path = `${environment}/${ledgerName}`;
  if (tree.look(path).kind !== 'file') return { ledger: { files: [] }, diagnostics: [] };
  const { value, diagnostics } = parseLedger(`${root}/${path}`, tree.read(path).toString('utf8'));
  return { ledger: value, diagnostics };
}

/** The ledger is ours by its name: whatever file stands there is replaced, with a diagnostic where it was damaged. */
function ledgerStanding(tree: Tree, wanted: Wanted): Standing {
  const path = `${wanted.environment}/${ledgerName}`;
  const here = tree.look(path);
  if (here.kind === 'absent') return { state: wanted.ledgerText === null ? 'current' : 'missing' };
  if (here.kind !== 'file') return obstacle(here, path);
  const bytes = tree.read(path);
  const found = digest(bytes);
  if (wanted.ledgerText === null) return { state: 'stale', found };
  const sha256 = digest(wanted.ledgerText);
  if (found === sha256) return { state: 'current' };
  return { state: digestWithoutCarriageReturns(bytes) === sha256 ? 'converted' : 'stale', found };
}

function standing(
  tree: Tree,
  leaving: ReadonlySet<string>,
  path: string,
  sha256: string,
  ours: string | undefined,
): Standing {
  const here = tree.look(path);
  if (here.kind === 'absent') return { state: 'missing' };
  if (here.kind !== 'file') {
    const makesRoom =
      here.kind === 'file-above' ? leaving.has(here.at) : here.kind === 'folder' && emptiedBy(tree, leaving, path);
    return makesRoom ? { state: 'missing' } : obstacle(here, path);
  }
  const found = tree.digest(path);
  if (found === sha256) return { state: 'current' };
  if (found === ours) return { state: 'stale', found };
  const restored = digestWithoutCarriageReturns(tree.read(path));
  if (restored === sha256) return { state: 'converted', found };
  if (restored !== undefined && restored === ours) return { state: 'stale', found };
  return { state: ours === undefined ? 'foreign' : 'edited', found };
}

/** Whether pruning leaves a folder empty, so that a file may take its place. */
function emptiedBy(tree: Tree, leaving: ReadonlySet<string>, folder: string): boolean {
  const names = tree.names(folder);
  return (
    names.length > 0 &&
    names.every(name => {
      const path = `${folder}/${name}`;
      return leaving.has(path) || (tree.look(path).kind === 'folder' && emptiedBy(tree, leaving, path));
    })
  );
}

function obstacle(here: Look, path: string): Standing {
  if (here.kind === 'link') return { state: 'link', at: here.at };
  return { state: 'blocked', at: 'at' in here ? here.at : path };
}
