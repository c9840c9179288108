import { outputProblem } from '../model/catalogue/output.ts';
import { BUILD_COMMAND } from '../model/build-command.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { RenderedFile } from '../model/output-file.ts';
import { nodeDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { failure } from './failure.ts';
import { fileProblems } from './file-problems.ts';
import { entryOf } from './ledger.ts';
import type { LedgerEntry } from './ledger.ts';
import { ledgerName } from './paths.ts';
import { currentTree } from './recover.ts';
import { removedEnvironments } from './removed.ts';
import { survey, wantedFor } from './survey.ts';
import type { WantedFile } from './survey.ts';

/** Paths start with the output folder; each list is complete, where diagnostics name the first twenty only. */
export interface CheckSummary {
  readonly current: number;
  readonly missing: readonly string[];
  readonly stale: readonly string[];
  readonly orphaned: readonly string[];
  readonly edited: readonly string[];
  readonly foreign: readonly string[];
  /** What is wrong with them is only that a checkout changed their line endings. */
  readonly converted: readonly string[];
}

const nothing: CheckSummary = {
  current: 0,
  missing: [],
  stale: [],
  orphaned: [],
  edited: [],
  foreign: [],
  converted: [],
};

export interface CheckOptions {
  readonly disk?: Disk;
  /** The build to run instead, as help names it. */
  readonly command?: string;
}

/**
 * Compares one environment's folder with what a build would write there, and writes nothing. Texts are held one at a
 * time.
 */
export function checkOutput(
  outDir: string,
  environment: string,
  files: Iterable<RenderedFile>,
  { disk = nodeDisk, command = BUILD_COMMAND }: CheckOptions = {},
): Outcome<CheckSummary> {
  // Outside of what is caught: making them reads no output.
  const entries = Array.from(files, entryOf);
  try {
    return compare(outDir, environment, entries, { disk, command });
  } catch (error) {
    return { value: nothing, diagnostics: [failure(error, 'reading the output', 'output-unreadable')] };
  }
}

/** Folders of environments that the configuration no longer has. */
export function checkRemoved(
  outDir: string,
  configured: readonly string[],
  { disk = nodeDisk, command = BUILD_COMMAND }: CheckOptions = {},
): Outcome<readonly string[]> {
  try {
    const folders = removedEnvironments(currentTree(disk, outDir), new Set(configured)).map(
      name => `${outDir}/${name}`,
    );
    return {
      value: folders,
      diagnostics: fileProblems('removedEnvironment', folders, command),
    };
  } catch (error) {
    return { value: [], diagnostics: [failure(error, 'reading the output', 'output-unreadable')] };
  }
}

function compare(
  outDir: string,
  environment: string,
  files: readonly LedgerEntry[],
  { disk, command }: Required<CheckOptions>,
): Outcome<CheckSummary> {
  const tree = currentTree(disk, outDir);
  const folder = `${outDir}/${environment}`;
  const here = tree.look('').kind === 'link' ? tree.look('') : tree.look(environment);
  if (
    here.kind === 'absent' &&
    files.length > 0 &&
    tree.look(`${environment}/${ledgerName}`).kind === 'absent' &&
    files.every(({ path }) => tree.look(`${environment}/${path}`).kind === 'absent')
  ) {
    const missing = files.map(({ path }) => `${folder}/${path}`);
    return {
      value: { ...nothing, missing },
      diagnostics: fileProblems('neverBuilt', [folder], command),
    };
  }
  const found = survey(tree, outDir, wantedFor(environment, files));
  const named = (state: WantedFile['state']): string[] =>
    found.files.filter(one => one.state === state).map(({ path }) => `${folder}/${path}`);
  const missing = named('missing');
  const stale = named('stale');
  const converted = named('converted');
  const edited = named('edited');
  const foreign = named('foreign');
  const orphaned = found.orphans.map(({ path }) => `${folder}/${path}`);
  const blocking = new Set<string>();
  const linked = new Set(found.links.map(at => atRoot(outDir, at)));
  for (const standing of [...found.files, found.ledger]) {
    if (standing.state === 'blocked') blocking.add(atRoot(outDir, standing.at));
    if (standing.state === 'link') linked.add(atRoot(outDir, standing.at));
  }
  // The ledger follows the files: alone it is stale only when a pool was renamed or the ledger itself was changed.
  const ledger = `${folder}/${ledgerName}`;
  if (found.ledger.state === 'missing') missing.push(ledger);
  if (found.ledger.state === 'converted') converted.push(ledger);
  const isLedgerAlone =
    missing.length +
      stale.length +
      orphaned.length +
      edited.length +
      foreign.length +
      blocking.size +
      linked.size +
      found.diagnostics.length ===
    0;
  if (found.ledger.state === 'stale' && isLedgerAlone) stale.push(ledger);
  return {
    value: {
      current: found.files.filter(({ state }) => state === 'current').length,
      missing,
      stale,
      orphaned,
      edited,
      foreign,
      converted,
    },
    diagnostics: [
      ...found.diagnostics,
      ...fileProblems('missing', missing, command),
      ...fileProblems('stale', stale, command),
      ...fileProblems('orphaned', orphaned, command),
      ...fileProblems('edited', edited, command),
      ...fileProblems('foreign', foreign, command),
      ...fileProblems('blocked', [...blocking], command),
      ...fileProblems('link', [...linked], command),
      ...lineEndings(folder, converted),
    ],
  };
}

/** One diagnostic for all: a checkout converts every file alike. */
function lineEndings(folder: string, converted: readonly string[]): Diagnostic[] {
  const [first, ...others] = converted;
  if (first === undefined) return [];
  return [
    others.length === 0
      ? outputProblem('output-line-endings', 'file', { data: { path: first, folder } })
      : outputProblem('output-line-endings', 'files', { data: { count: converted.length, folder } }),
  ];
}

function atRoot(outDir: string, at: string): string {
  return at === '' ? outDir : `${outDir}/${at}`;
}
