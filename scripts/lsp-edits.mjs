// npm run test:lsp-edits [-- <count>]
// Edits one document 10,000 times, has it looked at after every edit, and fails where the language server
// keeps more than 50 MB beyond what it had after the first tenth. Takes some minutes, so the gate has no part of it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execPath, stdout } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const MOST = 50;
const count = Number(argv[2] ?? 10_000);
const root = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lsp-edits-'));
const file = join(folder, 'pipestream-scaling.yaml');
const text = readFileSync(join(root, 'examples/http-api/pipestream-scaling.yaml'), 'utf8');
writeFileSync(file, text);
const server = spawn(execPath, [join(root, 'bin/pipestream-scaling.cjs'), 'lsp'], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const waiting = new Map();
let rest = Buffer.alloc(0);
server.stdout.on('data', part => {
  rest = Buffer.concat([rest, part]);
  for (;;) {
    const header = /^Content-Length: (\d+)\r\n\r\n/.exec(rest.toString('latin1', 0, 100));
    const end = header === null ? Infinity : header[0].length + Number(header[1]);
    if (rest.length < end) return;
    const message = JSON.parse(rest.toString('utf8', header[0].length, end));
    rest = rest.subarray(end);
    waiting.get(message.id)?.(message.result);
    waiting.delete(message.id);
  }
});
const send = message => {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  server.stdin.write(`Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`);
};
let id = 0;
const request = (method, params) =>
  new Promise(resolve => {
    waiting.set(++id, resolve);
    send({ id, method, params });
  });
const memory = () =>
  Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${String(server.pid)}/status`, 'utf8'))[1]) / 1024;

const textDocument = { uri: pathToFileURL(file).href };
await request('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
send({ method: 'initialized', params: {} });
send({
  method: 'textDocument/didOpen',
  params: { textDocument: { ...textDocument, languageId: 'yaml', version: 1, text } },
});

const start = performance.now();
let settled;
let most = 0;
for (let edit = 1; edit <= count; edit += 1) {
  // Typed and taken away again; every third state is not YAML.
  const contentChanges = [{ text: edit % 3 === 0 ? `${text}\n[` : `${text}\n# ${'x'.repeat(edit % 80)}\n` }];
  send({
    method: 'textDocument/didChange',
    params: { textDocument: { ...textDocument, version: edit + 1 }, contentChanges },
  });
  await request('textDocument/documentSymbol', { textDocument });
  most = Math.max(most, memory());
  if (edit === Math.ceil(count / 10)) settled = most;
  if (edit % Math.ceil(count / 10) === 0)
    stdout.write(
      `${String(edit)} edits, ${memory().toFixed(0)} MB, ${((performance.now() - start) / edit).toFixed(1)} ms each\n`,
    );
}
await request('shutdown');
send({ method: 'exit' });
rmSync(folder, { recursive: true });
const growth = most - settled;
stdout.write(
  `${growth <= MOST ? 'passed' : 'FAILED'}: grew by ${growth.toFixed(0)} MB after the first tenth, of at most ${String(MOST)}\n`,
);
process.exitCode = growth <= MOST ? 0 : 1;
