import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { SHOWN } from '../model/budgets.ts';
import { pretty } from '../report/pretty.ts';
import { shown } from '../report/shown.ts';
import type { Arguments } from './arguments.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

/**
 * Prints findings: machine formats are the result, so they go to standard output; `files` are those that were looked
 * at.
 */
export async function report(
  diagnostics: readonly Diagnostic[],
  files: readonly string[],
  { format }: Pick<Arguments, 'format'>,
  streams: Streams,
): Promise<void> {
  if (format === 'pretty') {
    if (diagnostics.length > 0)
      streams.err(pretty(shown(diagnostics, SHOWN.findingsOnTerminal).diagnostics, { ...streams, all: diagnostics }));
    return;
  }
  const { MACHINE, reportContext } = await import('./machine-formats.ts');
  const { diagnostics: told, left } = shown(diagnostics);
  streams.out(MACHINE[format](told, reportContext(files, left)));
}

const LEVELS: readonly Severity[] = ['information', 'warning', 'error'];

/** 1 where anything is at the level or above it; the same in every format. */
export function exitCode(diagnostics: readonly Diagnostic[], failOn: Severity): ExitCode {
  return diagnostics.some(({ severity }) => LEVELS.indexOf(severity) >= LEVELS.indexOf(failOn))
    ? EXIT.findings
    : EXIT.clean;
}
