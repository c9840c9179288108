import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applied, CAPABILITIES, editor } from './editor.ts';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'bin/pipestream-scaling.cjs');
const example = readFileSync(join(root, 'pipestream-scaling.yaml'), 'utf8');
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

async function opened(text: string, capabilities = CAPABILITIES) {
  const client = await editor(folder, capabilities);
  open = client;
  await client.open(FILE, text);
  return client;
}

const POOL = `version: 1
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
/** A policy's error, whose fix changes what is asked of the scheduler. */
const UNREQUESTED = POOL.replace('cpu: 500m, ', '');
/** An unknown key with one near enough, and a comment that suppresses nothing. */
const MISTYPED = POOL.replace('    replicas:', '    replcias:').replace(
  '    signals:',
  '    # pipestream-scaling-ignore bounds-inverted -- not yet\n    signals:',
);

describe('hover', () => {
  test('says what a key is and what it resolved to, in Markdown where the editor shows it', async () => {
    const client = await opened(example);
    const said = await client.hover(FILE, example.indexOf('replicas: { max: 10 }') + 2);
    expect(said).toMatch(
      /^\*\*pools\.engine\.replicas\*\*: Bounds: 2\.\.10 or \{min, max, fixed\}\n\n- `min` = `1` in staging: derived: fewest replicas/,
    );
    expect(said).toMatch(
      /\n- `min` = `2` in production: derived: .*, with priority = balanced \(line 6\), kind = always-on \(line 53\)\n/,
    );
  });

  test('is plain text where it does not', async () => {
    const client = await opened(example, {});
    expect(await client.hover(FILE, example.indexOf('kafkaLag:') + 2)).toContain(
      '- lag at which max is reached = 10000: derived: lag at which max is reached = perReplica × max, with perReplica = 1000',
    );
  });

  test('still says what the language does while the rest is wrong', async () => {
    const client = await opened(MISTYPED);
    expect(await client.hover(FILE, MISTYPED.indexOf('kind:') + 1)).toBe(
      '**pools.api.kind**: always-on never stops; demand-driven follows load; scale-to-zero sleeps when idle',
    );
  });
});

describe('quick fixes', () => {
  test('mend a finding where it is, and nothing else', async () => {
    const client = await opened(MISTYPED);
    const [found] = (await client.diagnostics(FILE)).filter(({ code }) => code === 'unknown-key');
    if (found === undefined) throw new Error('nothing was found');
    const [fix, ...others] = await client.actions(FILE, found.range, { only: ['quickfix'] });
    expect(others).toEqual([]);
    expect(fix).toMatchObject({ title: 'write "replicas" (unsafe)', kind: 'quickfix', diagnostics: [found] });
    if (fix !== undefined)
      expect(applied(MISTYPED, fix, client.uriOf(FILE))).toBe(MISTYPED.replace('replcias', 'replicas'));
  });

  test('that are safe are preferred, those that are not say so', async () => {
    const text = `${POOL}    # pipestream-scaling-ignore bounds-inverted -- not yet\n`
      .replace('    signals: { cpu', '    # pipestream-scaling-ignore bounds-inverted -- not yet\n    signals: { cpu')
      .replace('cpu: 500m, ', '');
    const client = await opened(text);
    const found = await client.diagnostics(FILE);
    const actions = await Promise.all(found.map(({ range }) => client.actions(FILE, range, { only: ['quickfix'] })));
    expect(actions.flat().map(({ title, isPreferred }) => [title, isPreferred === true])).toEqual(
      expect.arrayContaining([
        ['Take the comment out', true],
        ['Suppress missing-cpu-request with a comment', false],
      ]),
    );
    expect(
      actions
        .flat()
        .filter(({ title }) => title.endsWith('(unsafe)'))
        .every(({ isPreferred }) => isPreferred === undefined),
    ).toBe(true);
  });

  test('all of the safe ones at once are what lint --fix makes', async () => {
    const text = MISTYPED.replace('replcias', 'replicas');
    writeFileSync(join(folder, FILE), text);
    const client = await opened(text);
    const [action] = await client.actions(
      FILE,
      { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      { only: ['source.fixAll'] },
    );
    expect(action?.kind).toBe('source.fixAll.pipestream-scaling');
    spawnSync(process.execPath, [bin, 'lint', '--fix', FILE], { cwd: folder });
    const mended = readFileSync(join(folder, FILE), 'utf8');
    expect(mended).not.toBe(text);
    if (action !== undefined) expect(applied(text, action, client.uriOf(FILE))).toBe(mended);
  });

  test('a comment suppresses once its reason is written', async () => {
    const client = await opened(UNREQUESTED, {});
    const [found] = await client.diagnostics(FILE);
    const action = found && (await client.actions(FILE, found.range)).find(({ title }) => title.startsWith('Suppress'));
    if (action === undefined) throw new Error('nothing is offered');
    const commented = applied(UNREQUESTED, action, client.uriOf(FILE));
    const [before, after] = commented.split('# pipestream-scaling-ignore missing-cpu-request -- \n');
    expect(`${before?.replace(/ *$/, '') ?? ''}${after ?? ''}`).toBe(UNREQUESTED);
    await client.change(FILE, { text: commented });
    expect((await client.diagnostics(FILE)).map(({ code }) => code).toSorted()).toEqual([
      'missing-cpu-request',
      'suppression-without-reason',
    ]);
    await client.change(FILE, { text: commented.replace(' -- ', ' -- the chart has a limit range') });
    expect(await client.diagnostics(FILE)).toEqual([]);
  });

  test('a comment leaves the cursor at its reason where the editor can', async () => {
    const client = await opened(UNREQUESTED, {
      workspace: { workspaceEdit: { documentChanges: true, snippetEditSupport: true } },
    });
    const [found] = await client.diagnostics(FILE);
    const action = found && (await client.actions(FILE, found.range)).find(({ title }) => title.startsWith('Suppress'));
    expect(action?.edit?.documentChanges).toMatchObject([
      {
        textDocument: { version: 1 },
        edits: [
          {
            snippet: {
              kind: 'snippet',
              value: expect.stringMatching(/^ *# pipestream-scaling-ignore missing-cpu-request -- \$0\n$/),
            },
          },
        ],
      },
    ]);
  });
});

test('completion works while the document is in pieces', async () => {
  const text = `${POOL}  web:\n    kind: scale-to-zero\n    replicas: { m\n  worker\n`;
  const client = await opened(text);
  expect((await client.completion(FILE, text.indexOf('{ m') + 3)).map(({ label }) => label)).toEqual([
    'min',
    'max',
    'fixed',
  ]);
  const end = `${text}    kind: `;
  await client.change(FILE, { text: end.replace('  worker\n', '  worker:\n').replace('{ m\n', '{ max: 3 }\n') });
  expect((await client.completion(FILE, client.text(FILE).length)).map(({ label }) => label)).toEqual([
    'always-on',
    'demand-driven',
    'scale-to-zero',
  ]);
});

test('fields of a patch are those of the version of Kubernetes, whose schema lies beside the program', async () => {
  const text = `${POOL}    patch:\n      PodDisruptionBudget:\n        spec:\n          `;
  const client = await opened(text);
  expect((await client.completion(FILE, text.length)).map(({ label }) => label)).toEqual([
    'unhealthyPodEvictionPolicy',
  ]);
});

test('the outline has the pools with what is in them', async () => {
  const client = await opened(example);
  expect(await client.symbols(FILE)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: 'pools',
        children: expect.arrayContaining([
          expect.objectContaining({
            name: 'embedder',
            children: expect.arrayContaining([expect.objectContaining({ name: 'kind', detail: 'scale-to-zero' })]),
          }),
        ]),
      }),
    ]),
  );
});

describe('the process', () => {
  test('says what it is and ends with 0 after a shutdown', async () => {
    const client = await opened(example);
    expect(client.initialized).toMatchObject({
      serverInfo: { name: 'pipestream-scaling' },
      capabilities: { positionEncoding: 'utf-16', hoverProvider: true },
    });
    expect(await client.quit()).toBe(0);
    expect(client.stderr()).toBe('');
  });

  test('ends with 1 when it was not shut down, by an exit or by a closed pipe', async () => {
    const told = await opened(example);
    await told.exit();
    expect(await told.ended).toBe(1);
    const left = await opened(example);
    left.server.stdin.end();
    expect(await left.ended).toBe(1);
  });

  test('survives any text, with a finding and never a stack', async () => {
    const client = await opened('');
    const texts = [
      '\0\u{FFFF}',
      '{'.repeat(20_000),
      '&a [*a, *a]',
      'a: &a\n  <<: *a\n',
      '- \ud800',
      '%YAML 9\n---\n? [',
      `x: "${'\\'.repeat(999)}`,
      '\u{FEFF}version: 1\r\rname: "',
    ];
    for (const text of texts) {
      await client.change(FILE, { text });
      expect((await client.diagnostics(FILE)).length, JSON.stringify(text.slice(0, 20))).toBeGreaterThan(0);
      for (const offset of [0, Math.floor(text.length / 2), text.length]) {
        await client.hover(FILE, offset);
        await client.completion(FILE, offset);
      }
      await client.actions(FILE, { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } });
      await client.symbols(FILE);
    }
    expect(await client.quit()).toBe(0);
    expect(client.stderr()).toBe('');
  });

  test('answers a request that it cannot read without a stack, and writes nothing but the protocol', () => {
    const framed = (body: string) => `Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`;
    const { stdout, stderr, status } = spawnSync(process.execPath, [bin, 'lsp'], {
      encoding: 'utf8',
      input:
        framed(
          '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}',
        ) +
        framed('{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":7}') +
        framed('no JSON'),
    });
    expect(status).toBe(1);
    expect(stderr).not.toMatch(/^ +at /m);
    let rest = stdout;
    while (rest !== '') {
      const [head = '', length = '0'] = /^Content-Length: (\d+)\r\n\r\n/.exec(rest) ?? [];
      expect(head).not.toBe('');
      const body = Buffer.from(rest.slice(head.length)).subarray(0, Number(length)).toString();
      expect(() => {
        JSON.parse(body);
      }).not.toThrow();
      expect(body).not.toContain('\\n    at ');
      rest = rest.slice(head.length + body.length);
    }
  });
});
