import { outputProblem } from '../model/catalogue/output.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { RenderedFile } from '../model/output-file.ts';
import type { RecordedEnvironment } from './as-recorded.ts';
import { digest } from './digest.ts';
import { nodeDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { failure } from './failure.ts';
import { fileProblems } from './file-problems.ts';
import { finish } from './finish.ts';
import type { Journal } from './journal.ts';
import { entryOf } from './ledger.ts';
import type { LedgerEntry } from './ledger.ts';
import { CheckedPaths, checkPaths, foldCase, ledgerName, unsafe, unsafeEnvironment } from './paths.ts';
import { isInterrupted } from './recover.ts';
import { removedEnvironments } from './removed.ts';
import { journalOf } from './stage.ts';
import type { Stage } from './stage.ts';
import { survey, wantedFor, wantedNowhere } from './survey.ts';
import type { Survey, Wanted } from './survey.ts';
import type { Tree } from './tree.ts';
import { Turn, locked } from './turn.ts';
import type { WriteOptions, WriteSummary } from './write-options.ts';

export interface EnvironmentOutput {
  readonly name: string;
  /** Each is taken once and let go, unless the output changes under the build: then they are asked for again. */
  readonly files: Iterable<RenderedFile>;
}

/**
 * Writes all environments as one: after a kill at any point the next command sees the old output or the new.
 * Nothing is written where nothing changed or where anything is refused.
 *
 * Files that differ from what is there are put beside the output as they come, under the lock, and take effect together
 * when the last is there and nothing speaks against them.
 */
export function writeOutput(
  outDir: string,
  environments: readonly EnvironmentOutput[],
  options: WriteOptions,
  disk: Disk = nodeDisk,
): Outcome<WriteSummary> {
  const unsafe = unsafeNames(outDir, environments);
  if (unsafe.length > 0) return refused(unsafe);
  const turn = new Turn(disk, outDir, options.patience ?? PATIENCE);
  try {
    try {
      return build(turn, environments, options);
    } finally {
      turn.end();
    }
  } catch (error) {
    return refused([failure(error, 'writing the output')]);
  }
}

/** Milliseconds: as long as a build of a thousand pools has the lock. */
const PATIENCE = 10_000;

/** Where a name is unsafe, with all that is wrong with the paths: then no file is put anywhere. */
function unsafeNames(outDir: string, environments: readonly EnvironmentOutput[]): readonly Diagnostic[] {
  const folded = new Set(environments.map(({ name }) => foldCase(name)));
  if (folded.size < environments.length) return [outputProblem('output-path-collision', 'environments', {})];
  if (environments.every(({ name }) => unsafeEnvironment(name) === undefined)) return [];
  return environments.flatMap(({ name, files }) => {
    const fault = unsafeEnvironment(name);
    const folder = `${outDir}/${name}`;
    return fault === undefined
      ? checkPaths(
          folder,
          Array.from(files, ({ path }) => path),
        )
      : [unsafe(folder, fault)];
  });
}

function build(turn: Turn, environments: readonly EnvironmentOutput[], options: WriteOptions): Outcome<WriteSummary> {
  const taken = environments.map(environment => take(turn, environment));
  const faults = taken.flatMap(one => one.faults);
  if (faults.length > 0) return refused(faults);
  if (options.isRefused?.() === true) return refused([]);
  const wanted = taken.map(({ name, entries }) => wantedFor(name, entries));
  const configured = new Set([...environments.map(({ name }) => name), ...(options.configured ?? [])]);
  const outcome =
    untouched(turn, wanted, configured) ?? commit(turn, { environments, wanted, configured, force: options.force });
  if (!hasErrors(outcome.diagnostics)) options.recorded?.(ledgersOf(wanted));
  return outcome;
}

function ledgersOf(wanted: readonly Wanted[]): readonly RecordedEnvironment[] {
  return wanted.map(({ environment, ledgerText }) => ({ name: environment, ledger: digest(ledgerText ?? '') }));
}

interface Taken {
  readonly name: string;
  readonly entries: readonly LedgerEntry[];
  readonly faults: readonly Diagnostic[];
}

/** Takes the files of an environment one by one; what is not there yet is put on the stage, as long as all is well. */
function take(turn: Turn, { name, files }: EnvironmentOutput): Taken {
  const entries: LedgerEntry[] = [];
  const paths = new CheckedPaths(`${turn.root}/${name}`);
  for (const batch of batches(files)) {
    const taken = batch.map(file => ({ file, entry: entryOf(file), isSafe: paths.add(file.path) }));
    for (const { file, entry, isSafe } of taken) {
      entries.push(entry);
      if (isSafe) putWhereNew(turn, name, file, entry);
    }
  }
  return { name, entries, faults: paths.faults() };
}

/** Characters of the texts that are held until they are written: so few that they die before they are called old. */
const BATCH = 300_000;

/** So much at a time: calls of the file system stand together, and not between the making of any two files. */
function* batches(files: Iterable<RenderedFile>): Generator<readonly RenderedFile[]> {
  let batch: RenderedFile[] = [];
  let size = 0;
  for (const file of files) {
    batch.push(file);
    size += file.text.length;
    if (size < BATCH) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  yield batch;
}

function putWhereNew(turn: Turn, environment: string, { path, text }: RenderedFile, entry: LedgerEntry): void {
  const at = `${environment}/${path}`;
  if (isCurrent(turn.tree, at, entry)) return;
  const { refusal, stage } = turn.begin();
  // Now nobody else changes it.
  if (refusal.length === 0 && !isCurrent(turn.tree, at, entry)) stage.putFile(environment, path, text);
}

function isCurrent(tree: Tree, at: string, { sha256 }: LedgerEntry): boolean {
  return tree.look(at).kind === 'file' && tree.digest(at) === sha256;
}

/**
 * The summary of a build that changes nothing, found without a lock and without a trace; undefined where it may change
 * something.
 */
function untouched(
  turn: Turn,
  wanted: readonly Wanted[],
  configured: ReadonlySet<string>,
): Outcome<WriteSummary> | undefined {
  if (turn.hasBegun || isInterrupted(turn.disk, turn.root)) return undefined;
  const { tree, root } = turn;
  const sameLedgers = wanted.every(({ environment, ledgerText }) => {
    const path = `${environment}/${ledgerName}`;
    return tree.look(path).kind === 'file' && tree.read(path).toString('utf8') === ledgerText;
  });
  if (!sameLedgers || removedEnvironments(tree, configured).length > 0) return undefined;
  const surveys = wanted.map(one => survey(tree, root, one));
  const isCurrent = surveys.every(({ files }) => files.every(({ state }) => state === 'current'));
  return isCurrent ? { value: summarise(root, surveys), diagnostics: [] } : undefined;
}

interface Commit {
  readonly environments: readonly EnvironmentOutput[];
  readonly wanted: readonly Wanted[];
  readonly configured: ReadonlySet<string>;
  readonly force: boolean;
}

function commit(turn: Turn, { environments, wanted, configured, force }: Commit): Outcome<WriteSummary> {
  const { refusal, recovered, stage, lock } = turn.begin();
  if (refusal.length > 0) return refused(refusal);
  const { disk, root, tree } = turn;
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
    putRest(stage, journal, environments, all);
    if (!lock.held()) return refused([locked(root, 'another process')]);
    stage.commit();
    found.push(...finish(disk, root, journal));
  }
  return { value: summarise(root, surveys), diagnostics: found };
}

/** The ledgers and the journal, and files that were as they should be until the build had the lock. */
function putRest(
  stage: Stage,
  journal: Journal,
  environments: readonly EnvironmentOutput[],
  wanted: readonly Wanted[],
): void {
  for (const { name, moves, ledger } of journal.environments) {
    const missing = new Set(moves.map(({ path }) => path).filter(path => !stage.has(name, path)));
    if (missing.size > 0)
      for (const { path, text } of environments.find(one => one.name === name)?.files ?? [])
        if (missing.has(path)) stage.putFile(name, path, text);
    const text = wanted.find(({ environment }) => environment === name)?.ledgerText ?? null;
    if (ledger !== undefined && text !== null) stage.putLedger(name, text);
  }
  stage.putJournal(journal);
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
    files.filter(one => one.state === state).map(({ path }) => `${root}/${environment}/${path}`);
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
    for (const { path, state } of files) {
      if (state === 'current') unchanged += 1;
      else written.push(`${root}/${environment}/${path}`);
    }
    for (const { path, state } of orphans) (state === 'owned' ? pruned : kept).push(`${root}/${environment}/${path}`);
  }
  return { written, unchanged, pruned, kept };
}

function refused(diagnostics: readonly Diagnostic[]): Outcome<WriteSummary> {
  return { value: { written: [], unchanged: 0, pruned: [], kept: [] }, diagnostics };
}
