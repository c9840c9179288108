import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestContext } from 'vitest';
import { needs, NO_NAMESPACES } from '../programs.ts';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'bin/pipestream-scaling.cjs');
/** A network that has no device but a loopback that is down. */
const EMPTY = ['--user', '--map-root-user', '--net'];

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'no-network-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a program of Node there. */
function alone(context: TestContext, ...words: readonly string[]) {
  needs(context, 'unshare');
  if (spawnSync('unshare', [...EMPTY, 'true']).status !== 0) context.skip(NO_NAMESPACES);
  const { status, stdout, stderr } = spawnSync('unshare', [...EMPTY, process.execPath, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CI: '', GITHUB_BASE_REF: '' },
  });
  return { status, stdout, stderr };
}

test('a git in the folder of the configuration is not run, even with that folder on the PATH', () => {
  cpSync(join(root, 'examples/http-api/pipestream-scaling.yaml'), join(folder, 'pipestream-scaling.yaml'));
  writeFileSync(join(folder, 'git'), '#!/bin/sh\ntouch WITNESS\n', { mode: 0o755 });
  mkdirSync(join(folder, '.git'));
  for (const first of ['', '.'])
    spawnSync(process.execPath, [bin, 'lint'], {
      cwd: folder,
      env: { ...process.env, PATH: `${first}:${process.env['PATH'] ?? ''}` },
    });
  expect(existsSync(join(folder, 'WITNESS'))).toBe(false);
});

describe('in an empty network namespace', () => {
  test('there is no network', context => {
    const connect = `require('node:net').connect(9, '192.0.2.1').on('error', ({ code }) => console.log(code))`;
    expect(alone(context, '-e', connect)).toEqual({ status: 0, stdout: 'ENETUNREACH\n', stderr: '' });
  });

  test('lint and build do what they do elsewhere', context => {
    cpSync(join(root, 'examples/http-api'), folder, { recursive: true });
    rmSync(join(folder, 'out'), { recursive: true, force: true });
    const git = (...words: readonly string[]) =>
      spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], { cwd: folder });
    for (const words of [
      ['init', '-q'],
      ['add', '.'],
      ['commit', '-qm', 'shop'],
    ])
      expect(git(...words).status).toBe(0);
    const linted = alone(context, bin, 'lint', '--format', 'json');
    expect(linted).toMatchObject({ status: 0, stderr: '' });
    expect(linted.stdout).toBe(
      spawnSync(process.execPath, [bin, 'lint', '--format', 'json'], { cwd: folder, encoding: 'utf8' }).stdout,
    );
    expect(alone(context, bin, 'build')).toMatchObject({ status: 0, stdout: '' });
    expect(alone(context, bin, 'build', '--check').status).toBe(0);
  });
});
