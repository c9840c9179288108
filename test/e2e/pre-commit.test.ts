import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipestream-scaling-action-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: string;
  readonly language: string;
  readonly args?: readonly string[];
  readonly pass_filenames?: boolean;
}

const CLEAN =
  'version: 1\nname: shop\ntargets: { kubernetes: { version: "1.32", namespace: shop } }\npools:\n  api: { kind: always-on, replicas: 2..10, containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }, signals: { cpu: 70% } }\n';

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

  test.each(hooks.filter(({ pass_filenames: named }) => named !== false))(
    '$id takes no folder of the repository for an option',
    ({ entry, files, args = [] }) => {
      const name = '--output=json=pwned/pipestream-scaling.yaml';
      expect(new RegExp(files).test(name)).toBe(true);
      const [, ...words] = entry.split(' ');
      mkdirSync(join(folder, '--output=json=pwned'));
      mkdirSync(join(folder, 'pwned'));
      writeFileSync(join(folder, name), CLEAN);
      const program = join(root, 'bin/pipestream-scaling.cjs');
      const done = spawnSync(process.execPath, [program, ...words, ...args, name], { cwd: folder, encoding: 'utf8' });
      expect(done).toMatchObject({ status: 0, stderr: `${name}: no problems in default\n` });
      expect(readdirSync(join(folder, 'pwned'))).toEqual([]);
    },
  );
});
