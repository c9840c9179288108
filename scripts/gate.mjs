// node scripts/gate.mjs
// The whole gate, `npm test`: bundle, format, types, lint, and the tests of every project, while the programs that some
// tests need are installed. All of it is run, so that one run tells everything that is wrong.
import { spawn } from 'node:child_process';
import { platform, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { provision } from './provision.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

/** @type {string[]} */
const failed = [];

if (await passes('bundle')) {
  const installed = provision().catch(error => {
    stderr.write(`${error.message}\n`);
    failed.push('provision');
  });
  // Lint takes one core for as long as it lasts; tests start beside it.
  const linted = passes('lint:code');
  await Promise.all([passes('typecheck'), passes('format:check')]);
  await installed;
  await passes('test:all');
  await linted;
}
stdout.write(failed.length === 0 ? '\ngate: passed\n' : `\ngate: FAILED: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Runs a script of package.json, and prints the output of those that run beside others when they end. */
function passes(name) {
  const isAlone = name === 'test:all';
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', name], {
      cwd: root,
      stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: platform === 'win32',
    });
    /** @type {Buffer[]} */
    const output = [];
    child.stdout?.on('data', part => output.push(part));
    child.stderr?.on('data', part => output.push(part));
    child.once('error', reject);
    child.once('close', status => {
      stdout.write(Buffer.concat(output));
      stdout.write(`gate: ${name} ${status === 0 ? 'passed' : 'FAILED'}\n`);
      if (status !== 0) failed.push(name);
      resolve(status === 0);
    });
  });
}
