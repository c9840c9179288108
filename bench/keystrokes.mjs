// What a keystroke costs in the language server: a character is typed, and the outline asked for, which the server
// gives only after it has looked at the whole text again.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { pathToFileURL } from 'node:url';

/**
 * Types in the servers of several revisions in turn.
 *
 * @typedef {{ bin: string, env: NodeJS.ProcessEnv }} Server
 * @param {{ servers: readonly Server[], text: string, count: number, scratch: string }}
 *   asked
 * @returns {Promise<readonly (readonly number[])[]>} milliseconds of each server's keystrokes, without its first tenth
 */
export async function keystrokes({ servers, text, count, scratch }) {
  const folder = mkdtempSync(join(scratch, 'keys-'));
  const file = join(folder, 'pipestream-scaling.yaml');
  writeFileSync(file, text);
  const textDocument = { uri: pathToFileURL(file).href };
  const started = servers.map(({ bin, env }) =>
    spawn(execPath, [bin, 'lsp'], { env, stdio: ['pipe', 'pipe', 'ignore'] }),
  );
  try {
    const clients = started.map(client);
    for (const { request, notify } of clients) {
      await request('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
      notify('initialized', {});
      notify('textDocument/didOpen', { textDocument: { ...textDocument, languageId: 'yaml', version: 1, text } });
    }
    const times = clients.map(() => []);
    for (let edit = 1; edit <= count; edit += 1)
      for (const [index, { request, notify }] of clients.entries()) {
        const contentChanges = [{ text: typed(text, edit) }];
        const start = performance.now();
        notify('textDocument/didChange', { textDocument: { ...textDocument, version: edit + 1 }, contentChanges });
        await request('textDocument/documentSymbol', { textDocument });
        times[index].push(performance.now() - start);
      }
    return times.map(own => own.slice(Math.ceil(count / 10)));
  } finally {
    for (const server of started) server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Another maximum for the first pool each time, as of other lengths, so that everything behind it moves. */
function typed(text, edit) {
  return text.replace(/max: \d+/, `max: ${String(1 + ((edit * 7) % 120))}`);
}

function client(server) {
  const waiting = new Map();
  let rest = Buffer.alloc(0);
  let id = 0;
  server.stdout.on('data', part => {
    rest = Buffer.concat([rest, part]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n\r\n/.exec(rest.toString('latin1', 0, 100));
      const end = header === null ? Infinity : header[0].length + Number(header[1]);
      if (rest.length < end) return;
      const message = JSON.parse(rest.toString('utf8', header[0].length, end));
      rest = rest.subarray(end);
      waiting.get(message.id)?.resolve(message.result);
      waiting.delete(message.id);
    }
  });
  server.on('exit', code => {
    for (const { reject } of waiting.values()) reject(new Error(`the language server ended with ${String(code)}`));
  });
  const send = message => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`);
  };
  return {
    notify: (method, params) => send({ method, params }),
    request: (method, params) =>
      new Promise((resolve, reject) => {
        waiting.set(++id, { resolve, reject });
        send({ id, method, params });
      }),
  };
}

/** @param {readonly number[]} times */
export function percentile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
