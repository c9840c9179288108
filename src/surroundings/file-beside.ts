import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { readSource } from './read-source.ts';

/** What is said where a file cannot be read, without a place: whoever names the file has that. */
export interface FileProblems {
  readonly notRelative: () => Diagnostic;
  readonly outside: () => Diagnostic;
  readonly linkToOutside: () => Diagnostic;
  readonly missing: () => Diagnostic;
  readonly noFile: () => Diagnostic;
  /** `size` in MB: `1.3`. */
  readonly tooLarge: (size: string) => Diagnostic;
  readonly system: (problem: string) => Diagnostic;
}

/**
 * Reads the file at a path that a configuration names, which is relative to it and inside of its repository; links lead
 * nowhere else. `configuration` is its own path, `largest` the bytes that the file may have.
 */
export function fileBeside(
  configuration: string,
  path: string,
  largest: number,
  problems: FileProblems,
): Outcome<SourceText | undefined> {
  if (path.includes('\0') || isAbsolute(path) || /^[A-Za-z]:|\\/.test(path)) return refused(problems.notRelative());
  const folder = dirname(configuration);
  const place = join(folder, path);
  const root = projectOf(folder);
  if (isOutside(root, join(real(folder) ?? folder, path))) return refused(problems.outside());
  const target = real(place);
  const stat = target === undefined ? undefined : statSync(target, { throwIfNoEntry: false });
  if (target === undefined || stat === undefined) return refused(problems.missing());
  if (isOutside(root, target)) return refused(problems.linkToOutside());
  if (!stat.isFile()) return refused(problems.noFile());
  if (stat.size > largest) return refused(problems.tooLarge((stat.size / 1024 / 1024).toFixed(1)));
  const read = readSource(target, place.replaceAll(sep, '/'));
  const [problem] = read.diagnostics;
  // A byte that is wrong has its place in the file itself.
  if (read.value !== undefined || problem?.span !== undefined) return read;
  return refused(problems.system(problem?.message ?? `"${path}" cannot be read`));
}

function refused(diagnostic: Diagnostic): Outcome<undefined> {
  return { value: undefined, diagnostics: [diagnostic] };
}

/** The repository that a folder is in, or the folder itself. */
function projectOf(folder: string): string {
  const start = real(folder) ?? folder;
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return start;
  }
}

function isOutside(root: string, place: string): boolean {
  const way = relative(root, place);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

function real(place: string): string | undefined {
  try {
    return realpathSync(place);
  } catch {
    return undefined;
  }
}
