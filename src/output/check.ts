import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { RenderedFile } from '../model/output-file.ts';
import { nodeDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { failure } from './failure.ts';
import { findings, refusals } from './findings.ts';
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

/** Compares one environment's folder with what a build would write there, and writes nothing. */
export function checkOutput(
  outDir: string,
  environment: string,
  files: readonly RenderedFile[],
  disk: Disk = nodeDisk,
): Outcome<CheckSummary> {
  try {
    return compare(outDir, environment, files, disk);
  } catch (error) {
    return { value: nothing, diagnostics: [{ ...failure(error, 'reading the output'), id: 'output-unreadable' }] };
  }
}

/** Folders of environments that the configuration no longer has. */
export function checkRemoved(
  outDir: string,
  configured: readonly string[],
  disk: Disk = nodeDisk,
): Outcome<readonly string[]> {
  try {
    const folders = removedEnvironments(currentTree(disk, outDir), new Set(configured)).map(
      name => `${outDir}/${name}`,
    );
    return {
      value: folders,
      diagnostics: findings('output-orphaned', folders, {
        severity: 'error',
        message: path => `"${path}" was generated for an environment that the configuration no longer has`,
        help: 'run npm run build, which removes it, and commit the result',
      }),
    };
  } catch (error) {
    return { value: [], diagnostics: [{ ...failure(error, 'reading the output'), id: 'output-unreadable' }] };
  }
}

function compare(
  outDir: string,
  environment: string,
  files: readonly RenderedFile[],
  disk: Disk,
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
      diagnostics: findings('output-missing', [folder], {
        ...reports.missing,
        message: path => `"${path}" has not been generated yet`,
      }),
    };
  }
  const found = survey(tree, outDir, wantedFor(environment, files));
  const named = (state: WantedFile['state']): string[] =>
    found.files.filter(one => one.state === state).map(({ file }) => `${folder}/${file.path}`);
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
      ...findings('output-missing', missing, reports.missing),
      ...findings('output-stale', stale, reports.stale),
      ...findings('output-orphaned', orphaned, reports.orphaned),
      ...findings('output-edited', edited, refusals.edited),
      ...findings('output-foreign', foreign, refusals.foreign),
      ...findings('output-foreign', [...blocking], refusals.blocked),
      ...findings('output-symlink', [...linked], refusals.link),
      ...lineEndings(folder, converted),
    ],
  };
}

const regenerate = 'run npm run build and commit the result';

const reports = {
  missing: { severity: 'error', message: (path: string) => `"${path}" is missing`, help: regenerate },
  stale: {
    severity: 'error',
    message: (path: string) => `"${path}" is not what the configuration compiles to`,
    help: regenerate,
  },
  orphaned: {
    severity: 'error',
    message: (path: string) => `"${path}" is generated no more`,
    help: 'run npm run build, which removes it, and commit the result',
  },
} as const;

/** One diagnostic for all: a checkout converts every file alike. */
function lineEndings(folder: string, converted: readonly string[]): Diagnostic[] {
  if (converted.length === 0) return [];
  const count =
    converted.length === 1
      ? `"${converted[0] ?? ''}" differs`
      : `${String(converted.length)} files in "${folder}" differ`;
  return [
    {
      id: 'output-line-endings',
      severity: 'error',
      message: `${count} from what was generated only by CR LF line endings, which the checkout made`,
      help: `put "${folder}/** text eol=lf" into .gitattributes and check the files out again`,
    },
  ];
}

function atRoot(outDir: string, at: string): string {
  return at === '' ? outDir : `${outDir}/${at}`;
}
