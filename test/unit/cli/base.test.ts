import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baseSource } from '../../../src/surroundings/base-revision.ts';
import { analyse, parse } from '../../../src/pipeline.ts';
import { sourceText } from '../../../src/source/source-text.ts';

let folder: string;
/** Neither the settings of whoever runs the tests nor the variables of a hook that does. */
/** The day of suppressions; there are none here. */
const today = '2026-11-24';
let quiet: Record<string, string>;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'base-')));
  const config = join(folder, '.gitconfig');
  writeFileSync(
    config,
    '[user]\n name = Test\n email = test@example.com\n[init]\n defaultBranch = main\n[commit]\n gpgsign = false\n',
  );
  quiet = { PATH: process.env['PATH'] ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function git(at: string, ...words: readonly string[]): string {
  return execFileSync('git', words, {
    cwd: join(folder, at),
    env: quiet,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function write(file: string, text: string): string {
  const path = join(folder, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const scaling = (name: string) => `version: 1
name: example
targets: { kubernetes: { version: "1.32", namespace: example } }
pools:
  api:
    name: ${name}
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`;

/** A repository called `repo` whose one commit has the file, which has changed since. */
function changed(file = 'scaling.yaml'): string {
  write(`repo/${file}`, 'name: before\n');
  git('repo', 'init', '-q');
  git('repo', 'add', '.');
  git('repo', 'commit', '-q', '-m', 'first');
  return write(`repo/${file}`, 'name: now\n');
}

const textOf = (file: string, revision?: string, environment: Readonly<Record<string, string>> = {}) =>
  baseSource(file, revision, { ...quiet, ...environment }).value?.text;

describe('the base revision', () => {
  it('is HEAD where nothing else is asked for, and says so in its name', () => {
    const { value, diagnostics } = baseSource(changed(), undefined, quiet);
    expect(value?.text).toBe('name: before\n');
    expect(value?.name).toBe('HEAD:scaling.yaml');
    expect(diagnostics).toEqual([]);
  });

  it('is what --base names: a branch, a tag, a commit, an ancestor', () => {
    const file = changed();
    git('repo', 'tag', 'v1');
    git('repo', 'branch', 'release');
    const first = git('repo', 'rev-parse', 'HEAD');
    git('repo', 'commit', '-q', '-a', '-m', 'second');
    expect(textOf(file)).toBe('name: now\n');
    for (const revision of ['v1', 'release', first, first.slice(0, 8), 'HEAD~1'])
      expect(textOf(file, revision), revision).toBe('name: before\n');
  });

  it.each(['deploy/eu/scaling.yaml', 'with blank/scaling.yaml', '-dash.yaml', ':(top)x.yaml', 'ä/ö.yaml'])(
    'is found for %s',
    name => {
      expect(textOf(changed(name))).toBe('name: before\n');
    },
  );

  it('is found through a symbolic link to the file and through one to its folder', () => {
    const file = changed('deploy/scaling.yaml');
    symlinkSync(file, join(folder, 'repo', 'link.yaml'));
    symlinkSync(join(folder, 'repo', 'deploy'), join(folder, 'elsewhere'));
    git('repo', 'add', 'link.yaml');
    git('repo', 'commit', '-q', '-m', 'link');
    expect(textOf(join(folder, 'repo', 'link.yaml'))).toBe('name: before\n');
    expect(textOf(join(folder, 'elsewhere', 'scaling.yaml'))).toBe('name: before\n');
  });

  it('is found in a worktree, also of a bare repository', () => {
    changed();
    git('repo', 'worktree', 'add', '-q', '../tree', '-b', 'feature');
    expect(textOf(write('tree/scaling.yaml', 'name: feature\n'))).toBe('name: before\n');
    git('.', 'clone', '-q', '--bare', 'repo', 'bare.git');
    git('bare.git', 'worktree', 'add', '-q', '../bare-tree', 'main');
    expect(textOf(write('bare-tree/scaling.yaml', 'name: now\n'))).toBe('name: before\n');
  });

  it('is found in a hook, whose variables name the repository by a path of its own', () => {
    expect(
      textOf(changed('deploy/scaling.yaml'), undefined, {
        GIT_DIR: '.git',
        GIT_INDEX_FILE: '.git/index',
        GIT_PREFIX: 'deploy/',
      }),
    ).toBe('name: before\n');
  });

  it('is read where it is large, as a configuration may be', () => {
    write('repo/scaling.yaml', `# ${'x'.repeat(3 * 1024 * 1024)}\n`);
    git('repo', 'init', '-q');
    git('repo', 'add', '.');
    git('repo', 'commit', '-q', '-m', 'first');
    expect(textOf(join(folder, 'repo/scaling.yaml'))).toHaveLength(3 * 1024 * 1024 + 3);
  });

  it('is read beside an index that another git holds', () => {
    const file = changed();
    write('repo/.git/index.lock', '');
    expect(textOf(file)).toBe('name: before\n');
  });
});

/** A git in front of the other, which notes each start. */
function countedGit(): { readonly environment: Record<string, string>; readonly starts: () => number } {
  const log = join(folder, 'starts');
  const real = execFileSync('sh', ['-c', 'command -v git'], { env: quiet, encoding: 'utf8' }).trim();
  const counting = write('bin/git', `#!/bin/sh\necho start >> '${log}'\nexec '${real}' "$@"\n`);
  chmodSync(counting, 0o755);
  return {
    environment: { ...quiet, PATH: `${join(folder, 'bin')}:${quiet['PATH'] ?? ''}` },
    starts: () => readFileSync(log, 'utf8').split('\n').length - 1,
  };
}

describe.skipIf(process.platform === 'win32')('git is started', () => {
  it.each([undefined, 'HEAD', 'main', 'HEAD~0'])('once for a file that the base has (--base %s)', revision => {
    const file = changed();
    const { environment, starts } = countedGit();
    expect(baseSource(file, revision, environment).value).toMatchObject({
      text: 'name: before\n',
      name: `${revision ?? 'HEAD'}:scaling.yaml`,
    });
    expect(starts()).toBe(1);
  });

  it('once for a file of which nothing is found but that it is empty', () => {
    write('repo/scaling.yaml', '');
    git('repo', 'init', '-q');
    git('repo', 'add', '.');
    git('repo', 'commit', '-q', '-m', 'first');
    const { environment, starts } = countedGit();
    expect(baseSource(join(folder, 'repo/scaling.yaml'), undefined, environment).value?.text).toBe('');
    expect(starts()).toBe(1);
  });

  it('more often where the reason has to be found: for a new file, a folder in its place, a branch that is missing', () => {
    changed();
    mkdirSync(join(folder, 'repo/sub'));
    const { environment, starts } = countedGit();
    expect(baseSource(write('repo/new.yaml', ''), undefined, environment)).toEqual({
      value: undefined,
      diagnostics: [],
    });
    expect(starts()).toBe(4);
    expect(baseSource(write('repo/new.yaml', ''), 'missing', environment).diagnostics).toMatchObject([
      { id: 'unknown-base-revision' },
    ]);
  });

  it('without a look at the repository above, or at another work tree that the settings name', () => {
    changed();
    git('repo', 'init', '-q', 'inner');
    rmSync(join(folder, 'repo/inner/.git/HEAD'));
    const inner = write('repo/inner/scaling.yaml', 'name: now\n');
    write('repo/scaling.yaml', 'name: outer\n');
    expect(baseSource(inner, undefined, quiet)).toMatchObject({
      value: undefined,
      diagnostics: [{ id: 'no-base-revision' }],
    });
    // With its own work tree one folder further down, the file at HEAD would be that of another path.
    write('moved/sub/scaling.yaml', 'name: of sub\n');
    write('moved/scaling.yaml', 'name: of top\n');
    git('moved', 'init', '-q');
    git('moved', 'add', '.');
    git('moved', 'commit', '-q', '-m', 'first');
    git('moved', 'config', 'core.worktree', join(folder, 'moved/sub'));
    expect(textOf(join(folder, 'moved/sub/scaling.yaml'))).toBe('name: of sub\n');
  });
});

describe('nothing to compare with is no problem', () => {
  it.each([
    ['outside a repository', () => write('scaling.yaml', 'name: now\n')],
    ['on standard input', () => '-'],
    [
      'before the first commit',
      () => {
        const file = write('repo/scaling.yaml', 'name: now\n');
        git('repo', 'init', '-q');
        return file;
      },
    ],
    [
      'for a file that is new',
      () => {
        changed();
        return write('repo/new.yaml', 'name: now\n');
      },
    ],
    [
      'inside a bare repository, which has no files',
      () => {
        changed();
        git('.', 'clone', '-q', '--bare', 'repo', 'bare.git');
        return write('bare.git/scaling.yaml', 'name: now\n');
      },
    ],
    [
      'where the path was a folder',
      () => {
        changed('scaling.yaml/inner.yaml');
        rmSync(join(folder, 'repo/scaling.yaml'), { recursive: true });
        return write('repo/scaling.yaml', 'name: now\n');
      },
    ],
  ])('%s', (_where, make) => {
    const file = make();
    expect(baseSource(file, undefined, quiet)).toEqual({ value: undefined, diagnostics: [] });
  });

  it('for a new file whose name git would take for a pattern', () => {
    changed('x.yaml');
    expect(baseSource(write('repo/:(top)x.yaml', 'name: now\n'), undefined, quiet)).toEqual({
      value: undefined,
      diagnostics: [],
    });
  });

  it('with --base, for a file that the revision does not have', () => {
    changed();
    expect(baseSource(write('repo/new.yaml', 'name: now\n'), 'main', quiet)).toEqual({
      value: undefined,
      diagnostics: [],
    });
  });

  it.each([
    ['no longer parses', 'pools: [\n'],
    ['is no configuration of today', 'services: {}\n'],
    ['is empty', ''],
  ])('for a base that %s: the policies about history are silent', (_what, text) => {
    const now = sourceText('scaling.yaml', scaling('edge-api'));
    expect(
      analyse(parse(now), { today, base: sourceText('HEAD:scaling.yaml', scaling('api')) }).diagnostics.map(
        ({ id }) => id,
      ),
    ).toEqual(['pool-renamed']);
    expect(analyse(parse(now), { today, base: sourceText('HEAD:scaling.yaml', text) }).diagnostics).toEqual([]);
  });
});

describe('a base that was asked for and is not there', () => {
  const problemOf = (file: string, revision: string) => {
    const { value, diagnostics } = baseSource(file, revision, quiet);
    expect(value).toBeUndefined();
    expect(diagnostics.map(({ id, severity }) => `${id} ${severity}`)).toEqual(['unknown-base-revision error']);
    return diagnostics[0]?.message;
  };

  it('is an error that says what git says', () => {
    expect(problemOf(changed(), 'nowhere')).toBe(
      'the base revision "nowhere" cannot be read: invalid object name \'nowhere\'',
    );
  });

  it.each(['--output=/tmp/x', '-h', '', ' HEAD', 'HEAD:other.yaml', ':/first', 'HEAD\nmain'])(
    '%j never reaches git',
    revision => {
      expect(problemOf(changed(), revision)).toBe(
        `the base revision "${revision.replace('\n', '\\n')}" cannot be read: that cannot name a revision`,
      );
    },
  );

  it('outside a repository', () => {
    const file = write('scaling.yaml', 'name: now\n');
    expect(problemOf(file, 'main')).toBe(`the base revision "main" cannot be read: "${file}" is in no git repository`);
    expect(problemOf('-', 'main')).toBe(
      'the base revision "main" cannot be read: standard input is in no git repository',
    );
  });
});

describe('in CI', () => {
  /** A clone of `repo` on a branch with a commit of its own, while main has moved on. */
  function branched(): string {
    const origin = changed();
    git('.', 'clone', '-q', 'repo', 'clone');
    git('clone', 'switch', '-q', '-c', 'feature');
    const file = write('clone/scaling.yaml', 'name: feature\n');
    git('clone', 'commit', '-q', '-a', '-m', 'feature');
    writeFileSync(origin, 'name: moved-on\n');
    git('repo', 'commit', '-q', '-a', '-m', 'moved on');
    git('clone', 'fetch', '-q');
    return file;
  }

  it('is where the pull request left its target', () => {
    expect(textOf(branched(), undefined, { CI: 'true', GITHUB_BASE_REF: 'main' })).toBe('name: before\n');
  });

  it('is where the branch left the default branch, if no target is named', () => {
    expect(textOf(branched(), undefined, { CI: 'true', GITHUB_BASE_REF: '' })).toBe('name: before\n');
  });

  it('is HEAD outside CI', () => {
    expect(textOf(branched())).toBe('name: feature\n');
  });

  it('is what --base names all the same', () => {
    expect(textOf(branched(), 'origin/main', { CI: 'true', GITHUB_BASE_REF: 'main' })).toBe('name: moved-on\n');
  });

  it('is HEAD where there is no remote', () => {
    expect(textOf(changed(), undefined, { CI: 'true' })).toBe('name: before\n');
  });

  it('is said to be missing from a shallow clone, which would pass whatever it renames', () => {
    branched();
    git('clone', 'push', '-q', 'origin', 'feature');
    git('.', 'clone', '-q', '--depth=1', '--branch=feature', `file://${join(folder, 'repo')}`, 'shallow');
    const { value, diagnostics } = baseSource(join(folder, 'shallow/scaling.yaml'), undefined, {
      ...quiet,
      CI: 'true',
      GITHUB_BASE_REF: 'main',
    });
    expect(value).toBeUndefined();
    expect(diagnostics.map(({ id, severity, message }) => ({ id, severity, message }))).toEqual([
      {
        id: 'no-base-revision',
        severity: 'information',
        message:
          'this clone does not have the merge base of HEAD and origin/main, so nothing was compared with what is deployed',
      },
    ]);
  });
});
