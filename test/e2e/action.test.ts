import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../programs.ts';
import { ACTION, outputsIn, runAction, runScript } from './simulated-runner.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

let folder = '';
beforeEach(context => {
  needs(context, 'bash');
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'pipestream-scaling-action-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
/** A program of the folder in the place of another. */
const program = (name: string, text: string): string => {
  write(name, `#!/bin/bash\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
  return join(folder, name);
};

const CLEAN = `version: 1
name: shop
targets: { kubernetes: { version: "1.32", namespace: shop } }
pools:
  api: { kind: always-on, replicas: 2..10, containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }, signals: { cpu: 70% } }
`;
const BROKEN = `${CLEAN}unknown: 1\n`;
const CEILING = `version: 1
policies:
  - { id: ceiling, severity: error, scope: pool, assert: pool.replicas.max <= 5, message: too many, why: the quota }
`;

describe('action.yml', () => {
  const text = read('action.yml');

  test('is valid by the schema of actions', () => {
    const valid = new Ajv({ strict: false, unicodeRegExp: false }).compile(
      Object(JSON.parse(read('test/fixtures/report/github-action.schema.json'))),
    );
    expect(valid(ACTION), JSON.stringify(valid.errors)).toBe(true);
  });

  test('names each action by its commit, with the version beside it', () => {
    const uses = text.split('\n').filter(line => /^\s*-?\s*uses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/ [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('has no expression in a script, and tells no later step of its Node', () => {
    for (const { run = '', shell } of ACTION.runs.steps) {
      expect(run).not.toContain('${{');
      expect(run).not.toMatch(/GITHUB_PATH|GITHUB_ENV/);
      if (run !== '') expect(shell).toBe('bash');
    }
    expect(text).not.toContain('setup-node@');
  });

  test('asks for the Node that package.json asks for', () => {
    expect(JSON.parse(read('package.json')).engines.node).toBe('>=20.19');
    expect(ACTION.runs.steps[0]?.run).toContain('major > 20 || (major === 20 && minor >= 19)');
  });
});

describe('the step that installs', () => {
  function install(path: string, env: Readonly<Record<string, string>> = {}) {
    const output = join(folder, 'github-output');
    const done = runScript(ACTION.runs.steps[0]?.run ?? '', folder, {
      GITHUB_OUTPUT: output,
      GITHUB_ACTION_PATH: join(folder, 'action'),
      RUNNER_TOOL_CACHE: join(folder, 'cache'),
      PATH: `${path}:/usr/bin:/bin`,
      ...env,
    });
    return { ...done, node: outputsIn(output)['node'] };
  }
  /** A Node with an npm that tells how it was called, and with which Node after it. */
  const nodeAt = (place: string): string => {
    mkdirSync(join(folder, place), { recursive: true });
    symlinkSync(process.execPath, join(folder, place, 'node'));
    program(`${place}/npm`, 'echo "npm $* with $(command -v node)"');
    return join(folder, place);
  };
  beforeEach(() => {
    write('action/scripts/prepare.mjs', 'console.log("prepared");\n');
  });

  test('takes the Node of the runner, runs no script of a package, and changes nothing for later steps', () => {
    const path = nodeAt('own');
    const { status, log, node } = install(path);
    expect({ status, node }).toEqual({ status: 0, node: join(path, 'node') });
    expect(log).toBe(
      `npm ci --include=dev --ignore-scripts --no-audit --no-fund with ${join(path, 'node')}\nprepared\n`,
    );
    expect(existsSync(join(folder, 'github-path')) || existsSync(join(folder, 'github-env'))).toBe(false);
  });

  test('where that is too old takes one of the tool cache', () => {
    program('old/node', 'exit 1');
    const cached = nodeAt('cache/node/22.1.0/x64/bin');
    expect(install(join(folder, 'old'))).toMatchObject({ status: 0, node: join(cached, 'node') });
  });

  test('fails where there is none, and says what to do', () => {
    program('old/node', 'exit 1');
    const { status, log } = install(join(folder, 'old'));
    expect(status).toBe(1);
    expect(log).toMatch(/^::error::This runner has no Node\.js 20\.19 or later\. Add a step with actions\/setup-node/);
  });

  test('fails where the packages cannot be installed', () => {
    const path = nodeAt('own');
    program('own/npm', 'exit 7');
    expect(install(path).status).not.toBe(0);
  });
});

describe('the steps after it', () => {
  test('annotate lines, write SARIF and a summary, upload, and fail at the end only', () => {
    write('pipestream-scaling.yaml', BROKEN);
    const { status, steps, outputs, commands } = runAction(folder, { check: '' });
    expect({ status, steps }).toEqual({ status: 1, steps: ['Lint', 'Upload to code scanning', 'Verdict'] });
    expect(commands).toEqual([
      expect.stringMatching(/^::error file=pipestream-scaling\.yaml,line=6,/),
      '::error::pipestream-scaling lint has findings',
    ]);
    const sarif = JSON.parse(readFileSync(outputs['lint']?.['sarif'] ?? '', 'utf8'));
    expect(sarif.runs[0].results).toHaveLength(1);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('1 error');
  });

  test('pass a clean file, and fail on output that is not there', () => {
    write('pipestream-scaling.yaml', CLEAN);
    expect(runAction(folder, { check: '', 'fail-on': 'warning' })).toMatchObject({ status: 0, commands: [] });
    expect(runAction(folder, {})).toMatchObject({
      status: 1,
      commands: ['::error::pipestream-scaling build --check found problems, or out/ is stale'],
    });
    spawnSync(process.execPath, [join(root, 'bin/pipestream-scaling.cjs'), 'build'], { cwd: folder });
    expect(runAction(folder, {})).toMatchObject({ status: 0, commands: [] });
  });

  test('lint each file that is named, by lines, blanks and patterns, once', () => {
    for (const name of ['a.yaml', 'b.yaml', 'c.yaml', 'systems/one/d.yaml', 'systems/two/d.yaml'])
      write(
        name,
        CLEAN.replace('name: shop', `name: shop-${name.replaceAll(/\W/g, '-')}`).replaceAll(
          'api',
          name.replaceAll(/\W/g, '-'),
        ),
      );
    const node = program('node', `echo "$2" >> "${folder}/calls"; exec "${process.execPath}" "$@"`);
    const { status, outputs, log } = runAction(
      folder,
      { files: 'a.yaml\nb.yaml c.yaml\n\n  systems/*/d.yaml\n', check: '' },
      { node },
    );
    expect(status, log).toBe(0);
    const { runs } = JSON.parse(readFileSync(outputs['lint']?.['sarif'] ?? '', 'utf8'));
    expect(runs[0].artifacts.map(({ location }: { location: { uri: string } }) => location.uri)).toEqual([
      'a.yaml',
      'b.yaml',
      'c.yaml',
      'systems/one/d.yaml',
      'systems/two/d.yaml',
    ]);
    expect(
      readFileSync(join(folder, 'calls'), 'utf8')
        .split('\n')
        .filter(call => call === 'lint'),
    ).toHaveLength(1);
  });

  test.each(['files', 'fail-on', 'base', 'policies', 'require', 'check'])('run nothing that stands in %s', input => {
    write('pipestream-scaling.yaml', CLEAN);
    const before = readdirSync(folder);
    const { status } = runAction(folder, {
      check: '',
      [input]: '$(touch${IFS}pwned) `touch pwned` ; touch pwned\n"; touch pwned; "',
    });
    expect(status).toBe(1);
    expect(readdirSync(folder).filter(name => !before.includes(name) && /pwned/.test(name))).toEqual([]);
  });

  test('take no file for an option', () => {
    write('pipestream-scaling.yaml', CLEAN);
    const { status, outputs } = runAction(folder, { files: '--help', check: '--help' });
    expect([status, outputs['lint']?.['status']]).toEqual([1, '2']);
  });

  test.each([
    ['a crash', 'exit 3'],
    ['a kill', 'kill -9 $$'],
    ['a file that cannot be read', undefined],
    ['a run that ends well and writes nothing', 'exit 0'],
    ['a run that finds something and writes nothing', 'exit 1'],
  ])('fail on %s', (_what, script) => {
    if (script !== undefined) write('pipestream-scaling.yaml', CLEAN);
    const own = `if [ "$1" = -p ]; then echo token; else ${script ?? ''}; fi`;
    const { status, commands } = runAction(
      folder,
      { check: '' },
      script === undefined ? {} : { node: program('node', own) },
    );
    expect(status).toBe(1);
    expect(commands.at(-1)).toMatch(/^::error::pipestream-scaling lint /);
  });

  test('fail where nothing is known of the lint', () => {
    const verdict = ACTION.runs.steps.find(({ name }) => name === 'Verdict')?.run ?? '';
    write('sarif', '{}');
    const ended = (STATUS: string): number | null =>
      runScript(verdict, folder, { STATUS, SARIF: join(folder, 'sarif'), CHECK: '', POLICIES: '', REQUIRE: '' }).status;
    expect(['', ' ', '00', '2', '3', '137', 'x', '0'].map(ended)).toEqual([1, 1, 1, 1, 1, 1, 1, 0]);
  });

  test('obey no workflow command of the repository', () => {
    const hostile = `${CLEAN}environments:
  a: { extends: zzz }
  "${'x'.repeat(60)} ::error file=app.js,line=1::pwned": {}
  "##[error]pwned": {}
  "::stop-commands::mine": {}
`;
    write('pipestream-scaling.yaml', hostile);
    const { commands, log } = runAction(folder, {});
    expect(log).toContain('pwned');
    for (const command of commands)
      expect(command).toMatch(
        /^::(?:error|warning|notice) (?:file=pipestream-scaling\.yaml|title=pipestream-scaling)|^::error::pipestream-scaling /,
      );
  });

  test('hold to the policies that the workflow requires, in lint and in build, and upload no exception', () => {
    const suppressed = CLEAN.replace(
      '  api:',
      '  # pipestream-scaling-ignore image-not-pinned -- later\n  api:',
    ).replace(':1.0.0', ':latest');
    write('pipestream-scaling.yaml', suppressed);
    write('ci/one.yaml', CEILING);
    write('ci/two.yaml', CEILING.replace('ceiling', 'other').replace('<= 5', '<= 500'));
    const rules = (file: string | undefined): readonly string[] =>
      JSON.parse(readFileSync(file ?? '', 'utf8')).runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId);
    const free = runAction(folder, { check: '' });
    expect([free.status, rules(free.outputs['lint']?.['sarif']), rules(free.outputs['lint']?.['upload'])]).toEqual([
      0,
      ['image-not-pinned'],
      [],
    ]);
    const held = runAction(folder, {
      policies: 'ci/one.yaml\nci/two.yaml',
      require: 'image-not-pinned',
      'fail-on': 'warning',
    });
    expect(held.status).toBe(1);
    expect(rules(held.outputs['lint']?.['upload'])).toEqual(['ceiling', 'image-not-pinned']);
    expect(held.log.match(/this has no effect: the command line requires "image-not-pinned"/g)?.length).toBeGreaterThan(
      1,
    );
    expect(runAction(folder, { require: 'image-not-pined' }).outputs['lint']?.['status']).toBe('2');
  });

  test('upload nothing where the caller wants none', () => {
    write('pipestream-scaling.yaml', CLEAN);
    expect(runAction(folder, { check: '', sarif: 'false' }).steps).toEqual(['Lint', 'Verdict']);
  });
});
