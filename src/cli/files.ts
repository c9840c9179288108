import { existsSync } from 'node:fs';
import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

export interface NamedFiles {
  /** Each once, in the order of first mention; what a pattern matches is sorted. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The files that are meant by names and patterns; a name that exists is never taken for a pattern. */
export async function filesNamed(written: readonly string[]): Promise<NamedFiles> {
  const files = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const name of written) {
    if (!/[*?[\]{}!]/.test(name) || existsSync(name)) {
      files.add(name);
      continue;
    }
    const matched = await (await import('./globs.ts')).filesMatching(name);
    for (const file of matched) files.add(file);
    if (matched.length === 0)
      diagnostics.push(configurationProblem('unreadable-file', 'noMatch', { data: { pattern: name } }));
  }
  return { files: [...files], diagnostics };
}
