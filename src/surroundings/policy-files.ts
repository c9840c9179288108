import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { PolicyFiles } from '../analysis/surroundings.ts';
import { readSource } from './read-source.ts';
import { organisationProblem } from '../model/catalogue/organisation.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';

/** 500 policies with long explanations take a quarter of it. */
const LARGEST_POLICY_FILE = 1024 * 1024;

/**
 * The files at the paths that a configuration names, which are relative to it; `configuration` is its own path. What is
 * wrong with a path is said without a place: the configuration has that.
 */
export function policyFiles(configuration: string, paths: readonly string[]): PolicyFiles {
  return new Map(paths.map(path => [path, policyFile(configuration, path)]));
}

function policyFile(configuration: string, path: string): Outcome<SourceText | undefined> {
  const named = { data: { file: path } };
  if (path.includes('\0') || isAbsolute(path) || /^[A-Za-z]:|\\/.test(path))
    return refused(organisationProblem('policy-file-path', 'notRelative', named));
  const folder = dirname(configuration);
  const place = join(folder, path);
  const root = projectOf(folder);
  if (isOutside(root, join(real(folder) ?? folder, path)))
    return refused(organisationProblem('policy-file-path', 'outside', named));
  const target = real(place);
  const stat = target === undefined ? undefined : statSync(target, { throwIfNoEntry: false });
  if (target === undefined || stat === undefined)
    return refused(organisationProblem('policy-file-unreadable', 'missing', named));
  if (isOutside(root, target)) return refused(organisationProblem('policy-file-path', 'linkToOutside', named));
  if (!stat.isFile()) return refused(organisationProblem('policy-file-unreadable', 'noFile', named));
  if (stat.size > LARGEST_POLICY_FILE) {
    const size = (stat.size / 1024 / 1024).toFixed(1);
    return refused(organisationProblem('policy-file-too-large', 'size', { data: { file: path, size } }));
  }
  const read = readSource(target, place.replaceAll(sep, '/'));
  const [problem] = read.diagnostics;
  // A byte that is wrong has its place in the file itself.
  if (read.value !== undefined || problem?.span !== undefined) return read;
  return refused(
    organisationProblem('policy-file-unreadable', 'system', {
      data: { problem: problem?.message ?? `"${path}" cannot be read` },
    }),
  );
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
