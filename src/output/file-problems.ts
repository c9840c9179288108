import { outputProblem } from '../model/catalogue/output.ts';
import { BUILD_COMMAND } from '../model/build-command.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

/** How many files of one kind are named before the rest are counted. */
const NAMED = 20;

/** One diagnostic a path, and one for all beyond the first twenty; `command` is the build that would fix them. */
export function fileProblems(kind: FileProblem, paths: readonly string[], command = BUILD_COMMAND): Diagnostic[] {
  const { one, more } = KINDS[kind];
  const diagnostics = paths.slice(0, NAMED).map(path => one({ path, command }));
  const count = paths.length - NAMED;
  if (count > 0)
    diagnostics.push(more({ count, files: count === 1 ? 'file' : 'files', help: diagnostics[0]?.help ?? '' }));
  return diagnostics;
}

export type FileProblem =
  | 'missing'
  | 'neverBuilt'
  | 'stale'
  | 'orphaned'
  | 'removedEnvironment'
  | 'edited'
  | 'keptOrphan'
  | 'keptMeanwhile'
  | 'foreign'
  | 'blocked'
  | 'link';

interface Kind {
  readonly one: (data: { readonly path: string; readonly command: string }) => Diagnostic;
  /** For all beyond the first twenty: what is done about them is the same. */
  readonly more: (data: { readonly count: number; readonly files: string; readonly help: string }) => Diagnostic;
}

const KINDS: Readonly<Record<FileProblem, Kind>> = {
  missing: {
    one: data => outputProblem('output-missing', 'file', { data }),
    more: data => outputProblem('output-missing', 'more', { data }),
  },
  neverBuilt: {
    one: data => outputProblem('output-missing', 'folder', { data }),
    more: data => outputProblem('output-missing', 'more', { data }),
  },
  stale: {
    one: data => outputProblem('output-stale', 'file', { data }),
    more: data => outputProblem('output-stale', 'more', { data }),
  },
  orphaned: {
    one: data => outputProblem('output-orphaned', 'file', { data }),
    more: data => outputProblem('output-orphaned', 'more', { data }),
  },
  removedEnvironment: {
    one: data => outputProblem('output-orphaned', 'environment', { data }),
    more: data => outputProblem('output-orphaned', 'more', { data }),
  },
  edited: {
    one: data => outputProblem('output-edited', 'edited', { data }),
    more: data => outputProblem('output-edited', 'more', { data }),
  },
  keptOrphan: {
    one: data => outputProblem('output-edited', 'keptOrphan', { data }),
    more: data => outputProblem('output-edited', 'moreKept', { data }),
  },
  keptMeanwhile: {
    one: data => outputProblem('output-edited', 'keptMeanwhile', { data }),
    more: data => outputProblem('output-edited', 'moreKept', { data }),
  },
  foreign: {
    one: data => outputProblem('output-foreign', 'foreign', { data }),
    more: data => outputProblem('output-foreign', 'more', { data }),
  },
  blocked: {
    one: data => outputProblem('output-foreign', 'blocked', { data }),
    more: data => outputProblem('output-foreign', 'more', { data }),
  },
  link: {
    one: data => outputProblem('output-symlink', 'link', { data }),
    more: data => outputProblem('output-symlink', 'more', { data }),
  },
};
