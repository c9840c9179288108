import type { Diagnostic, Severity } from '../model/diagnostic.ts';

/** How many files of one kind are named before the rest are counted. */
const named = 20;

export type OutputFinding =
  | 'output-missing'
  | 'output-stale'
  | 'output-orphaned'
  | 'output-edited'
  | 'output-foreign'
  | 'output-symlink'
  | 'output-line-endings';

interface Wording {
  readonly severity: Severity;
  readonly message: (path: string) => string;
  readonly help: string;
}

/** One diagnostic a path, and one for all beyond the first twenty. */
export function findings(id: OutputFinding, paths: readonly string[], wording: Wording): Diagnostic[] {
  const { severity, message, help } = wording;
  const diagnostics: Diagnostic[] = paths.slice(0, named).map(path => ({ id, severity, message: message(path), help }));
  const rest = paths.length - named;
  if (rest > 0)
    diagnostics.push({
      id,
      severity,
      message: `the same holds for ${String(rest)} more ${rest === 1 ? 'file' : 'files'}`,
      help,
    });
  return diagnostics;
}

/** What a build says of files that it will not overwrite. */
export const refusals = {
  edited: {
    severity: 'error',
    message: path => `"${path}" was edited by hand`,
    help: 'take the edit into pipestream-scaling.yaml or an overlay of your own, or overwrite it with build --force',
  },
  foreign: {
    severity: 'error',
    message: path => `"${path}" stands where a generated file goes, and was not generated`,
    help: 'move it out of the output folder, or overwrite it with build --force',
  },
  blocked: {
    severity: 'error',
    message: path => `"${path}" stands in the way of a generated file, and was not generated`,
    help: 'move it out of the output folder; build --force does not remove it',
  },
  link: {
    severity: 'error',
    message: path => `"${path}" is a symbolic link, and output is never written through one`,
    help: 'replace the link by a folder, or remove it',
  },
  keptOrphan: {
    severity: 'warning',
    message: path => `"${path}" is generated no more, but was edited by hand, so it stays`,
    help: 'remove it if you do not need it; from now on it counts as your own',
  },
  keptMeanwhile: {
    severity: 'warning',
    message: path => `"${path}" changed after the build that would replace it had begun, so it stays`,
    help: 'build again: it is then reported as edited by hand',
  },
} satisfies Record<string, Wording>;
