import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { baseSource } from '../../../src/surroundings/base-revision.ts';
import { repositoryOf } from '../../../src/surroundings/git.ts';
import { NO_OTHER_OWNER, needs } from '../../programs.ts';
import { BOMB, deltaBomb } from './delta-bomb.ts';

/** Each test makes a repository that wants a program to be run, which would leave this file behind. */
let folder: string;
let witness: string;
let environment: Record<string, string>;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'hostile-')));
  witness = join(folder, 'WITNESS');
  write('home/.gitconfig', '[user]\n name = Test\n email = test@example.com\n[init]\n defaultBranch = main\n');
  write('spy', `#!/bin/sh\necho "$0" "$@" >> '${witness}'\nexit 1\n`);
  chmodSync(join(folder, 'spy'), 0o755);
  environment = { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'home') };
});
afterEach(() => {
  expect(existsSync(witness) ? readFileSync(witness, 'utf8') : 'nothing ran').toBe('nothing ran');
  rmSync(folder, { recursive: true, force: true });
});

function git(at: string, ...words: readonly string[]): string {
  return execFileSync('git', words, {
    cwd: join(folder, at),
    env: environment,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
}

function write(file: string, text: string | Uint8Array): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

let made: string;
beforeAll(() => {
  made = mkdtempSync(join(tmpdir(), 'made-'));
  const words = [
    ['init', '-q', '-b', 'main', '--template='],
    ['add', '.'],
    [...NAMED, 'commit', '-q', '-m', 'first'],
  ];
  writeFileSync(join(made, 'scaling.yaml'), 'name: before\n');
  for (const one of words) execFileSync('git', one, { cwd: made, env: { PATH: process.env['PATH'], HOME: made } });
  writeFileSync(join(made, 'scaling.yaml'), 'name: now\n');
});
afterAll(() => {
  rmSync(made, { recursive: true });
});
const NAMED = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];

/** A repository with one commit of the file, which has changed since. */
function repository(at = 'repo'): string {
  cpSync(made, join(folder, at), { recursive: true });
  return join(folder, at, 'scaling.yaml');
}

/** Settings by which git would run the spy, for one command or another. */
const hostileSettings = (spy: string) => `
[core]
  fsmonitor = ${spy}
  sshCommand = ${spy}
  hooksPath = ${dirname(spy)}/hooks
  pager = ${spy}
  editor = ${spy}
  askPass = ${spy}
  gitProxy = ${spy}
  alternateRefsCommand = ${spy}
  attributesFile = ${dirname(spy)}/attributes
[diff]
  external = ${spy}
[diff "spy"]
  textconv = ${spy}
  command = ${spy}
[filter "spy"]
  smudge = ${spy}
  clean = ${spy}
  process = ${spy}
  required = true
[alias]
  cat-file = !${spy}
  rev-parse = !${spy}
  ls-tree = !${spy}
  merge-base = !${spy}
[credential]
  helper = ${spy}
[pager]
  cat-file = ${spy}
  ls-tree = ${spy}
  rev-parse = ${spy}
[uploadpack]
  packObjectsHook = ${spy}
[gpg]
  program = ${spy}
[trace2]
  eventTarget = ${dirname(spy)}/WITNESS
[protocol]
  allow = always
[protocol "ssh"]
  allow = always
[protocol "ext"]
  allow = always
[protocol "file"]
  allow = always
[safe]
  bareRepository = all
  directory = *
`;

/** A remote that git would ask for an object that is missing. */
const promisor = (url: string, spy: string) => `
[core]
  repositoryformatversion = 1
[extensions]
  partialClone = origin
[remote "origin"]
  url = ${url}
  promisor = true
  partialclonefilter = blob:none
  uploadpack = ${spy}
`;

const spy = () => join(folder, 'spy');

function addSettings(gitDir: string, text: string): void {
  appendFileSync(join(folder, gitDir, 'config'), text);
}

/** Every hook runs the spy, at both places where git looks for them. */
function addHooks(gitDir: string): void {
  for (const name of [
    'post-checkout',
    'post-index-change',
    'reference-transaction',
    'fsmonitor-watchman',
    'pre-auto-gc',
  ])
    for (const at of ['hooks', `${gitDir}/hooks`]) {
      mkdirSync(join(folder, at), { recursive: true });
      cpSync(spy(), join(folder, at, name));
    }
}

const looked = (file: string, revision?: string, more: Readonly<Record<string, string>> = {}) => {
  const { value, diagnostics } = baseSource(file, revision, { ...environment, ...more });
  return { text: value?.text, said: diagnostics.map(({ id, severity, message }) => `${severity} ${id}: ${message}`) };
};
const compared = (text: string) => ({ text, said: [] });
const warned = (problem: string | RegExp) => ({
  text: undefined,
  said: [
    expect.stringMatching(
      typeof problem === 'string' ? new RegExp(`^warning no-base-revision: .*${problem}$`) : problem,
    ),
  ],
});

/** Takes the one blob of the file at HEAD away. */
function loseBlob(at: string): void {
  const id = git(at, 'rev-parse', 'HEAD:scaling.yaml');
  rmSync(join(folder, at, '.git/objects', id.slice(0, 2), id.slice(2)));
}

describe('nothing that a repository names is run', () => {
  it('by its settings, hooks and attributes', () => {
    const file = repository();
    write('attributes', '* filter=spy diff=spy\n');
    write('repo/.gitattributes', '* filter=spy diff=spy\n');
    addHooks('repo/.git');
    addSettings('repo/.git', hostileSettings(spy()));
    expect(looked(file)).toEqual(compared('name: before\n'));
    expect(looked(file, 'main')).toEqual(compared('name: before\n'));
    expect(looked(file, undefined, { CI: 'true', GITHUB_BASE_REF: 'main' }).said).toHaveLength(1);
  });

  it('by settings that it includes', () => {
    const file = repository();
    write('included', hostileSettings(spy()));
    addSettings('repo/.git', `[include]\n  path = ${join(folder, 'included')}\n`);
    expect(looked(file)).toEqual(compared('name: before\n'));
  });

  it.each([
    ['ssh', () => 'ssh://host.invalid/x'],
    ['a program', () => `ext::${spy()} %S`],
    ['a folder', () => join(folder, 'origin')],
    ['git', () => 'git://host.invalid/x'],
    ['a helper of its own', () => 'spy::x'],
  ])('by a promised object, over %s', (_what, url) => {
    repository('origin');
    const file = repository();
    addSettings('repo/.git', hostileSettings(spy()) + promisor(url(), spy()));
    write('bin/git-remote-spy', readFileSync(spy()));
    chmodSync(join(folder, 'bin/git-remote-spy'), 0o755);
    loseBlob('repo');
    const PATH = `${environment['PATH'] ?? ''}:${join(folder, 'bin')}`;
    expect(looked(file, undefined, { PATH })).toEqual(warned(/nothing was compared with an earlier revision/));
    expect(looked(file, 'HEAD', { PATH }).said).toEqual([expect.stringMatching(/^error unknown-base-revision: /)]);
  });

  it('by a git that it brings on the PATH', () => {
    const file = repository();
    for (const at of ['repo/git', 'repo/node_modules/.bin/git']) {
      write(at, readFileSync(spy()));
      chmodSync(join(folder, at), 0o755);
    }
    const path = environment['PATH'] ?? '';
    for (const first of ['', '.', './node_modules/.bin', join(folder, 'repo/node_modules/.bin'), join(folder, 'repo')])
      expect(looked(file, undefined, { PATH: `${first}:${path}` }), first).toEqual(compared('name: before\n'));
  });

  it('by variables that a hook or a caller has set for another repository', () => {
    const file = repository();
    repository('other');
    write('other/scaling.yaml', 'name: other\n');
    git('other', 'commit', '-q', '-a', '-m', 'second');
    const variables = {
      GIT_DIR: join(folder, 'other/.git'),
      GIT_WORK_TREE: join(folder, 'other'),
      GIT_OBJECT_DIRECTORY: join(folder, 'other/.git/objects'),
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: spy(),
      GIT_EXTERNAL_DIFF: spy(),
      GIT_SSH_COMMAND: spy(),
      GIT_EXEC_PATH: folder,
      GIT_TRACE: witness,
      git_trace2: witness,
    };
    expect(looked(file, undefined, variables)).toEqual(compared('name: before\n'));
  });
});

describe('an embedded bare repository', () => {
  /** As the finding has it: a folder of a clone that is a repository too, with a promised object. */
  function embedded(): string {
    const file = write('repo/evil/scaling.yaml', 'name: now\n');
    write('repo/evil/HEAD', 'ref: refs/heads/main\n');
    write('repo/evil/refs/heads/main', `${'1'.repeat(40)}\n`);
    write('repo/evil/objects/info/keep', 'x');
    write('repo/evil/config', `[core]\n  bare = false\n  worktree = .\n${hostileSettings(spy())}`);
    addSettings('repo/evil', promisor('ssh://host.invalid/x', spy()));
    git('repo', 'init', '-q');
    git('repo', 'add', '.');
    git('repo', 'commit', '-q', '-m', 'first');
    return file;
  }

  it('is refused and reported, with the folders below it', () => {
    const refused = warned(`cannot use bare repository '${folder}/repo/evil' \\(safe.bareRepository is 'explicit'\\)`);
    expect(looked(embedded())).toEqual(refused);
    expect(looked(write('repo/evil/deep/scaling.yaml', 'name: now\n'))).toEqual(refused);
  });

  it('is an error where --base asks for a revision', () => {
    expect(looked(embedded(), 'main').said).toEqual([
      expect.stringMatching(/^error unknown-base-revision: .*cannot use bare repository/),
    ]);
  });
});

describe('a repository that git refuses is reported', () => {
  it('for an owner that this user is not', context => {
    if (process.getuid?.() !== 0) context.skip(NO_OTHER_OWNER);
    const file = repository();
    for (const path of [join(folder, 'repo'), join(folder, 'repo/.git')]) chownSync(path, 12_345, 12_345);
    expect(looked(file)).toEqual(warned(`detected dubious ownership in repository at '${folder}/repo'`));
    expect(looked(file, 'HEAD').said).toEqual([expect.stringMatching(/^error .*detected dubious ownership/)]);
    git('.', 'config', '--global', 'safe.directory', join(folder, 'repo'));
    expect(looked(file)).toEqual(compared('name: before\n'));
  });

  it.each([
    ['a HEAD that is none', () => write('repo/.git/HEAD', 'nonsense\n'), 'not a git repository .*'],
    [
      'no HEAD',
      () => {
        rmSync(join(folder, 'repo/.git/HEAD'));
      },
      'not a git repository .*',
    ],
    [
      'HEAD at a commit that is missing',
      () => write('repo/.git/refs/heads/main', `${'1'.repeat(40)}\n`),
      'not a tree object',
    ],
    [
      'HEAD at no name of a commit',
      () => write('repo/.git/refs/heads/main', 'nonsense\n'),
      "invalid object name 'HEAD'",
    ],
    [
      'a format of the future',
      () => {
        addSettings('repo/.git', '[core]\n repositoryformatversion = 99\n');
      },
      'Expected git repo version <= 1, found 99',
    ],
    [
      'settings that are none',
      () => {
        addSettings('repo/.git', '[core\n');
      },
      'bad config line \\d+ in file .*',
    ],
    [
      'a .git that leads nowhere',
      () => {
        rmSync(join(folder, 'repo/.git'), { recursive: true });
        symlinkSync('nowhere', join(folder, 'repo/.git'));
      },
      'not a git repository .*',
    ],
    [
      'a .git file that leads nowhere',
      () => {
        rmSync(join(folder, 'repo/.git'), { recursive: true });
        write('repo/.git', 'gitdir: nowhere\n');
      },
      'not a git repository: .*',
    ],
  ])('for %s', (_what, break_, problem) => {
    const file = repository();
    break_();
    expect(looked(file)).toEqual(warned(problem));
  });

  it.each(['bare = true', 'worktree = /', 'worktree = sub'])(
    'but not for %s: the file is what lies beside .git',
    line => {
      const file = repository();
      mkdirSync(join(folder, 'repo/sub'));
      addSettings('repo/.git', `[core]\n ${line}\n`);
      expect(looked(file)).toEqual(compared('name: before\n'));
      // In CI the merge base is asked for, and git's own word about the work tree comes first.
      expect(looked(file, undefined, { CI: 'true' }).said).toHaveLength(1);
    },
  );

  it('and is not taken for the repository around it', () => {
    repository();
    const file = repository('repo/inner');
    write('repo/inner/.git/HEAD', 'nonsense\n');
    expect(looked(file)).toEqual(warned('git does not take "[^"]*/repo/inner/.git" for its repository'));
  });

  it('where no git is installed, as information', () => {
    expect(looked(repository(), undefined, { PATH: folder }).said).toEqual([
      `information no-base-revision: "${folder}/repo/scaling.yaml" is in a git repository and git is not installed, so nothing was compared with an earlier revision`,
    ]);
  });

  it.each([
    ['the blob', 'HEAD:scaling.yaml'],
    ['the tree', 'HEAD^{tree}'],
    ['the commit', 'HEAD'],
  ])('for damage to %s', (_what, revision) => {
    const file = repository();
    const id = git('repo', 'rev-parse', revision);
    const object = join(folder, 'repo/.git/objects', id.slice(0, 2), id.slice(2));
    rmSync(object);
    writeFileSync(object, 'damaged');
    expect(looked(file)).toEqual(
      warned(/^warning no-base-revision: .* so nothing was compared with an earlier revision: ./),
    );
  });
});

describe('what a repository may be', () => {
  it('a submodule, whose settings stand in the repository around it', context => {
    // `git submodule` is a script of the shell.
    needs(context, 'sed', 'basename', 'uname');
    repository('library');
    repository();
    git('repo', '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', join(folder, 'library'), 'sub');
    addSettings('repo/.git/modules/sub', hostileSettings(spy()));
    expect(looked(write('repo/sub/scaling.yaml', 'name: now\n'))).toEqual(compared('name: before\n'));
  });

  it('a worktree with settings of its own', () => {
    repository();
    git('repo', 'worktree', 'add', '-q', '../tree', '-b', 'feature');
    addSettings('repo/.git', '[extensions]\n  worktreeConfig = true\n');
    write('repo/.git/worktrees/tree/config.worktree', hostileSettings(spy()));
    expect(looked(write('tree/scaling.yaml', 'name: now\n'))).toEqual(compared('name: before\n'));
  });

  it('behind a link', () => {
    const file = repository();
    renameSync(join(folder, 'repo/.git'), join(folder, 'elsewhere'));
    symlinkSync('../elsewhere', join(folder, 'repo/.git'));
    expect(looked(file)).toEqual(compared('name: before\n'));
  });

  it('with objects in another one', () => {
    const origin = repository('origin');
    git('.', 'clone', '-q', '--shared', 'origin', 'repo');
    expect(looked(write('repo/scaling.yaml', 'name: now\n'))).toEqual(compared('name: before\n'));
    expect(looked(origin)).toEqual(compared('name: before\n'));
    write('repo/.git/objects/info/alternates', '/nowhere\n');
    expect(looked(join(folder, 'repo/scaling.yaml')).said).toHaveLength(1);
  });
});

describe('history is what the commits say', () => {
  it('and not what a replacement of an object says', () => {
    const file = repository();
    const other = write('other', 'name: replaced\n');
    git('repo', 'replace', git('repo', 'rev-parse', 'HEAD:scaling.yaml'), git('repo', 'hash-object', '-w', other));
    expect(git('repo', 'cat-file', 'blob', 'HEAD:scaling.yaml')).toBe('name: replaced');
    expect(looked(file)).toEqual(compared('name: before\n'));
  });

  it('and not what grafts say', () => {
    const file = repository();
    const first = git('repo', 'rev-parse', 'HEAD');
    git('repo', 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('repo', 'commit', '-q', '-a', '-m', 'second');
    write('repo/.git/info/grafts', `${git('repo', 'rev-parse', 'HEAD')}\n`);
    expect(git('repo', 'rev-list', '--count', 'HEAD')).toBe('1');
    expect(looked(file, undefined, { CI: 'true', GITHUB_BASE_REF: 'main' })).toEqual(compared('name: before\n'));
    expect(first).not.toBe(git('repo', 'rev-parse', 'HEAD'));
  });
});

describe('a repository exhausts nothing', () => {
  it.for([
    ['its settings', 'config'],
    ['its HEAD', 'HEAD'],
    ['its list of other object folders', 'objects/info/alternates'],
    ['the file at HEAD', undefined],
  ] as const)('by a pipe in the place of %s', ([, name], context) => {
    needs(context, 'mkfifo');
    const file = repository();
    const id = git('repo', 'rev-parse', 'HEAD:scaling.yaml');
    const pipe = join(folder, 'repo/.git', name ?? join('objects', id.slice(0, 2), id.slice(2)));
    rmSync(pipe, { force: true });
    execFileSync('mkfifo', [pipe]);
    const found = repositoryOf(dirname(file), environment, 300);
    const answer = found.kind === 'open' ? found.git('cat-file', 'blob', 'HEAD:./scaling.yaml') : found;
    expect(answer).toMatchObject({ problem: 'git did not answer within 0.3 s' });
  });

  it('by a file that is large at the base', () => {
    const file = repository();
    writeFileSync(file, Buffer.alloc(9 * 1024 * 1024, 'a'));
    git('repo', 'commit', '-q', '-a', '-m', 'large');
    writeFileSync(file, 'name: now\n');
    expect(looked(file)).toEqual(warned('it has more than 8 MB'));
  });

  it('by a delta of a few bytes that stands for gigabytes', () => {
    const file = repository();
    const { pack, index } = deltaBomb(4 * 1024 ** 3);
    write('repo/.git/objects/pack/pack-bomb.pack', pack);
    write('repo/.git/objects/pack/pack-bomb.idx', index);
    const tree = git(
      'repo',
      'hash-object',
      '-t',
      'tree',
      '--literally',
      '-w',
      write('tree', treeOf('scaling.yaml', BOMB)),
    );
    git('repo', 'update-ref', 'HEAD', git('repo', 'commit-tree', tree, '-m', 'bomb'));
    expect(git('repo', 'cat-file', '-s', 'HEAD:scaling.yaml')).toBe(String(4 * 1024 ** 3));
    expect(looked(file)).toEqual(warned(/attempting to allocate \d+ over limit 268435456$/));
  });
});

function treeOf(name: string, blob: string): Uint8Array {
  return Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]);
}
