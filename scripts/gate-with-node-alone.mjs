// node scripts/gate-with-node-alone.mjs [--node 22 | --node 24 | --node 26] … [script of package.json] …
// Runs both commands of the README in a fresh clone of HEAD, once under each Node, on a PATH with nothing but node,
// npm, git, and sh, which npm needs to run scripts. Tests that use other programs must skip and report it. With scripts
// named, runs those instead: `npm run test:node-alone -- --node 22 test:unit`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { NODE_MAJORS, otherNode } from './other-node.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { node: { type: 'string', multiple: true, default: NODE_MAJORS.map(String) } },
});
const scripts = positionals.length > 0 ? positionals : ['build', 'test'];

/** @type {string[]} */
const results = [];
for (const major of NODE_MAJORS.filter(known => values.node.includes(String(known)))) {
  const node = otherNode(major);
  results.push(`Node ${major}: ${node === undefined ? 'not installed' : gate(node)}`);
}
stdout.write(`\n${results.join('\n')}\n`);
process.exitCode = results.length > 0 && results.every(result => result.endsWith('passed')) ? 0 : 1;

/** `passed`, or what failed. */
function gate(node) {
  const folder = mkdtempSync(join(tmpdir(), 'node-alone-'));
  try {
    const clone = join(folder, 'clone');
    const path = programs(join(folder, 'bin'), node);
    // All else stays: certificates, proxies, the registry.
    const environment = { ...env, PATH: path };
    const run = (command, args) =>
      spawnSync(join(path, command), args, { cwd: clone, stdio: 'inherit', env: environment }).status === 0;
    mkdirSync(clone);
    if (!run('git', ['clone', '--quiet', root, '.'])) return 'git clone failed';
    if (!run('npm', ['ci'])) return 'npm ci failed';
    const failed = scripts.filter(script => !run('npm', ['run', script]));
    return failed.length === 0 ? 'passed' : `${failed.join(', ')} failed`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder with these programs alone. */
function programs(folder, node) {
  mkdirSync(folder);
  symlinkSync(node, join(folder, 'node'));
  for (const name of ['git', 'sh']) symlinkSync(located(name), join(folder, name));
  const npm = dirname(realpathSync(located('npm')));
  for (const name of ['npm', 'npx']) {
    writeFileSync(join(folder, name), `#!/bin/sh\nexec "${node}" "${join(npm, `${name}-cli.js`)}" "$@"\n`, {
      mode: 0o755,
    });
  }
  return folder;
}

function located(name) {
  return spawnSync('sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).stdout.trim();
}
