import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { SHOWN } from '../model/budgets.ts';
import type { SuppressedFinding } from '../model/suppressed.ts';
import { pretty } from '../report/pretty.ts';
import { shown } from '../report/shown.ts';
import type { Arguments } from './arguments.ts';
import { writeText } from './source.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

/** What one analysis found, for every format that is asked for. */
export interface Found {
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed?: readonly SuppressedFinding[];
  /** Those that were looked at. */
  readonly files: readonly string[];
}

/**
 * Prints findings, and writes them to the files of `--output`: machine formats are the result, so they go to standard
 * output.
 *
 * @returns false where a file could not be written, which has been said
 */
export async function report(
  { diagnostics, suppressed = [], files }: Found,
  { format, outputs }: Pick<Arguments, 'format' | 'outputs'>,
  streams: Streams,
): Promise<boolean> {
  if (format === 'pretty') {
    if (diagnostics.length > 0)
      streams.err(
        pretty(shown(diagnostics, SHOWN.findingsOnTerminal).diagnostics, { ...streams, suppressed, all: diagnostics }),
      );
    if (outputs.length === 0) return true;
  }
  const { MACHINE, reportContext } = await import('./machine-formats.ts');
  const { diagnostics: told, left } = shown(diagnostics);
  const context = reportContext(files, suppressed, left);
  if (format !== 'pretty') streams.out(MACHINE[format](told, context));
  const unwritten = outputs.flatMap(output => writeText(output.file, MACHINE[output.format](told, context)));
  if (unwritten.length > 0) streams.err(pretty(unwritten, streams));
  return unwritten.length === 0;
}

const LEVELS: readonly Severity[] = ['information', 'warning', 'error'];

/** 1 where anything is at the level or above it; the same in every format. */
export function exitCode(diagnostics: readonly Diagnostic[], failOn: Severity): ExitCode {
  return diagnostics.some(({ severity }) => LEVELS.indexOf(severity) >= LEVELS.indexOf(failOn))
    ? EXIT.findings
    : EXIT.clean;
}
