import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otherNode } from '../../scripts/other-node.mjs';
import { unlessSkipped } from '../programs.ts';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'bin/pipestream-scaling.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'byte-identity-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

type Tree = ReadonlyMap<string, Buffer>;

/** Half a day apart, and a Turkish dotless i and an Arabic digit between them. */
const PLACES = [
  { name: 'UTC, the C locale', folder: 'a', env: { TZ: 'UTC', LC_ALL: 'C', LANG: 'C' } },
  {
    name: 'the earliest zone, in Turkish',
    folder: 'b/in a deeper, ğ folder',
    env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
  },
  {
    name: 'the latest zone, in Arabic',
    folder: 'c',
    env: { TZ: 'Etc/GMT+12', LC_ALL: 'ar_EG.UTF-8', LANG: 'ar_EG.UTF-8' },
  },
] as const;

describe('the example is the same bytes', () => {
  const [first, ...others] = PLACES;
  let reference: Tree = new Map();
  beforeAll(() => {
    reference = built(process.execPath, first);
  });

  test('and there are some', () => {
    expect(reference.size).toBeGreaterThan(200);
    expect([...reference.values()].every(({ length }) => length > 0)).toBe(true);
  });

  test.each(others)('in $name, from another folder', place => {
    expect(differing(reference, built(process.execPath, place))).toEqual([]);
  });

  test('built a second time where it is', () => {
    expect(differing(reference, built(process.execPath, first))).toEqual([]);
  });

  test('built onto what another version of it left behind', () => {
    const folder = join(scratch, 'after');
    mkdirSync(folder, { recursive: true });
    const other = readFileSync(join(root, 'pipestream-scaling.yaml'), 'utf8')
      .replace('priority: balanced', 'priority: low-latency')
      .replace('stage: full', 'stage: observe');
    writeFileSync(join(folder, 'other.yaml'), other);
    expect(
      spawnSync(process.execPath, [bin, 'build', 'other.yaml', '--out', 'out'], { cwd: folder, encoding: 'utf8' }),
    ).toMatchObject({ status: 0 });
    expect(differing(reference, built(process.execPath, { ...first, folder: 'after' }))).toEqual([]);
  });

  test('under the newest Node', context => {
    const node = unlessSkipped(context, otherNode(26));
    for (const place of PLACES)
      expect(differing(reference, built(node, { ...place, folder: `newest-${place.folder}` }))).toEqual([]);
  });
});

function built(node: string, { folder, env }: { readonly folder: string; readonly env: NodeJS.ProcessEnv }): Tree {
  const cwd = join(scratch, folder);
  mkdirSync(cwd, { recursive: true });
  cpSync(join(root, 'pipestream-scaling.yaml'), join(cwd, 'pipestream-scaling.yaml'));
  const { status, stderr } = spawnSync(node, [bin, 'build'], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  expect(status, stderr).toBe(0);
  return new Map(
    readdirSync(join(cwd, 'out'), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map((entry): [string, Buffer] => {
        const path = join(entry.parentPath, entry.name);
        return [relative(cwd, path), readFileSync(path)];
      }),
  );
}

/** Paths that only one has, or that have other bytes. */
function differing(one: Tree, other: Tree): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter(path => one.get(path)?.equals(other.get(path) ?? Buffer.from('\0absent')) !== true)
    .sort();
}
