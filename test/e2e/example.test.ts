import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'bin/pipestream-scaling.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'pipestream-scaling-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

function run(args: readonly string[], cwd = root, env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(join(root, 'out/production', path), 'utf8'));
}

function yaml(path: string): unknown {
  return load(readFileSync(join(root, 'out/production', path), 'utf8'));
}

describe('the committed output', () => {
  test('is what the example compiles to', () => {
    expect(run(['build', '--check'])).toMatchObject({ status: 0 });
  });

  test('the committed JSON Schema is what the language says', () => {
    expect(run(['schema']).stdout).toBe(readFileSync(join(root, 'schema/pipestream-scaling.schema.json'), 'utf8'));
  });
});

describe('decisions that the scaling document does not take', () => {
  test('semantics 41: the watcher goes to zero, Application Auto Scaling never below 1', () => {
    expect(json('ecs/embedder-module/scalable-target.json')).toMatchObject({ MinCapacity: 1, MaxCapacity: 5 });
    expect(json('lambda/embedder-module-scaler/schedule.json')).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
    });
  });

  test('semantics 32: the GPU is never on Fargate', () => {
    const service = json('ecs/embedder-module/service.create.json');
    expect(service).toMatchObject({ capacityProviderStrategy: [{ capacityProvider: 'pipestream-gpu' }] });
    expect(service).not.toHaveProperty('launchType');
  });

  test('semantics 8: no Deployment of a pool with signals has spec.replicas', () => {
    for (const pool of ['pipestream-engine', 'parser', 'chunker', 'opensearch-sink', 'embedder-module']) {
      expect(yaml(`kubernetes/${pool}/deployment.yaml`)).not.toHaveProperty('spec.replicas');
    }
  });
});

describe('the command line', () => {
  test.each([
    ['no command prints the help', [], 0],
    ['--version', ['--version'], 0],
    ['an unknown command', ['biuld'], 2],
    ['an unknown option', ['build', '--chek'], 2],
    ['a file that is not there', ['lint', 'nowhere.yaml'], 2],
  ])('%s', (_what, args, status) => {
    const done = run(args);
    expect(done.status).toBe(status);
    expect(done.stderr).not.toMatch(/^\s+at /m);
  });

  test.each([
    ['text that is not YAML', 'a: [', 'yaml-syntax'],
    [
      'an unknown key',
      'version: 1\nname: x\ntargets: {kubernetes: {version: "1.32", namespace: x}}\npools: {a: {kind: always-on, replica: 3, containers: {a: {image: x}}}}\n',
      'unknown-key',
    ],
    ['nothing', '', 'empty-file'],
  ])('%s is a diagnostic and exit 1, not a stack trace', (_what, text, id) => {
    writeFileSync(join(scratch, 'bad.yaml'), text);
    const done = run(['build', 'bad.yaml', '--out', 'bad-out'], scratch);
    expect(done.status).toBe(1);
    expect(done.stderr).toContain(`[${id}]`);
    expect(done.stderr).not.toMatch(/^\s+at /m);
  });

  test('init writes a file that builds', () => {
    expect(run(['init', 'starter.yaml'], scratch).status).toBe(0);
    expect(run(['init', 'starter.yaml'], scratch).status).toBe(2);
    expect(run(['build', 'starter.yaml', '--out', 'starter-out'], scratch)).toMatchObject({ status: 0 });
  });
});

test.each([
  ['semantics 32: a GPU on Fargate', '    capacity: { managedInstances: pipestream-gpu }\n', '', 'gpu-on-fargate'],
  ['a name that IAM would refuse', 'name: embedder-module', `name: ${'e'.repeat(60)}`, 'name-too-long'],
])('%s is refused and nothing is written', (_what, from, to, id) => {
  writeFileSync(
    join(scratch, 'refused.yaml'),
    readFileSync(join(root, 'pipestream-scaling.yaml'), 'utf8').replace(from, to),
  );
  const done = run(['build', 'refused.yaml', '--out', 'refused-out'], scratch);
  expect(done.status).toBe(1);
  expect(done.stderr).toContain(`[${id}]`);
  expect(done.stderr).toContain('nothing was written');
});
