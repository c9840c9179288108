import { outputProblem } from '../model/catalogue/output.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { RenderedFile } from '../model/output-file.ts';
import type { RecordedEnvironment } from './as-recorded.ts';
import { digest } from './digest.ts';
import { errorCode, nodeDisk, removeTree } from './disk.ts';
import type { Disk } from './disk.ts';
import { failure } from './failure.ts';
import { fileProblems } from './file-problems.ts';
import { finish } from './finish.ts';
import { acquire } from './lock.ts';
import type { Lock } from './lock.ts';
import { committed, staging } from './marks.ts';
import { checkPaths, foldCase, ledgerName, unsafe, unsafeEnvironment } from './paths.ts';
import { isInterrupted, recoverLocked } from './recover.ts';
import { removedEnvironments } from './removed.ts';
import { journalOf, stage } from './stage.ts';
import { survey, wantedFor, wantedNowhere } from './survey.ts';
import type { Survey, Wanted } from './survey.ts';
import { diskTree } from './tree.ts';
import type { WriteOptions, WriteSummary } from './write-options.ts';

export interface EnvironmentOutput {
  readonly name: string;
  readonly files: readonly RenderedFile[];
}

/**
 * Writes all environments as one: after a kill at any point the next command sees the old output or the new.
 * Nothing is written where nothing changed or where anything is refused.
 */
export function writeOutput(
  outDir: string,
  environments: readonly EnvironmentOutput[],
  options: WriteOptions,
  disk: Disk = nodeDisk,
): Outcome<WriteSummary> {
  const unsafe = checkSafety(outDir, environments);
  if (unsafe.length > 0) return refused(unsafe);
  const wanted = environments.map(({ name, files }) => wantedFor(name, files));
  const configured = new Set([...environments.map(({ name }) => name), ...(options.configured ?? [])]);
  try {
    const outcome =
      untouched(disk, outDir, wanted, configured) ?? writeLocked(disk, outDir, wanted, configured, options);
    if (!hasErrors(outcome.diagnostics)) options.recorded?.(ledgersOf(wanted));
    return outcome;
  } catch (error) {
    return refused([failure(error, 'writing the output')]);
  }
}

function ledgersOf(wanted: readonly Wanted[]): readonly RecordedEnvironment[] {
  return wanted.map(({ environment, ledgerText }) => ({ name: environment, ledger: digest(ledgerText ?? '') }));
}

function checkSafety(outDir: string, environments: readonly EnvironmentOutput[]): Diagnostic[] {
  const folded = new Set(environments.map(({ name }) => foldCase(name)));
  if (folded.size < environments.length) return [outputProblem('output-path-collision', 'environments', {})];
  return environments.flatMap(({ name, files }) => {
    const fault = unsafeEnvironment(name);
    return fault === undefined
      ? checkPaths(
          `${outDir}/${name}`,
          files.map(file => file.path),
        )
      : [unsafe(`${outDir}/${name}`, fault)];
  });
}

/**
 * The summary of a build that changes nothing, found without a lock and without a trace; undefined where it may change
 * something.
 */
function untouched(
  disk: Disk,
  root: string,
  wanted: readonly Wanted[],
  configured: ReadonlySet<string>,
): Outcome<WriteSummary> | undefined {
  if (isInterrupted(disk, root)) return undefined;
  const tree = diskTree(disk, root);
  // The ledgers first: where one differs, the files are read once only, under the lock.
  const sameLedgers = wanted.every(({ environment, ledgerText }) => {
    const path = `${environment}/${ledgerName}`;
    return tree.look(path).kind === 'file' && tree.read(path).toString('utf8') === ledgerText;
  });
  if (!sameLedgers || removedEnvironments(tree, configured).length > 0) return undefined;
  const surveys = wanted.map(one => survey(tree, root, one));
  const isCurrent = surveys.every(({ files }) => files.every(({ state }) => state === 'current'));
  return isCurrent ? { value: summarise(root, surveys), diagnostics: [] } : undefined;
}

function writeLocked(
  disk: Disk,
  root: string,
  wanted: readonly Wanted[],
  configured: ReadonlySet<string>,
  options: WriteOptions,
): Outcome<WriteSummary> {
  const here = diskTree(disk, root).look('');
  if (here.kind === 'link') return refused(fileProblems('link', [root]));
  if (here.kind === 'absent') makeFolders(disk, root);
  const lock = acquire(disk, root, options.patience ?? 2_000);
  if ('holder' in lock) return refused([locked(root, lock.holder)]);
  try {
    return commit(disk, root, lock, wanted, configured, options.force);
  } finally {
    // What cannot be released is stale as soon as this process ends.
    attempt(() => {
      lock.release();
    });
    if (here.kind === 'absent')
      attempt(() => {
        disk.removeFolder(root);
      });
  }
}

function commit(
  disk: Disk,
  root: string,
  lock: Lock,
  wanted: readonly Wanted[],
  configured: ReadonlySet<string>,
  force: boolean,
): Outcome<WriteSummary> {
  const recovered = recoverLocked(disk, root).diagnostics;
  if (hasErrors(recovered)) return refused(recovered);
  const tree = diskTree(disk, root);
  const all = [...wanted, ...removedEnvironments(tree, configured).map(wantedNowhere)];
  const surveys = all.map(one => survey(tree, root, one));
  const found = [
    ...recovered,
    ...elsewhere(disk, root, surveys),
    ...surveys.flatMap(one => objections(root, one, force)),
  ];
  if (hasErrors(found)) return refused(found);
  const journal = journalOf(all, surveys);
  if (journal.environments.length > 0) {
    try {
      stage(disk, root, all, journal);
      if (!lock.held()) return refused([locked(root, 'another process')]);
      disk.rename(`${root}/${staging}`, `${root}/${committed}`);
    } catch (error) {
      attempt(() => {
        removeTree(disk, `${root}/${staging}`);
      });
      throw error;
    }
    found.push(...finish(disk, root, journal));
  }
  return { value: summarise(root, surveys), diagnostics: found };
}

/** A commit could not be finished across file systems, where nothing can be renamed. */
function elsewhere(disk: Disk, root: string, surveys: readonly Survey[]): Diagnostic[] {
  const device = disk.lstat(root)?.dev;
  return surveys.flatMap(({ environment }): Diagnostic[] => {
    const stats = disk.lstat(`${root}/${environment}`);
    if (stats === undefined || !stats.isDirectory() || stats.dev === device) return [];
    return [outputProblem('output-unwritable', 'mounted', { data: { folder: `${root}/${environment}`, root } })];
  });
}

function objections(
  root: string,
  { environment, files, orphans, ledger, links, diagnostics }: Survey,
  force: boolean,
): Diagnostic[] {
  const named = (state: 'edited' | 'foreign'): string[] =>
    files.filter(one => one.state === state).map(({ file }) => `${root}/${environment}/${file.path}`);
  const blocking = new Set<string>();
  const linked = new Set(links.map(at => `${root}/${at}`));
  for (const standing of [...files, ledger]) {
    if (standing.state === 'blocked') blocking.add(`${root}/${standing.at}`);
    if (standing.state === 'link') linked.add(`${root}/${standing.at}`);
  }
  return [
    ...diagnostics.map(diagnostic => (force ? asWarning(diagnostic) : diagnostic)),
    ...(force ? [] : fileProblems('edited', named('edited'))),
    ...(force ? [] : fileProblems('foreign', named('foreign'))),
    ...fileProblems('blocked', [...blocking]),
    ...fileProblems('link', [...linked]),
    ...fileProblems(
      'keptOrphan',
      orphans.filter(({ state }) => state === 'edited').map(({ path }) => `${root}/${environment}/${path}`),
    ),
  ];
}

function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' };
}

function summarise(root: string, surveys: readonly Survey[]): WriteSummary {
  const written: string[] = [];
  const pruned: string[] = [];
  const kept: string[] = [];
  let unchanged = 0;
  for (const { environment, files, orphans } of surveys) {
    for (const { file, state } of files) {
      if (state === 'current') unchanged += 1;
      else written.push(`${root}/${environment}/${file.path}`);
    }
    for (const { path, state } of orphans) (state === 'owned' ? pruned : kept).push(`${root}/${environment}/${path}`);
  }
  return { written, unchanged, pruned, kept };
}

function refused(diagnostics: readonly Diagnostic[]): Outcome<WriteSummary> {
  return { value: { written: [], unchanged: 0, pruned: [], kept: [] }, diagnostics };
}

function locked(root: string, holder: string): Diagnostic {
  return outputProblem('output-locked', 'locked', { data: { holder, root } });
}

function makeFolders(disk: Disk, path: string): void {
  const above = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  if (above !== '' && disk.lstat(above) === undefined) makeFolders(disk, above);
  disk.makeFolder(path);
}

function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    // Of two failures of the file system the first is the one to report.
    if (errorCode(error) === undefined) throw error;
  }
}
