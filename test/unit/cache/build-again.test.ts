import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FORMATS } from '../../../src/cli/arguments.ts';
import { fc, runs } from '../../properties.ts';
import { built, entryOf, placeWith, treeOf } from './build-twice.ts';
import type { Place } from './build-twice.ts';

const SHOP = `version: 1
name: shop
targets: { kubernetes: { version: "1.32", namespace: shop } }
policies: [own.yaml]
pools:
  api:
    kind: always-on
    # pipestream-scaling-ignore ceiling until 2027-01-31 -- the sale
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:latest", cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70% }
environments: { staging: {}, production: {} }
`;
const OWN = `version: 1
policies:
  - { id: ceiling, severity: warning, scope: pool, assert: pool.replicas.max <= 5, message: too many, why: the quota }
`;
const BASELINE = '{ "findings": [] }\n';
const FILES = {
  'shop.yaml': SHOP,
  'own.yaml': OWN,
  'ci.yaml': OWN.replace('ceiling', 'floor'),
  'pipestream-scaling-baseline.json': BASELINE,
};

afterEach(() => {
  vi.useRealTimers();
});

function on(day: string): void {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${day}T12:00:00Z`) });
}

test.each(FORMATS)(
  'a build of which nothing has changed says the same again, as %s, and compiles nothing',
  async format => {
    on('2026-11-24');
    const place = placeWith(FILES);
    const words = [
      '--format',
      format,
      '--output',
      `json=${place.root}/found.json`,
      '--policies',
      `${place.root}/ci.yaml`,
    ];
    await built(place, words);
    const compiled = await built(place, words, null);
    const [report, tree] = [place.read('found.json'), treeOf(place, 'out')];
    rmSync(join(place.root, 'found.json'));
    const again = await built(place, words);
    expect(compiled).toMatchObject({ code: 0, isAgain: false });
    expect(again).toEqual({ ...compiled, isAgain: true });
    expect(again.out + again.err).not.toBe('');
    expect(place.read('found.json')).toBe(report);
    expect(treeOf(place, 'out')).toEqual(tree);
  },
);

test('a build that had nothing to write is remembered too', async () => {
  const place = placeWith(FILES);
  await built(place, [], null);
  expect((await built(place)).isAgain).toBe(false);
  expect((await built(place)).isAgain).toBe(true);
});

/** What another build does about it is what it did before there was a cache. */
const CHANGES: Readonly<Record<string, (place: Place) => void>> = {
  'another source': place => {
    place.write('shop.yaml', SHOP.replace('2..10', '2..9'));
  },
  'a comment in the source': place => {
    place.write('shop.yaml', `${SHOP}# a note\n`);
  },
  'another policy file': place => {
    place.write('own.yaml', OWN.replace('<= 5', '<= 6'));
  },
  'no policy file': place => {
    unlinkSync(join(place.root, 'own.yaml'));
  },
  'another policy file of the command line': place => {
    place.write('ci.yaml', OWN);
  },
  'another baseline': place => {
    place.write('pipestream-scaling-baseline.json', '{ "findings": [{ "policy": "x", "path": "y" }] }\n');
  },
  'no baseline': place => {
    unlinkSync(join(place.root, 'pipestream-scaling-baseline.json'));
  },
  'an edited file': place => {
    const path = 'out/staging/kubernetes/api/deployment.yaml';
    place.write(path, `${place.read(path)}# by hand\n`);
  },
  'a byte at the end of a file': place => {
    const path = 'out/production/REPORT.md';
    place.write(path, `${place.read(path)}\n`);
  },
  'a file that is gone': place => {
    unlinkSync(join(place.root, 'out/staging/REPORT.md'));
  },
  'a link in the place of a file': place => {
    const file = join(place.root, 'out/staging/REPORT.md');
    renameSync(file, join(place.root, 'elsewhere.md'));
    symlinkSync(join(place.root, 'elsewhere.md'), file);
  },
  'a link in the place of a folder': place => {
    const folder = join(place.root, 'out/staging/kubernetes');
    renameSync(folder, join(place.root, 'elsewhere'));
    symlinkSync(join(place.root, 'elsewhere'), folder);
  },
  'another ledger': place => {
    const path = 'out/staging/ledger.json';
    place.write(path, place.read(path).replace('"version": 1', '"version":  1'));
  },
  'a ledger that claims a file': place => {
    const path = 'out/staging/ledger.json';
    place.write(
      path,
      place.read(path).replace('"files": [', `"files": [\n    {"path":"a","sha256":"${'0'.repeat(64)}"},`),
    );
    place.write('out/staging/a', '');
  },
  'no ledger': place => {
    unlinkSync(join(place.root, 'out/staging/ledger.json'));
  },
  'no output': place => {
    rmSync(join(place.root, 'out'), { recursive: true });
  },
  'an environment that is left over': place => {
    place.write('out/old/ledger.json', place.read('out/staging/ledger.json'));
  },
  'an interrupted build': place => {
    place.write('out/.next/journal.json', '{}');
  },
  'a commit that is not finished': place => {
    place.write('out/.commit/journal.json', '{"version":1,"environments":[]}\n');
  },
};

test.each(Object.entries(CHANGES))(
  '%s: the build is compiled, and says and writes what it would',
  async (_what, change) => {
    on('2026-11-24');
    const place = placeWith(FILES);
    const words = ['--policies', join(place.root, 'ci.yaml')];
    await built(place, words);
    const twin = placeWith(FILES);
    const wordsOfTwin = ['--policies', join(twin.root, 'ci.yaml')];
    await built(twin, wordsOfTwin, null);
    change(place);
    change(twin);
    const compiled = await built(twin, wordsOfTwin, null);
    const again = await built(place, words);
    expect({ ...again, err: again.err.replaceAll(place.root, '') }).toEqual({
      ...compiled,
      err: compiled.err.replaceAll(twin.root, ''),
    });
    expect(treeOf(place, 'out')).toEqual(treeOf(twin, 'out'));
  },
);

test('a file that is not ours is left alone, as before', async () => {
  const place = placeWith(FILES);
  await built(place);
  place.write('out/staging/notes.md', 'mine');
  expect(await built(place)).toEqual({ ...(await built(place, [], null)), isAgain: true });
  expect(place.read('out/staging/notes.md')).toBe('mine');
});

test.each<[string, readonly string[], string]>([
  ['another environment', ['--env', 'staging'], 'this compiler'],
  ['a required policy', ['--require', 'ceiling'], 'this compiler'],
  ['a file of required policies', ['--policies', 'ci.yaml'], 'this compiler'],
  ['large', ['--large'], 'this compiler'],
  ['another compiler', [], 'the next one'],
])('%s is another build', async (_what, words, compiler) => {
  const place = placeWith(FILES);
  await built(place);
  const given = words.map(word => (word === 'ci.yaml' ? join(place.root, word) : word));
  expect((await built(place, given, compiler)).isAgain).toBe(false);
});

test('another repository at the same path is another build', async () => {
  const place = placeWith(FILES);
  await built(place);
  rmSync(join(place.root, 'out'), { recursive: true });
  place.write('shop.yaml', SHOP.replace('name: shop', 'name: garage'));
  expect(await built(place)).toMatchObject({ isAgain: false, code: 0 });
  expect(place.read('out/staging/kubernetes/api/deployment.yaml')).toContain('garage');
});

test('a suppression ends on its day, with nothing changed but the day', async () => {
  const place = placeWith(FILES);
  on('2027-01-30');
  const held = await built(place);
  expect(held.err).not.toContain('too many');
  on('2027-01-31');
  expect(await built(place)).toMatchObject({ isAgain: true, err: expect.not.stringContaining('too many') });
  on('2027-02-01');
  const ended = await built(place);
  expect(ended).toMatchObject({ isAgain: false, err: expect.stringContaining('too many') });
  expect(await built(place)).toEqual({ ...ended, isAgain: true });
  // A clock that goes back finds what holds on that day.
  on('2027-01-31');
  expect(await built(place)).toMatchObject({
    isAgain: false,
    err: held.err.replace(/10 files written, 0/, '0 files written, 10'),
  });
});

describe('an entry costs time and nothing else', () => {
  const small = { 'shop.yaml': SHOP.replace('policies: [own.yaml]\n', '').replace(/ {4}# .*\n/, '') };

  test.each<[string, (entry: string) => string]>([
    ['that is empty', () => ''],
    ['that is cut short', entry => entry.slice(0, 200)],
    ['that is no JSON', () => 'maybe'],
    ['of another shape', () => '[]'],
    ['with a member too many', entry => entry.replace('{"build":{', '{"build":{"more":1,')],
    ['of another key', entry => entry.replace(/"key":"./, '"key":"g')],
    ['with another digest', entry => entry.replace(/"ledger":"[0-9a-f]{64}"/, `"ledger":"${'0'.repeat(64)}"`)],
    ['of an environment outside the output', entry => entry.replaceAll('"staging"', '"../staging"')],
    [
      'whose findings have no place',
      entry => entry.replace('"diagnostics":[', '"diagnostics":[{"id":"a","span":{"source":7,"start":0,"end":1}},'),
    ],
    [
      'whose findings are in another text',
      entry =>
        entry.replace(
          '"diagnostics":[',
          '"diagnostics":[{"id":"a","messageId":"a","severity":"warning","message":"a","span":{"source":7,"start":0,"end":1}},',
        ),
    ],
  ])('%s', async (_what, change) => {
    const place = placeWith(small);
    await built(place);
    const entry = entryOf(place);
    const was = place.read(entry.slice(place.root.length));
    expect(change(was)).not.toBe(was);
    writeFileSync(entry, change(was));
    expect(await built(place)).toEqual({ ...(await built(place, [], null)), isAgain: false });
    // It is replaced by the build that it was of no use to.
    expect(await built(place)).toMatchObject({ isAgain: true });
  });

  test('that names the digests of output that was written by hand is no entry for this source', async () => {
    const place = placeWith(small);
    await built(place);
    const ours = treeOf(place, 'out');
    place.write('shop.yaml', small['shop.yaml'].replace('2..10', '2..50'));
    await built(place);
    // The output of one source and the entry of another: a checkout of an older commit brings both back.
    for (const [path, text] of Object.entries(ours)) place.write(path, text);
    expect(await built(place)).toMatchObject({ isAgain: false, code: 0 });
    expect(treeOf(place, 'out')).not.toEqual(ours);
  });

  test('in a cache that cannot be written: a file stands in its place', async () => {
    const place = placeWith({ ...small, caches: '' });
    await built(place);
    expect(await built(place)).toEqual({ ...(await built(place, [], null)), isAgain: false });
  });

  test('while builds run at once', async () => {
    const place = placeWith(small);
    await built(place);
    const all = await Promise.all(Array.from({ length: 4 }, () => built(place)));
    expect(new Set(all.map(({ code, err }) => `${String(code)} ${err}`)).size).toBe(1);
  });
});

/** What may happen between two builds. */
const EDITS: Readonly<Record<string, (place: Place) => void>> = {
  ...CHANGES,
  'the source as it was': place => {
    place.write('shop.yaml', SHOP);
  },
  'the policy file as it was': place => {
    place.write('own.yaml', OWN);
  },
  'a source that does not compile': place => {
    place.write('shop.yaml', SHOP.replace('always-on', 'sometimes'));
  },
  nothing: () => undefined,
};

test('after any edits a build with a cache says and writes what one without does', async () => {
  on('2026-11-24');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.keys(EDITS)), { minLength: 2, maxLength: 5 }),
      fc.constantFrom<readonly string[]>([], ['--env', 'staging'], ['--force'], ['--format', 'json']),
      async (edits, words) => {
        const [cached, plain] = [placeWith(FILES), placeWith(FILES)];
        const bare = (place: Place, text: string): string => text.replaceAll(place.root, '');
        for (const edit of ['nothing', ...edits]) {
          for (const place of [cached, plain]) {
            mkdirSync(join(place.root, 'out'), { recursive: true });
            try {
              EDITS[edit]?.(place);
            } catch {
              // There is nothing to edit, in either.
            }
          }
          const [a, b] = [await built(cached, words), await built(plain, words, null)];
          expect([a.code, bare(cached, a.out), bare(cached, a.err)]).toEqual([
            b.code,
            bare(plain, b.out),
            bare(plain, b.err),
          ]);
          expect(treeOf(cached, 'out')).toEqual(treeOf(plain, 'out'));
        }
      },
    ),
    { numRuns: runs(4) },
  );
});

test('a manifest that changed is another build', async () => {
  on('2026-11-24');
  const rendered = (container: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec: { template: { spec: { containers: [{ name: ${container}, resources: { requests: { cpu: 1 } } }] } } }
`;
  const text = `version: 1
name: shop
targets: { kubernetes: { version: "1.32", namespace: shop } }
pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, manifest: rendered.yaml } }
    signals: { cpu: 70% }
`;
  const place = placeWith({ 'shop.yaml': text, 'rendered.yaml': rendered('main') });
  await built(place);
  expect(await built(place)).toMatchObject({ isAgain: true });
  writeFileSync(join(place.root, 'rendered.yaml'), rendered('web'));
  expect(await built(place)).toMatchObject({ isAgain: false });
  expect(await built(place)).toMatchObject({ isAgain: true });
  expect(place.read('out/default/kubernetes/api/hpa.yaml')).toContain('container: web');
});
