// npm run bench:hungry [-- --quick] [-- NAME …]
// Files of 8 MB that were written to cost more than they should, in lint, build, each format and the language server:
// the processor time and the memory of each run, against the budget that docs/decisions/0014-budgets.md promises. With
// --quick only in two formats and build.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv, execPath, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { HUNGRY } from './hungry-files.mjs';

const SECONDS = 20;
const MEGABYTES = 1024;
const FORMATS = ['pretty', 'json', 'sarif', 'github', 'junit', 'markdown'];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'bin/pipestream-scaling.cjs');
const scratch = mkdtempSync(join(tmpdir(), 'pipestream-scaling-hungry-'));
const names = argv.slice(2).filter(name => !name.startsWith('--'));
const quick = argv.includes('--quick');
let beyond = 0;

try {
  console.log('file                      command           s   peak MB  printed MB  says');
  for (const [name, write] of Object.entries(HUNGRY)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const file = join(scratch, 'pipestream-scaling.yaml');
    writeFileSync(file, write(8 * 1024 * 1024));
    for (const format of quick ? FORMATS.slice(0, 2) : FORMATS)
      measured(name, `lint ${format}`, ['lint', '--format', format, file]);
    measured(name, 'build', ['build', '--out', join(scratch, 'out'), file]);
    if (!quick) await served(name, readFileSync(file, 'utf8'));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (beyond > 0) console.log(`\n${String(beyond)} above ${String(SECONDS)} s or ${String(MEGABYTES)} MB`);
exit(beyond > 0 ? 1 : 0);

function measured(name, what, args) {
  const out = join(scratch, 'stdout');
  const err = join(scratch, 'stderr');
  const files = [openSync(out, 'w'), openSync(err, 'w')];
  const { status, signal } = spawnSync(execPath, ['--require', join(root, 'bench/peak-memory.cjs'), bin, ...args], {
    cwd: scratch,
    env: environment(),
    stdio: ['ignore', ...files],
    timeout: 60_000,
  });
  files.forEach(closeSync);
  const printed = statSync(out).size + statSync(err).size;
  const text = readFileSync(statSync(out).size > 0 ? out : err, 'utf8').slice(0, 1_000_000);
  const [said = ''] =
    /over-budget|file-too-large|problems-not-told|findings-not-shown|too-deep|alias-expansion|yaml-syntax/.exec(text) ??
    [];
  told(name, what, printed, signal ?? (status > 2 ? `exit ${String(status)}` : said));
}

/** Opens the text in the language server, waits for what it says, and ends it. */
async function served(name, text) {
  const server = spawn(execPath, ['--require', join(root, 'bench/peak-memory.cjs'), bin, 'lsp'], {
    cwd: scratch,
    env: environment(),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise(resolve => server.on('exit', resolve));
  const timer = setTimeout(() => server.kill(), 60_000);
  let printed = 0;
  let tail = '';
  const heard = pattern =>
    new Promise(resolve => {
      const listen = chunk => {
        printed += chunk.length;
        tail = (tail + chunk.toString('latin1')).slice(-100_000);
        if (!pattern.test(tail)) return;
        server.stdout.off('data', listen);
        resolve();
      };
      server.stdout.on('data', listen);
      server.on('exit', resolve);
    });
  const send = message => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`);
  };
  const textDocument = { uri: 'file:///hungry/pipestream-scaling.yaml', languageId: 'yaml', version: 1, text };
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  await heard(/"id":1,/);
  send({ method: 'initialized', params: {} });
  const published = heard(/publishDiagnostics/);
  send({ method: 'textDocument/didOpen', params: { textDocument } });
  await published;
  const answered = heard(/"id":3,/);
  send({ id: 2, method: 'textDocument/documentSymbol', params: { textDocument } });
  send({ id: 3, method: 'shutdown' });
  await answered;
  send({ method: 'exit' });
  await ended;
  clearTimeout(timer);
  told(name, 'lsp', printed, server.signalCode ?? '');
}

function environment() {
  return { ...process.env, PEAK_MEMORY_FILE: join(scratch, 'peak'), PROCESSOR_TIME_FILE: join(scratch, 'time') };
}

function told(name, what, printed, said) {
  const seconds = Number(read('time')) / 1e6;
  const megabytes = Number(read('peak')) / 1024;
  const over = !(seconds <= SECONDS && megabytes <= MEGABYTES);
  if (over) beyond += 1;
  console.log(
    `${name.padEnd(26)}${what.padEnd(14)}${seconds.toFixed(1).padStart(5)}${megabytes.toFixed(0).padStart(10)}${(printed / 1e6).toFixed(2).padStart(12)}  ${said}${over ? '  ABOVE' : ''}`,
  );
}

/** NaN where the process was killed before it could write. */
function read(what) {
  try {
    const path = join(scratch, what);
    const text = readFileSync(path, 'utf8');
    rmSync(path);
    return text;
  } catch {
    return NaN;
  }
}
