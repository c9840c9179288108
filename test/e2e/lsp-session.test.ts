import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

const bin = join(import.meta.dirname, '../../bin/pipestream-scaling.cjs');
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

interface Answer {
  readonly id?: unknown;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

const frame = (message: unknown) => framed(JSON.stringify(message));
const framed = (body: string) => `Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`;
const request = (id: number, method: string, params: unknown = {}) => frame({ jsonrpc: '2.0', id, method, params });
const notification = (method: string, params: unknown = {}) => frame({ jsonrpc: '2.0', method, params });
const initialize = (id: number, processId: number | null = null) =>
  request(id, 'initialize', { processId, rootUri: null, capabilities: {} });

/** A server, of which bytes are asked rather than messages. */
function server() {
  const child = spawn(process.execPath, [bin, 'lsp'], { cwd: tmpdir() });
  ends.push(() => child.kill('SIGKILL'));
  const answers: Answer[] = [];
  let stderr = '';
  let rest = Buffer.alloc(0);
  let wake = () => {};
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  child.stdout.on('data', (part: Buffer) => {
    rest = Buffer.concat([rest, part]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n\r\n/.exec(rest.toString('latin1', 0, 100));
      if (header === null || rest.length < header[0].length + Number(header[1])) break;
      const end = header[0].length + Number(header[1]);
      const answer: Answer = JSON.parse(rest.toString('utf8', header[0].length, end));
      answers.push(answer);
      rest = rest.subarray(end);
    }
    wake();
  });
  const status = new Promise<number | null>(resolve => child.on('exit', resolve));
  child.stdin.on('error', () => undefined);
  return {
    child,
    answers,
    status,
    stderr: () => stderr,
    send: (...parts: readonly (string | Uint8Array)[]) => {
      for (const part of parts) child.stdin.write(part);
    },
    answer: async (id: number): Promise<Answer> => {
      for (;;) {
        const found = answers.find(answer => answer.id === id);
        if (found !== undefined) return found;
        await new Promise<void>(resolve => (wake = resolve));
      }
    },
    end: () => child.stdin.end(),
  };
}

const memoryOf = (pid: number | undefined) =>
  Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) / 1024;

describe('the language server waits for initialize', () => {
  test('answers other requests with ServerNotInitialized, and drops notifications', async () => {
    const { send, answer, answers, status } = server();
    const document = {
      uri: 'untitled:pipestream-scaling.yaml',
      languageId: 'pipestream-scaling',
      version: 1,
      text: 'a: 1\n',
    };
    send(
      request(1, 'textDocument/hover'),
      notification('textDocument/didOpen', { textDocument: document }),
      request(2, 'shutdown'),
      initialize(3),
      request(4, 'textDocument/documentSymbol', { textDocument: document }),
      initialize(5),
      request(6, 'shutdown'),
      request(7, 'textDocument/hover'),
      notification('textDocument/didOpen', { textDocument: document }),
    );
    await answer(7);
    expect(
      answers.map(({ id, method, error, result }) => [
        id ?? method,
        error?.code ?? (result === undefined ? '' : 'answered'),
      ]),
    ).toEqual([
      [1, -32002],
      [2, -32002],
      [3, 'answered'],
      [4, 'answered'],
      [5, -32600],
      [6, 'answered'],
      [7, -32600],
    ]);
    expect(await answer(4)).toMatchObject({ result: [] });
    send(notification('exit'));
    expect(await status).toBe(0);
  });

  test('ends with 1 at an exit before it', async () => {
    const { send, status } = server();
    send(notification('exit'));
    expect(await status).toBe(1);
  });
});

describe('the language server ends when its client does', () => {
  test('with 1 where its input ends, and with 0 after a shutdown', async () => {
    const one = server();
    one.send(initialize(1));
    await one.answer(1);
    one.end();
    expect(await one.status).toBe(1);
    const other = server();
    other.send(initialize(1), request(2, 'shutdown'));
    await other.answer(2);
    other.end();
    expect(await other.status).toBe(0);
  });

  test('where the process of the client is gone and another holds the streams open', async () => {
    const client = spawn(process.execPath, ['--eval', 'setTimeout(() => {}, 1_000_000)']);
    const { send, answer, status } = server();
    send(initialize(1, client.pid));
    await answer(1);
    client.kill('SIGKILL');
    expect(await status).toBe(1);
  });

  test('where nobody reads its output any more', async () => {
    const { child, send, status, stderr } = server();
    child.stdout.destroy();
    send(initialize(1));
    expect(await status).toBe(1);
    expect(stderr()).toBe('');
  });
});

describe('the language server survives a malformed frame', () => {
  const MALFORMED: readonly (readonly [name: string, bytes: string | Uint8Array])[] = [
    ['a length that is no number', 'Content-Length: many\r\n\r\n{}'],
    ['a length below zero', 'Content-Length: -5\r\n\r\n{}'],
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    ['no length', 'Content-Type: application/json\r\n\r\n{}'],
    ['a header that is none', 'GET / HTTP/1.1\r\n\r\n'],
    ['a length of terabytes', 'Content-Length: 9999999999999\r\n\r\n{}'],
    ['a length of a gigabyte', 'Content-Length: 999999999\r\n\r\n{}'],
    [
      'a length that is too short',
      `Content-Length: 10\r\n\r\n${JSON.stringify({ jsonrpc: '2.0', id: 90, method: 'x' })}`,
    ],
    ['a body that goes on up to the next header', `Content-Length: 0\r\n\r\n${'x'.repeat(100)}`],
    ['bytes that are no text', Buffer.alloc(5000, 0xff)],
    ['JSON that is none', framed('{"jsonrpc": ')],
    ['a body that is no text', Buffer.concat([Buffer.from('Content-Length: 4\r\n\r\n'), Buffer.alloc(4, 0xfe)])],
    ['a number', framed('5')],
    ['null', framed('null')],
    ['a list', framed('[]')],
    ['no method', framed('{"jsonrpc":"2.0"}')],
    ['a request without an id that can be answered', frame({ jsonrpc: '2.0', id: null, method: 'shutdown' })],
    ['a cancellation of nothing', frame({ jsonrpc: '2.0', method: '$/cancelRequest' })],
    ['parameters that are none', frame({ jsonrpc: '2.0', method: 'textDocument/didChange', params: 5 })],
    ['nothing', framed('')],
  ];

  test('before and after initialize, in one piece and byte by byte', async () => {
    const { send, answer, answers, status, stderr } = server();
    let id = 0;
    for (const [name, bytes] of MALFORMED) {
      // An id that only the next request has tells whether the server has found its place again.
      const next = request(++id, 'nothing/such');
      send(bytes, next);
      expect((await answer(id)).error?.code, name).toBe(-32002);
    }
    expect(answers.some(({ id: of, error }) => of === null && error?.code === -32700)).toBe(true);
    send(initialize(++id));
    expect(await answer(id)).toHaveProperty('result.capabilities');
    for (const [name, bytes] of MALFORMED) {
      const text = Buffer.concat([Buffer.from(bytes), Buffer.from(request(++id, 'nothing/such'))]);
      for (const byte of text.subarray(0, 400)) send(Buffer.of(byte));
      send(text.subarray(400));
      expect((await answer(id)).error?.code, name).toBe(-32601);
    }
    send(request(++id, 'shutdown'), notification('exit'));
    expect(await status).toBe(0);
    expect(stderr()).toBe('');
  });

  test('without keeping what it cannot follow', async context => {
    if (process.platform !== 'linux') context.skip('/proc is of Linux');
    const { child, send, answer } = server();
    send(initialize(1));
    await answer(1);
    const before = memoryOf(child.pid);
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    send('Content-Length: 99999999999\r\n\r\n');
    for (let sent = 0; sent < 200; sent += 1)
      if (!child.stdin.write(megabyte)) await new Promise(resolve => child.stdin.once('drain', resolve));
    send(request(2, 'nothing/such'));
    await answer(2);
    // Half of what was sent: buffers that nobody holds wait for the collector.
    expect(memoryOf(child.pid) - before).toBeLessThan(100);
  });
});
