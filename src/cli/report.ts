import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { json } from '../report/json.ts';
import { pretty } from '../report/pretty.ts';
import type { Arguments } from './arguments.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

/** Prints findings: machine formats are the result, so they go to standard output. */
export function report(diagnostics: readonly Diagnostic[], { format }: Arguments, streams: Streams): void {
  if (format === 'json') streams.out(json(diagnostics));
  else if (diagnostics.length > 0) streams.err(pretty(diagnostics, streams));
}

const LEVELS: readonly Severity[] = ['information', 'warning', 'error'];

/** 1 where anything is at the level or above it. */
export function exitCode(diagnostics: readonly Diagnostic[], failOn: Severity): ExitCode {
  return diagnostics.some(({ severity }) => LEVELS.indexOf(severity) >= LEVELS.indexOf(failOn)) ? EXIT.findings : EXIT.clean;
}
