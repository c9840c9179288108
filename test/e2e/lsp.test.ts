import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CAPABILITIES, editor } from './editor.ts';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'bin/pipestream-scaling.cjs');
const FILE = 'pipestream-scaling.yaml';
let folder = '';
let open: Awaited<ReturnType<typeof editor>> | undefined;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'pipestream-scaling-lsp-')));
});
afterEach(() => {
  open?.server.kill();
  open = undefined;
  rmSync(folder, { recursive: true });
});

async function started(capabilities = CAPABILITIES) {
  open = await editor(folder, capabilities);
  return open;
}

function lint(...args: readonly string[]) {
  return spawnSync(process.execPath, [bin, 'lint', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CI: '', GITHUB_BASE_REF: '' },
  });
}

const CLEAN = `version: 1
name: shop
targets:
  kubernetes: { version: "1.32", namespace: shop }
pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70% }
`;
/** One error, of a policy. */
const UNREQUESTED = CLEAN.replace('cpu: 500m, ', '');
/** The place of a piece of a text, for an editor. */
function rangeOf(text: string, piece: string) {
  const start = text.indexOf(piece);
  const place = (offset: number) => ({
    line: text.slice(0, offset).split('\n').length - 1,
    character: offset - text.lastIndexOf('\n', offset - 1) - 1,
  });
  return { start: place(start), end: place(start + piece.length) };
}

describe('diagnostics', () => {
  test('are those of the command, each in its place', async () => {
    const text = readFileSync(join(root, 'test/fixtures/err/scaling-model-as-written.yaml'), 'utf8');
    writeFileSync(join(folder, FILE), text);
    const { findings }: { findings: Record<string, unknown>[] } = JSON.parse(lint('--format', 'json', FILE).stdout);
    const client = await started();
    await client.open(FILE, text);
    const shown = (await client.diagnostics(FILE)).map(({ code, severity, range, codeDescription, source }) => ({
      code,
      severity,
      link: codeDescription?.href,
      source,
      place: [range.start.line + 1, range.start.character + 1, range.end.line + 1, range.end.character + 1],
    }));
    expect(findings.length).toBeGreaterThan(4);
    expect(shown).toHaveLength(findings.length);
    expect(shown).toEqual(
      expect.arrayContaining(
        findings.map(({ id, severity, link, line, column, endLine, endColumn }) => ({
          code: id,
          severity: ['', 'error', 'warning', 'information'].indexOf(String(severity)),
          link,
          source: 'pipestream-scaling',
          place: [line, column, endLine, endColumn],
        })),
      ),
    );
  });

  test('name their environments, the help and the related places', async () => {
    const client = await started();
    const text = `${CLEAN}environments:\n  staging: {}\n  production: { pools: { api: { replicas: 5..3 } } }\n`;
    await client.open(FILE, text);
    const [found, ...others] = await client.diagnostics(FILE);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: 'bounds-inverted',
      severity: 1,
      range: rangeOf(text, '5..3'),
      codeDescription: {
        href: 'https://github.com/ai-pipestream/pipestream-scaling/blob/main/docs/policies/bounds-inverted.md',
      },
    });
    expect(found?.message).toMatch(/^[^\n]* \(in production\)\nhelp: /);
  });

  test('count columns as editors do, in UTF-16', async () => {
    const client = await started();
    const text = CLEAN.replace(
      'name: shop\n',
      'name: shop\nhardware: { a: { gpu: A10G, nodeSelector: { "\u{1F600}": "\u{1F600}" }, kount: 1 } }\n',
    );
    await client.open(FILE, text);
    const unknown = (await client.diagnostics(FILE)).filter(({ code }) => code === 'unknown-key');
    expect(unknown).toMatchObject([
      { code: 'unknown-key', range: { start: { line: 2, character: 58 }, end: { line: 2, character: 63 } } },
    ]);
    expect(text.split('\n')[2]?.slice(58, 63)).toBe('kount');
  });

  test('follow what is typed, once for a burst of it', async () => {
    const client = await started();
    await client.open(FILE, CLEAN);
    expect(await client.diagnostics(FILE)).toEqual([]);
    for (const letter of 'broken')
      await client.change(FILE, { range: rangeOf(client.text(FILE), '\nname:'), text: `\n${letter}\nname:` });
    expect((await client.diagnostics(FILE)).length).toBeGreaterThan(0);
    await client.change(FILE, { text: CLEAN });
    expect(await client.diagnostics(FILE)).toEqual([]);
    expect(client.published.map(({ version }) => version)).toEqual([1, 7, 8]);
  });

  test('are looked for again on save, with the baseline that stands beside the file', async () => {
    writeFileSync(join(folder, FILE), UNREQUESTED);
    const client = await started();
    await client.open(FILE, UNREQUESTED);
    expect(await client.diagnostics(FILE)).toMatchObject([{ code: 'missing-cpu-request' }]);
    expect(lint('--update-baseline', FILE).status).toBe(0);
    await client.save(FILE);
    await expect.poll(() => client.published.at(-1)?.diagnostics).toEqual([]);
  });

  test('compare with HEAD, as the command does', async () => {
    const git = (...words: readonly string[]) =>
      spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], { cwd: folder });
    writeFileSync(join(folder, FILE), CLEAN);
    for (const words of [
      ['init', '-q'],
      ['add', '.'],
      ['commit', '-qm', 'shop'],
    ])
      expect(git(...words).status).toBe(0);
    const renamed = CLEAN.replace('  api:\n', '  api:\n    name: web\n');
    const client = await started();
    await client.open(FILE, renamed);
    expect((await client.diagnostics(FILE)).map(({ code }) => code)).toEqual(['pool-renamed']);
  });

  test('of the organisation lead to its policy, and can be suppressed', async () => {
    const policies =
      'version: 1\npolicies:\n  - { id: replica-ceiling, severity: error, scope: pool, assert: pool.replicas.max <= 5, message: too many, why: The bill }\n';
    writeFileSync(join(folder, 'organisation.yaml'), policies);
    const client = await started();
    const text = `${CLEAN}policies: [organisation.yaml]\n`;
    await client.open(FILE, text);
    const [found] = await client.diagnostics(FILE);
    expect(found).toMatchObject({
      code: 'replica-ceiling',
      message: expect.stringMatching(/^too many/),
      relatedInformation: [{ location: { uri: client.uriOf('organisation.yaml') } }],
    });
    expect(found && (await client.actions(FILE, found.range)).map(({ title }) => title)).toEqual([
      'Suppress replica-ceiling with a comment',
    ]);
  });

  test('go when the document is closed', async () => {
    const client = await started();
    await client.open(FILE, UNREQUESTED);
    expect(await client.diagnostics(FILE)).toHaveLength(1);
    await client.close(FILE);
    await expect.poll(() => client.published.at(-1)).toEqual({ uri: client.uriOf(FILE), diagnostics: [] });
  });

  test('are for configurations alone, and for one that was never saved', async () => {
    const client = await started();
    await client.open('deployment.yaml', 'apiVersion: apps/v1\nkind: Deployment\n');
    await client.open(
      'untitled:Untitled-1',
      `# yaml-language-server: $schema=./schema/pipestream-scaling.schema.json\n${UNREQUESTED}`,
    );
    expect(await client.diagnostics('untitled:Untitled-1')).toHaveLength(1);
    expect(client.published.map(({ uri }) => uri)).toEqual(['untitled:Untitled-1']);
  });
});
