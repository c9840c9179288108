import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { blobOf, repositoryOf, textOf } from './git.ts';
import type { Environment, Git, Problem, Repository } from './git.ts';
import { decodeSource } from './read-source.ts';
import { commandLineProblem } from '../model/catalogue/command-line.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';

/**
 * The configuration as it was at a revision: `revision`, or the merge base in CI, or HEAD.
 *
 * Nothing to compare with is no problem: outside a repository, before the first commit, for a file that is new. A
 * repository that cannot be read is a warning. A revision that was asked for and is not there is an error.
 */
export function baseSource(
  file: string,
  revision: string | undefined,
  environment: Environment,
): Outcome<SourceText | undefined> {
  const base = revision === undefined ? atDefault(file, environment) : atRevision(file, revision, environment);
  return 'id' in base ? { value: undefined, diagnostics: [base] } : { value: base.text, diagnostics: [] };
}

/** No text: there is nothing to compare with. */
type Base = { readonly text?: SourceText | undefined } | Diagnostic;

function atRevision(file: string, revision: string, environment: Environment): Base {
  if (!NAMES_A_REVISION.test(revision))
    return commandLineProblem('unknown-base-revision', 'notAName', { data: { revision } });
  if (file === '-') return commandLineProblem('unknown-base-revision', 'standardInput', { data: { revision } });
  const unreadable = (problem: string) =>
    commandLineProblem('unknown-base-revision', 'git', { data: { revision, problem } });
  const quick = textAtOnce(file, revision, environment);
  if (quick !== undefined) return 'problem' in quick ? unreadable(quick.problem) : quick;
  const { name, repository } = placeOf(file, environment);
  switch (repository.kind) {
    case 'none':
      return commandLineProblem('unknown-base-revision', 'noRepository', { data: { revision, file } });
    case 'no-git':
      return unreadable('git is not installed');
    case 'refused':
      return unreadable(repository.problem);
    case 'open': {
      const base = textAt(repository.git, revision, name);
      return 'problem' in base ? unreadable(base.problem) : base;
    }
  }
}

/** An option would begin with a dash, and the path begins at a colon. */
const NAMES_A_REVISION = /^[^-:\s][^:\0\r\n]*$/;

function atDefault(file: string, environment: Environment): Base {
  const quick = isInCi(environment) ? undefined : textAtOnce(file, 'HEAD', environment);
  if (quick !== undefined)
    return 'problem' in quick
      ? commandLineProblem('no-base-revision', 'unreadable', { data: { file, revision: 'HEAD', ...quick } })
      : quick;
  const { name, repository } = placeOf(file, environment);
  switch (repository.kind) {
    case 'none':
      return {};
    case 'no-git':
      return commandLineProblem('no-base-revision', 'noGit', { data: { file } });
    case 'refused':
      return commandLineProblem('no-base-revision', 'refused', { data: { file, problem: repository.problem } });
    case 'open': {
      const { git } = repository;
      const revision = defaultRevision(git, file, environment);
      if (typeof revision !== 'string') return revision;
      const base = textAt(git, revision, name);
      if (!('problem' in base)) return base;
      return revision === 'HEAD' && !base.final && hasNoCommit(git)
        ? {}
        : commandLineProblem('no-base-revision', 'unreadable', { data: { file, revision, problem: base.problem } });
    }
  }
}

interface Place {
  readonly name: string;
  readonly repository: Repository;
}

/** The file behind any symbolic links, which git would show as the text of the link. */
function placeOf(file: string, environment: Environment): Place {
  const real = file === '-' ? undefined : realPath(file);
  return real === undefined
    ? { name: file, repository: { kind: 'none' } }
    : { name: basename(real), repository: repositoryOf(dirname(real), environment) };
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    // The file was read a moment ago; one that has gone since has no base.
    return undefined;
  }
}

/** The text by one start of git, which is a twentieth of a lint; undefined where more has to be asked. */
function textAtOnce(
  file: string,
  revision: string,
  environment: Environment,
): { readonly text?: SourceText | undefined } | Problem | undefined {
  const real = file === '-' ? undefined : realPath(file);
  if (real === undefined) return undefined;
  const name = basename(real);
  const read = blobOf(`${revision}:./${name}`, dirname(real), environment);
  return read === undefined || 'problem' in read ? read : { text: decodeSource(`${revision}:${name}`, read.out).value };
}

/** The text, none where the revision does not have the file or it is no text. */
function textAt(git: Git, revision: string, name: string): { readonly text?: SourceText | undefined } | Problem {
  const read = git('cat-file', 'blob', '--end-of-options', `${revision}:./${name}`);
  if ('out' in read) return { text: decodeSource(`${revision}:${name}`, read.out).value };
  if (read.final) return read;
  // The same words are said of a path that is new and of a commit that is damaged.
  const listed = git('ls-tree', '-z', '--end-of-options', revision, '--', name);
  if ('problem' in listed) return /^path '/.test(read.problem) ? listed : read;
  return /^\d+ blob /.test(textOf(listed.out)) ? read : {};
}

function hasNoCommit(git: Git): boolean {
  const refs = git('rev-parse', '--all');
  return 'out' in refs && refs.out.length === 0;
}

/** There the checkout itself is what HEAD has. */
function isInCi(environment: Environment): boolean {
  return (environment['GITHUB_BASE_REF'] ?? '') !== '' || environment['CI'] === 'true';
}

/** HEAD, but in CI where it left the branch that it goes to. */
function defaultRevision(git: Git, file: string, environment: Environment): string | Diagnostic {
  if (!isInCi(environment)) return 'HEAD';
  const target = environment['GITHUB_BASE_REF'] ?? '';
  const branch = `refs/remotes/origin/${target === '' ? 'HEAD' : target}`;
  const found = git('merge-base', '--end-of-options', 'HEAD', branch);
  if ('out' in found) return textOf(found.out).trim();
  if (found.final)
    return commandLineProblem('no-base-revision', 'unreadable', { data: { file, revision: branch, ...found } });
  // A push to a branch names no other one.
  return target === '' ? 'HEAD' : commandLineProblem('no-base-revision', 'mergeBase', { data: { branch: target } });
}
