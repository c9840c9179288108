import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseArguments } from '../../../src/cli/arguments.ts';
import { explain } from '../../../src/cli/explain.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { POLICIES } from '../../../policies/index.ts';
import { analysed } from '../../analysed.ts';
import { EXPLAINED } from '../../explained-ids.ts';
import { lintExample } from '../../policies/lint.ts';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'explain-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the command prints, and how it ends. */
async function explained(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const parsed = parseArguments(['explain', ...words]);
  if (parsed.kind !== 'run') throw new Error(`explain ${words.join(' ')} is not a command`);
  let out = '';
  let err = '';
  const code = await explain(parsed.arguments, {
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
    colour: false,
    width: 80,
    env: {},
  });
  return { code, out, err };
}

test.each(EXPLAINED)('%s has a page, which begins with its id', async id => {
  const { code, out, err } = await explained(id);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(new RegExp(`^# ${id}\n\n[A-Z][^\n]*\\.\n`));
});

/** Every id that is ever printed; test/matrix holds what it finds against the same list. */
test('whatever is found in an example of a policy or a fixture has one', () => {
  const examples = POLICIES.flatMap(({ examples: of }) => [...of().bad, ...of().good]).flatMap(lintExample);
  const fixtures = ['test/fixtures/clean', 'test/fixtures/err'].flatMap(name =>
    readdirSync(join(root, name)).flatMap(file => {
      const text = readFileSync(join(root, name, file), 'utf8');
      return analysed(sourceText(file, text)).diagnostics;
    }),
  );
  const printed = [...new Set([...examples, ...fixtures].map(({ id }) => id))];
  expect(printed.length).toBeGreaterThan(POLICIES.length);
  expect(printed.filter(id => !EXPLAINED.includes(id))).toEqual([]);
});

test('an id that is not there exits 2 and names the nearest, of policies and of other findings', async () => {
  expect(await explained('unknown-prot')).toEqual({
    code: 2,
    out: '',
    err: 'pipestream-scaling: there is no policy, no other finding and no alert "unknown-prot"; did you mean "unknown-port"?\n',
  });
  expect(await explained('gpu-on-fargat')).toMatchObject({
    code: 2,
    err: expect.stringContaining('did you mean "gpu-on-fargate"?'),
  });
  expect(await explained('nothing-of-the-kind')).toMatchObject({
    code: 2,
    err: expect.stringContaining('run pipestream-scaling explain for all of them'),
  });
});

test('without an id lists all of them, in groups', async () => {
  const { out } = await explained();
  const listed = [...out.matchAll(/^ {2}(\S+) +(?:error|warning|information)/gm)].map(([, id]) => id);
  expect(listed).toEqual(expect.arrayContaining([...EXPLAINED]));
  expect(out).toMatch(/^Policies: kafka\n {2}/m);
  expect(out).toMatch(/^Other findings: YAML\n {2}yaml-syntax +error$/m);
});

describe("an organisation's own policy", () => {
  const configuration = join(folder, 'shop.yaml');
  mkdirSync(join(folder, 'policies'));
  writeFileSync(
    join(folder, 'policies/own.yaml'),
    `version: 1
policies:
  - id: replica-ceiling
    severity: warning
    scope: pool
    assert: |
      pool.replicas.max <= 50
    message: pool "{pool.name}" may grow to {pool.replicas.max}
    why: The quota of the cluster.
    help: Lower replicas.max
    link: https://wiki.example.com/ceiling
  - id: no-help
    severity: error
    scope: system
    assert: 'true'
    message: never
    why: No reason
`,
  );
  // What is asked of the rest of the file is not asked here: the pools are missing.
  writeFileSync(configuration, 'version: 1\nenvironments: { production: { policies: [policies/own.yaml] } }\n');

  test('is shown as it is declared, with its place', async () => {
    const { code, out } = await explained('replica-ceiling', configuration);
    expect(code).toBe(0);
    expect(out.replaceAll(folder, '.')).toBe(`# replica-ceiling

A policy of this organisation, declared in ./policies/own.yaml:3:9.

| Severity | Scope |
|---|---|
| warning | pool |

**Why:** The quota of the cluster.

Asserts:

\`\`\`cel
pool.replicas.max <= 50
\`\`\`

**Message:** pool "{pool.name}" may grow to {pool.replicas.max}

**Help:** Lower replicas.max

**Link:** https://wiki.example.com/ceiling
`);
  });

  test('is data for programs', async () => {
    const { out } = await explained('no-help', configuration, '--format', 'json');
    expect(JSON.parse(out).own).toMatchObject([
      { id: 'no-help', place: `${folder}/policies/own.yaml:12:9`, scope: 'system', help: null, link: null },
    ]);
  });

  test('is suggested like the others', async () => {
    expect(await explained('replica-celing', configuration)).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean "replica-ceiling"?'),
    });
  });

  test('says what could not be read, where it may be in there', async () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, 'policies: [policies/lost.yaml]\n');
    expect(await explained('replica-ceiling', broken)).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        '"policies/lost.yaml" cannot be read: there is no such file  [policy-file-unreadable]',
      ),
    });
    expect(await explained('replica-ceiling', join(folder, 'absent.yaml'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('absent.yaml" cannot be read: there is no such file  [unreadable-file]'),
    });
  });
});
