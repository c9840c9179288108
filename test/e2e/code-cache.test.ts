import {
  chmodSync,
  chownSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cachedRuns } from './cached-runs.ts';
import type { CachedRuns } from './cached-runs.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../../examples/http-api/pipestream-scaling.yaml'), 'utf8');
const LINT_NONE = { main: 'none', lint: 'none' };
const LINT_ACCEPTED = { main: 'accepted', lint: 'accepted' };
const NONE = { main: 'none', schema: 'none' };
const ACCEPTED = { main: 'accepted', schema: 'accepted' };

let runs: CachedRuns;
beforeEach(() => {
  runs = cachedRuns();
});
afterEach(() => {
  runs.end();
});

const files = () => readdirSync(runs.code).sort();
const cacheOf = (bundle: string) => join(runs.code, files().find(file => file.startsWith(`${bundle}-`)) ?? '');

test('the first run makes a cache of each bundle, for its user alone, and V8 accepts them in the second', () => {
  const first = runs.lint(TEXT);
  expect(first.verdicts).toEqual(LINT_NONE);
  expect(files()).toEqual([
    expect.stringMatching(/^lint-[\da-f]{8}\.cache$/),
    expect.stringMatching(/^main-[\da-f]{8}\.cache$/),
  ]);
  if (process.platform !== 'win32') {
    expect(lstatSync(runs.code).mode & 0o777).toBe(0o700);
    expect(files().map(file => lstatSync(join(runs.code, file)).mode & 0o777)).toEqual([0o600, 0o600]);
  }
  expect(runs.lint(TEXT)).toEqual({ ...first, verdicts: LINT_ACCEPTED });
});

test('a run with other flags of V8 has caches of its own, and both are accepted again', () => {
  const flags = [{}, { NODE_OPTIONS: '--no-lazy-feedback-allocation' }];
  for (const env of flags) expect(runs.schema({ env }).verdicts).toEqual(NONE);
  for (const env of flags) expect(runs.schema({ env }).verdicts).toEqual(ACCEPTED);
});

test('what a first run with an error did not compile is added in the fourth run after it', () => {
  runs.lint('version: 1\n');
  const sizes = ['', '', '', ''].map(() => {
    runs.lint(TEXT);
    return lstatSync(cacheOf('lint')).size;
  });
  expect(sizes.slice(1, 3)).toEqual([sizes[0], sizes[0]]);
  expect(sizes[3]).toBeGreaterThan(1.3 * (sizes[0] ?? 0));
  expect(runs.lint(TEXT).verdicts).toEqual(LINT_ACCEPTED);
});

describe('a cache that is not as it was made costs time and nothing else', () => {
  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['a bit of it is another', bytes => flipped(bytes, Math.floor(bytes.length / 2))],
    ['a bit of its head is another', bytes => flipped(bytes, 0)],
    ['its end is missing', bytes => bytes.subarray(0, bytes.length / 2)],
    ['it is empty', () => Buffer.alloc(0)],
  ])('%s', (_what, damaged) => {
    const first = runs.schema();
    const cache = cacheOf('schema');
    writeFileSync(cache, damaged(readFileSync(cache)));
    expect(runs.schema()).toEqual({ ...first, verdicts: { main: 'accepted', schema: 'none' } });
    expect(runs.schema().verdicts).toEqual(ACCEPTED);
  });

  test('it is of another bundle', () => {
    const first = runs.schema();
    copyFileSync(cacheOf('main'), cacheOf('schema'));
    expect(runs.schema()).toEqual({ ...first, verdicts: { main: 'accepted', schema: 'none' } });
    expect(runs.schema().verdicts).toEqual(ACCEPTED);
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}

describe.skipIf(process.platform === 'win32')('what somebody else may write is never given to V8', () => {
  test.each<[string, () => void]>([
    [
      'a folder that its group may write',
      () => {
        chmodSync(runs.code, 0o770);
      },
    ],
    [
      'a folder above it that everybody may write',
      () => {
        chmodSync(runs.caches, 0o777);
      },
    ],
    [
      'a folder that is a link',
      () => {
        linked(runs.code);
      },
    ],
  ])('%s', (_what, expose) => {
    const { said } = runs.schema();
    expose();
    for (const time of ['first', 'second'])
      expect({ time, ...runs.schema() }).toMatchObject({ time, said, verdicts: NONE });
  });

  test.each<[string, (file: string) => void]>([
    [
      'a file that its group may write',
      file => {
        chmodSync(file, 0o620);
      },
    ],
    ['a file that is a link', linked],
  ])('%s, which the run replaces', (_what, expose) => {
    const { said } = runs.schema();
    expose(cacheOf('schema'));
    expect(runs.schema()).toMatchObject({ said, verdicts: { main: 'accepted', schema: 'none' } });
    expect(runs.schema().verdicts).toEqual(ACCEPTED);
  });

  test.skipIf(process.getuid?.() !== 0)('a file or a folder of another user', () => {
    runs.schema();
    chownSync(cacheOf('schema'), 65_534, 65_534);
    expect(runs.schema().verdicts).toEqual({ main: 'accepted', schema: 'none' });
    chownSync(runs.caches, 65_534, 65_534);
    expect(runs.schema().verdicts).toEqual(NONE);
  });

  test('a cache in a repository, whose author could have written it', () => {
    runs.schema();
    mkdirSync(join(runs.caches, '.git'));
    expect(runs.schema().verdicts).toEqual(NONE);
  });

  test('a cache inside the folder that the command works in, unless that is around the home folder', () => {
    const inside = { XDG_CACHE_HOME: join(runs.work, 'caches') };
    const home = { HOME: join(runs.work, 'home') };
    for (const env of [inside, inside]) expect(runs.schema({ env }).verdicts).toEqual(NONE);
    expect(runs.schema({ env: { ...inside, ...home } }).verdicts).toEqual(NONE);
    expect(runs.schema({ env: { ...inside, ...home } }).verdicts).toEqual(ACCEPTED);
    expect(runs.schema({ env: inside }).verdicts).toEqual(NONE);
  });
});

/** Moves it away and leaves a link to it. */
function linked(path: string): void {
  renameSync(path, `${path}.moved`);
  symlinkSync(`${path}.moved`, path);
}

test('PIPESTREAM_SCALING_NO_CACHE=1 neither reads nor makes one', () => {
  const off = { PIPESTREAM_SCALING_NO_CACHE: '1' };
  runs.schema({ env: off });
  expect(() => files()).toThrow('ENOENT');
  runs.schema();
  expect(runs.schema({ env: off }).verdicts).toEqual(NONE);
});

test('where none can be made the command says the same', () => {
  const { said, status } = runs.schema();
  rmSync(runs.caches, { recursive: true });
  writeFileSync(runs.caches, 'a file');
  expect(runs.schema()).toEqual({ said, status, verdicts: NONE });
});

test('the caches that nobody has used for longest make room for new ones', () => {
  runs.schema();
  const made = cacheOf('schema');
  for (let other = 0; other < 70; other += 1) {
    const file = join(runs.code, `schema-${String(10_000_000 + other)}.cache`);
    writeFileSync(file, '');
    utimesSync(file, other, other);
  }
  rmSync(made);
  runs.schema();
  expect(files().length).toBe(64);
  expect(files()).toContain('schema-10000069.cache');
  expect(files()).not.toContain('schema-10000000.cache');
  expect(runs.schema().verdicts).toEqual(ACCEPTED);
});
