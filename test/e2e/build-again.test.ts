import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const place = mkdtempSync(join(tmpdir(), 'pipestream-scaling-again-'));
const caches = join(place, 'caches');

function build(words: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin/pipestream-scaling.cjs'), 'build', ...words],
    { cwd: place, encoding: 'utf8', env: { ...process.env, CI: '', XDG_CACHE_HOME: caches, ...environment } },
  );
  return { status, stdout, stderr };
}

/** Said by whoever reads the cache, and by nobody else. */
const MARK = 'said from the cache';

beforeAll(() => {
  copyFileSync(join(root, 'examples/http-api/pipestream-scaling.yaml'), join(place, 'pipestream-scaling.yaml'));
  build();
  const folder = join(caches, 'pipestream-scaling');
  for (const name of readdirSync(folder)) {
    const entry = readFileSync(join(folder, name), 'utf8');
    writeFileSync(join(folder, name), entry.replace('"summaries":"', `"summaries":"${MARK}\\n`));
  }
});

afterAll(() => {
  rmSync(place, { recursive: true });
});

test('a build of which nothing has changed reads the cache, and compiles nothing', () => {
  const again = build();
  expect(again).toMatchObject({ status: 0, stdout: '' });
  expect(again.stderr).toContain(MARK);
  expect(again.stderr.replace(`${MARK}\n`, '')).toBe(build(['--no-cache']).stderr);
});

test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
  ['--check', ['--check'], {}],
  ['--no-cache', ['--no-cache'], {}],
  ['CI=true', [], { CI: 'true' }],
  ['any other CI', [], { CI: '1' }],
])('%s never reads the cache, and leaves it as it is', (_what, words, environment) => {
  const compiled = build(words, environment);
  expect(compiled.status).toBe(0);
  expect(compiled.stderr).not.toContain(MARK);
  expect(build().stderr).toContain(MARK);
});

test('standard input is read once, by the build', () => {
  const text = readFileSync(join(place, 'pipestream-scaling.yaml'));
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'bin/pipestream-scaling.cjs'), 'build', '-', '--out', 'in'],
    {
      cwd: place,
      input: text,
      env: { ...process.env, CI: '', XDG_CACHE_HOME: caches },
    },
  );
  expect(status).toBe(0);
  expect(readdirSync(join(caches, 'pipestream-scaling'))).toHaveLength(1);
});
