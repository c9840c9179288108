import { lstatSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, sep } from 'node:path';
import { LARGEST_SOURCE } from './read-source.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What git printed, or its own sentence about why it did not. */
export type Answer = { readonly out: Uint8Array } | Problem;

export interface Problem {
  readonly problem: string;
  /** True where no other question would be answered either, or only as late. */
  readonly final: boolean;
}

/** Asks for objects of one repository. Only `plumbing` commands exist here, and none of them starts another program. */
export type Git = (command: 'cat-file' | 'ls-tree' | 'merge-base' | 'rev-parse', ...words: readonly string[]) => Answer;

/**
 * The repository that a folder is in: none, one that git answers for, one that git refuses with its reason, or one that
 * no git is installed for.
 */
export type Repository =
  | { readonly kind: 'none' }
  | { readonly kind: 'no-git' }
  | { readonly kind: 'refused'; readonly problem: string }
  | { readonly kind: 'open'; readonly git: Git };

/** Milliseconds that one question may take. A repository can make git wait for ever, such as by a named pipe. */
const LIMIT = 10_000;

/**
 * Finds the repository of a folder, given by its real path, and lets git check it. Whoever wrote the repository may be
 * hostile, so nothing that its files ask git to run is run.
 *
 * The check comes first and names no directory: git tests the owner only of a repository that it has found itself, and
 * takes the configuration of an embedded bare repository unless `safe.bareRepository` forbids it. Each later question
 * names the two directories of the answer, so that git does not search again.
 */
export function repositoryOf(folder: string, environment: Environment, limit = LIMIT): Repository {
  const top = workTreeOf(folder);
  if (top === undefined) return { kind: 'none' };
  const program = programOutside(top, environment);
  if (program === undefined) return { kind: 'no-git' };
  const env = environmentOf(environment);
  const run = (words: readonly string[]) => answerOf(program, [...SETTINGS, ...words], { cwd: folder, env, limit });
  const found = run(['rev-parse', '--absolute-git-dir', '--show-toplevel']);
  if ('problem' in found) return { kind: 'refused', problem: found.problem };
  const [gitDir, workTree, ...others] = textOf(found.out).trimEnd().split('\n');
  if (gitDir === undefined || workTree === undefined || others.length > 0)
    return { kind: 'refused', problem: 'its path has a line break' };
  // Git passes over a .git that it cannot read, and finds the repository around it.
  if (!isSameFolder(workTree, top))
    return { kind: 'refused', problem: `git does not take "${join(top, '.git')}" for its repository` };
  return { kind: 'open', git: (...words) => run([`--git-dir=${gitDir}`, `--work-tree=${workTree}`, ...words]) };
}

/**
 * The blob of an object such as `HEAD:./file`, asked for in one start of git, which finds and checks the repository
 * itself. It is held to the repository that the folder is in: it searches no folder above, and takes no other work tree
 * that its settings may name. Undefined where anything is in its way, for which `repositoryOf` has the words.
 */
export function blobOf(object: string, folder: string, environment: Environment, limit = LIMIT): Answer | undefined {
  const top = workTreeOf(folder);
  const program = top === undefined ? undefined : programOutside(top, environment);
  // A line is an object, and the folders are a list.
  if (top === undefined || program === undefined || object.includes('\n') || top.includes(delimiter)) return undefined;
  const answer = answerOf(program, [...SETTINGS, `--work-tree=${top}`, 'cat-file', '--batch'], {
    cwd: folder,
    env: { ...environmentOf(environment), GIT_CEILING_DIRECTORIES: dirname(top) },
    limit,
    input: `${object}\n`,
  });
  if ('problem' in answer) return answer.final ? answer : undefined;
  const headEnd = answer.out.indexOf(LINE_FEED);
  const size = /^[0-9a-f]+ blob (\d+)$/.exec(textOf(answer.out.subarray(0, headEnd)))?.[1];
  const blob = answer.out.subarray(headEnd + 1, -1);
  return size === String(blob.length) ? { out: blob } : undefined;
}

const LINE_FEED = 0x0a;

/** The nearest folder with a `.git`, which is a file in a worktree and in a submodule. Costs no process. */
function workTreeOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (lstatSync(join(at, '.git'), { throwIfNoEntry: false }) !== undefined) return at;
    if (dirname(at) === at) return undefined;
  }
}

/**
 * The first git on the PATH that the repository did not bring: a relative folder would be one of the repository, and
 * `npx` puts its node_modules/.bin in front.
 */
function programOutside(top: string, environment: Environment): string | undefined {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  const [, path = ''] = Object.entries(environment).find(([key]) => key.toUpperCase() === 'PATH') ?? [];
  const isRoot = dirname(top) === top;
  return path
    .split(delimiter)
    .filter(folder => isAbsolute(folder) && (isRoot || !`${folder}${sep}`.startsWith(`${top}${sep}`)))
    .map(folder => join(folder, name))
    .find(program => statSync(program, { throwIfNoEntry: false })?.isFile() === true);
}

/** Go before the command, and win over every file of settings. */
const SETTINGS = [
  '--no-pager',
  ...[
    'safe.bareRepository=explicit',
    'protocol.allow=never',
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'core.askPass=',
    'core.sshCommand=false',
    'credential.helper=',
  ].flatMap(setting => ['-c', setting]),
];

/**
 * Everything but git's own variables, which hooks set and which could name other repositories and programs. HOME stays:
 * `safe.directory` counts only in files of the user and of the system.
 */
function environmentOf(environment: Environment): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !name.toUpperCase().startsWith('GIT_'))),
    ...VARIABLES,
  };
}

const VARIABLES = {
  // Messages are matched and shown in English.
  LC_ALL: 'C',
  LANGUAGE: 'C',
  // An empty list. `protocol.ssh.allow` in the repository's settings wins over `protocol.allow`, and not over this.
  GIT_ALLOW_PROTOCOL: '',
  // An object that is missing stays missing. Known from git 2.44 on; before it, the empty list ends the fetch.
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  GIT_EDITOR: 'false',
  GIT_PAGER: 'cat',
  GIT_LITERAL_PATHSPECS: '1',
  // A few bytes of a delta can stand for gigabytes, which git would allocate before it prints the first one.
  GIT_ALLOC_LIMIT: '256m',
} as const;

interface Start {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly limit: number;
  readonly input?: string;
}

/** Bytes of the line in front of a blob: its id, its kind and its length. */
const LONGEST_HEAD = 100;

function answerOf(program: string, words: readonly string[], { cwd, env, limit, input }: Start): Answer {
  // Loaded here, since outside a repository no lint needs it.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd,
    env,
    ...(input === undefined ? {} : { input }),
    maxBuffer: LARGEST_SOURCE + LONGEST_HEAD,
    timeout: limit,
    killSignal: 'SIGKILL',
    windowsHide: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  if (status === 0) return { out: stdout };
  switch (error === undefined || !('code' in error) ? undefined : error.code) {
    case undefined:
    // It ended before it read what it is asked.
    case 'EPIPE':
      return { problem: firstProblem(textOf(stderr)), final: false };
    case 'ETIMEDOUT':
      return { problem: `git did not answer within ${String(limit / 1000)} s`, final: true };
    case 'ENOBUFS':
      return { problem: `it has more than ${String(LARGEST_SOURCE / 1024 / 1024)} MB`, final: true };
    default:
      return { problem: `git cannot be started: ${error?.message ?? ''}`, final: true };
  }
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Git's last word; what it could go on after comes before it, as `error:` or `warning:`. */
function firstProblem(said: string): string {
  const lines = said.split('\n');
  const fatal = lines.find(line => line.startsWith('fatal: ')) ?? lines[0] ?? '';
  return fatal.replace(/^(?:fatal|error): /, '').replace(/\.$/, '');
}

function isSameFolder(one: string, other: string): boolean {
  const [a, b] = [one, other].map(path => statSync(path, { throwIfNoEntry: false, bigint: true }));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}
