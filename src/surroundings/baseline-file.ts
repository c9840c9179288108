import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSource } from '../config/read.ts';
import { BASELINE_FILE } from '../lint/engine/baseline.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FindingsOptions } from '../analysis/findings.ts';

/** Where the baseline of a configuration stands. */
export function baselinePath(file: string): string {
  const folder = dirname(file);
  return folder === '.' ? BASELINE_FILE : join(folder, BASELINE_FILE);
}

/** What is read from beside a configuration, for whoever asks what is found in it: a command or an editor. */
export function readBeside(
  file: string,
): Pick<FindingsOptions, 'baseline'> & { readonly diagnostics: readonly Diagnostic[] } {
  const path = baselinePath(file);
  if (!existsSync(path)) return { diagnostics: [] };
  const { value, diagnostics } = readSource(path, path.replaceAll('\\', '/'));
  return { baseline: value, diagnostics };
}
