import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { noFile, readSource } from './read-source.ts';
import { BASELINE_FILE } from '../lint/engine/baseline.ts';
import { linterProblem } from '../model/catalogue/linter.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';

/** Where the baseline of a configuration stands. */
export function baselinePath(file: string): string {
  const folder = dirname(file);
  return folder === '.' ? BASELINE_FILE : join(folder, BASELINE_FILE);
}

/** The baseline beside a configuration; undefined where there is none. */
export function readBaseline(file: string): Outcome<SourceText | undefined> {
  const path = baselinePath(file);
  const place = baselinePlace(path);
  switch (place) {
    case 'free':
      return { value: undefined, diagnostics: [] };
    case 'file':
      return readSource(path, named(path));
    default:
      return { value: undefined, diagnostics: [place] };
  }
}

/**
 * What stands at the path of a baseline. The program chooses the path, and not the user, so a link there could lead the
 * program to any file of the machine, to print or to overwrite it.
 */
export function baselinePlace(path: string): 'free' | 'file' | Diagnostic {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 'free';
  if (stat.isSymbolicLink()) return linterProblem('unreadable-baseline', 'link', { data: { file: named(path) } });
  return noFile(stat, named(path)) ?? 'file';
}

function named(path: string): string {
  return path.replaceAll('\\', '/');
}
