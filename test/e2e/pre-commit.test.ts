import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../programs.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipestream-scaling-action-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Action {
  readonly runs: { readonly steps: readonly Step[] };
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
}

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: string;
  readonly language: string;
}

describe('the GitHub Action', () => {
  const action: Action = Object(load(read('action.yml')));

  test('is valid by the schema of actions', () => {
    const valid = new Ajv({ strict: false, unicodeRegExp: false }).compile(
      Object(JSON.parse(read('test/fixtures/report/github-action.schema.json'))),
    );
    expect(valid(action), JSON.stringify(valid.errors)).toBe(true);
  });

  /** Runs the shell of a step as a runner does. */
  function step(name: string, env: Readonly<Record<string, string>>) {
    const script = action.runs.steps.find(one => one.name === name)?.run ?? '';
    return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        GITHUB_ACTION_PATH: root,
        RUNNER_TEMP: folder,
        GITHUB_OUTPUT: join(folder, 'output'),
        GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
        GITHUB_BASE_REF: '',
        CI: '',
        ...env,
      },
    });
  }

  const CLEAN =
    'version: 1\nname: shop\ntargets: { kubernetes: { version: "1.32", namespace: shop } }\npools:\n  api: { kind: always-on, replicas: 2..10, containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }, signals: { cpu: 70% } }\n';

  test('annotates lines, writes a SARIF log and a summary, and fails at the end only', context => {
    needs(context, 'bash');
    writeFileSync(join(folder, 'pipestream-scaling.yaml'), `${CLEAN}unknown: 1\n`);
    const linted = step('Lint', { FILES: 'pipestream-scaling.yaml', FAIL_ON: 'error', BASE: '' });
    expect(linted).toMatchObject({ status: 0, stderr: '' });
    expect(linted.stdout).toMatch(/^::error file=pipestream-scaling\.yaml,line=6,/);
    expect(JSON.parse(readFileSync(join(folder, 'pipestream-scaling.sarif'), 'utf8')).runs[0].results).toHaveLength(1);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('1 error');
    expect(readFileSync(join(folder, 'output'), 'utf8')).toContain('status=1\n');
    expect(step('Verdict', { STATUS: '1', CHECK: '' }).status).toBe(1);
  });

  test('passes a clean file, and fails on output that is not there', context => {
    needs(context, 'bash');
    writeFileSync(join(folder, 'pipestream-scaling.yaml'), CLEAN);
    step('Lint', { FILES: 'pipestream-scaling.yaml', FAIL_ON: 'warning', BASE: '' });
    expect(readFileSync(join(folder, 'output'), 'utf8')).toContain('status=0\n');
    expect(step('Verdict', { STATUS: '0', CHECK: '' }).status).toBe(0);
    expect(step('Verdict', { STATUS: '0', CHECK: 'pipestream-scaling.yaml' }).status).toBe(1);
    spawnSync(process.execPath, [join(root, 'bin/pipestream-scaling.cjs'), 'build'], { cwd: folder });
    expect(step('Verdict', { STATUS: '0', CHECK: 'pipestream-scaling.yaml' }).status).toBe(0);
  });
});

describe('the hooks for pre-commit', () => {
  const hooks: readonly Hook[] = Object(load(read('.pre-commit-hooks.yaml')));
  const { bin }: { readonly bin: Readonly<Record<string, string>> } = JSON.parse(read('package.json'));

  test.each(hooks)('$id runs a command that there is, on the files that it is about', ({ entry, files, language }) => {
    const [program = '', ...words] = entry.split(' ');
    expect(language).toBe('node');
    expect(bin[program]).toBe('bin/pipestream-scaling.cjs');
    expect(
      spawnSync(process.execPath, [join(root, bin[program] ?? ''), ...words, '--help'], { encoding: 'utf8' }).status,
    ).toBe(0);
    const matching = new RegExp(files);
    expect(
      ['pipestream-scaling.yaml', 'systems/shop/pipestream-scaling.yml', 'not-pipestream-scaling.yaml.txt'].map(name =>
        matching.test(name),
      ),
    ).toEqual([true, true, false]);
  });
});
