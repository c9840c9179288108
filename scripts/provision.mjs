// node scripts/provision.mjs [actionlint | kubeconform | kustomize | promql | promtool | python | node] …
// Installs the programs that emitted files are checked with, all of them side by side when none is named. Whoever runs
// one of them installs it too; here it is done once, before test files that run side by side want the same one.
import { spawn } from 'node:child_process';
import { argv, execPath, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';
import { goProgram } from './go-programs.mjs';
import { otherNode } from './other-node.mjs';
import { promqlOracle } from './promql-oracle.mjs';
import { promtool } from './promtool.mjs';
import { pythonTool } from './python-tools.mjs';

const script = fileURLToPath(import.meta.url);

const INSTALL = {
  actionlint: () => goProgram('actionlint'),
  kubeconform: () => goProgram('kubeconform'),
  kustomize: () => goProgram('kustomize'),
  promql: () => promqlOracle(),
  promtool: () => promtool(),
  python: () => pythonTool('moto_server'),
  node: () => otherNode(26),
};

/**
 * Installs all of them; what cannot be installed is named on stderr.
 *
 * @returns {Promise<void>}
 * @throws Error under CI=true where one cannot be installed
 */
export async function provision() {
  const failures = await Promise.all(Object.keys(INSTALL).map(installed));
  const failed = failures.filter(failure => failure !== undefined);
  if (failed.length > 0) throw new Error(failed.join('\n'));
}

/** A process for each, as they wait for the network and for compilers. */
function installed(name) {
  return new Promise((resolve, reject) => {
    const child = spawn(execPath, [script, name], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('close', status => resolve(status === 0 ? undefined : `${name} could not be installed`));
  });
}

if (argv[1] === script) {
  const names = argv.slice(2);
  const unknown = names.find(name => !Object.hasOwn(INSTALL, name));
  if (unknown !== undefined) {
    stderr.write(`usage: node scripts/provision.mjs [${Object.keys(INSTALL).join(' | ')}] …\n`);
    process.exitCode = 2;
  } else if (names.length === 0) await provision();
  else for (const name of names) INSTALL[name]();
}
