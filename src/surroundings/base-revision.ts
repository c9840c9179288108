import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { decodeSource, LARGEST_SOURCE } from './read-source.ts';
import { commandLineProblem } from '../model/catalogue/command-line.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration as it was at a revision: `revision`, or the merge base in CI, or HEAD.
 *
 * Nothing to compare with is no problem: outside a repository, before the first commit, for a file that is new.
 * A revision that was asked for and is not there is an error.
 */
export function baseSource(
  file: string,
  revision: string | undefined,
  environment: Environment,
): Outcome<SourceText | undefined> {
  if (revision !== undefined && !NAMES_A_REVISION.test(revision))
    return refused(commandLineProblem('unknown-base-revision', 'notAName', { data: { revision } }));
  const place = file === '-' ? undefined : placeOf(file);
  if (place === undefined)
    return revision === undefined
      ? NOTHING
      : refused(
          file === '-'
            ? commandLineProblem('unknown-base-revision', 'standardInput', { data: { revision } })
            : commandLineProblem('unknown-base-revision', 'noRepository', { data: { revision, file } }),
        );
  const git = gitAt(place.folder, environment);
  if (revision === undefined) {
    const base = mergeBase(git, environment);
    return base.value === undefined
      ? { ...NOTHING, diagnostics: base.diagnostics }
      : { value: textAt(git, base.value, place.name).text, diagnostics: [] };
  }
  const { text, problem } = textAt(git, revision, place.name);
  return problem === undefined
    ? { value: text, diagnostics: [] }
    : refused(commandLineProblem('unknown-base-revision', 'git', { data: { revision, problem } }));
}

const NOTHING: Outcome<undefined> = { value: undefined, diagnostics: [] };

/** An option would begin with a dash, and the path begins at a colon. */
const NAMES_A_REVISION = /^[^-:\s][^:\0\r\n]*$/;

interface Place {
  readonly folder: string;
  readonly name: string;
}

/**
 * The file behind any symbolic links, which git would show as the text of the link; undefined outside a repository,
 * which costs no process.
 */
function placeOf(file: string): Place | undefined {
  const real = realPath(file);
  if (real === undefined) return undefined;
  const folder = dirname(real);
  for (let at = folder; ; at = dirname(at)) {
    // In a worktree and in a submodule it is a file.
    if (existsSync(join(at, '.git'))) return { folder, name: basename(real) };
    if (dirname(at) === at) return undefined;
  }
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    // The file was read a moment ago; one that has gone since has no base.
    return undefined;
  }
}

type Git = (...words: readonly string[]) => { readonly out: Uint8Array } | { readonly problem: string };

/**
 * What git sets for its hooks (git rev-parse --local-env-vars); relative paths in it would be taken from the wrong
 * folder.
 */
const OF_HOOKS = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_IMPLICIT_WORK_TREE',
];

function gitAt(folder: string, environment: Environment): Git {
  const inherited = Object.fromEntries(Object.entries(environment).filter(([name]) => !OF_HOOKS.includes(name)));
  const env = { ...inherited, LC_ALL: 'C', LANGUAGE: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
  return (...words) => {
    // Loaded here, since outside a repository no lint needs it.
    const { spawnSync } = process.getBuiltinModule('node:child_process');
    const { status, stdout, stderr, error } = spawnSync('git', words, {
      cwd: folder,
      env,
      maxBuffer: LARGEST_SOURCE + 1,
      timeout: 10_000,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (status === 0) return { out: stdout };
    const said = error === undefined ? stderr.toString() : error.message;
    return { problem: said.split('\n', 1)[0]?.replace(/^fatal: (.*?)\.?$/, '$1') ?? '' };
  };
}

/**
 * The text, undefined where the revision does not have the file or it is no text; a problem only where there is no such
 * revision.
 */
function textAt(
  git: Git,
  revision: string,
  name: string,
): { readonly text?: SourceText | undefined; readonly problem?: string } {
  const read = git('cat-file', 'blob', `${revision}:./${name}`);
  if ('out' in read) return { text: decodeSource(`${revision}:${name}`, read.out).value };
  return /^path '/.test(read.problem) ? {} : { problem: read.problem };
}

/** HEAD, but in CI where it left the branch that it goes to: the checkout itself is what HEAD has there. */
function mergeBase(git: Git, environment: Environment): Outcome<string | undefined> {
  const target = environment.GITHUB_BASE_REF ?? '';
  if (target === '' && environment.CI !== 'true') return { value: 'HEAD', diagnostics: [] };
  const found = git('merge-base', 'HEAD', `refs/remotes/origin/${target === '' ? 'HEAD' : target}`);
  if ('out' in found) return { value: Buffer.from(found.out).toString().trim(), diagnostics: [] };
  // A push to a branch names no other one.
  return target === ''
    ? { value: 'HEAD', diagnostics: [] }
    : {
        value: undefined,
        diagnostics: [commandLineProblem('no-base-revision', 'mergeBase', { data: { branch: target } })],
      };
}

function refused(diagnostic: Diagnostic): Outcome<undefined> {
  return { value: undefined, diagnostics: [diagnostic] };
}
