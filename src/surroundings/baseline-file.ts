import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSource } from './read-source.ts';
import { BASELINE_FILE } from '../lint/engine/baseline.ts';
import type { Outcome } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';

/** Where the baseline of a configuration stands. */
export function baselinePath(file: string): string {
  const folder = dirname(file);
  return folder === '.' ? BASELINE_FILE : join(folder, BASELINE_FILE);
}

/** The baseline beside a configuration; undefined where there is none. */
export function readBaseline(file: string): Outcome<SourceText | undefined> {
  const path = baselinePath(file);
  return existsSync(path) ? readSource(path, path.replaceAll('\\', '/')) : { value: undefined, diagnostics: [] };
}
