// Other versions of Node, pinned, in .tools: they must build the same bytes, and the gate must pass under each.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { skipped } from './skipped.mjs';

const tools = fileURLToPath(new URL('../.tools/', import.meta.url));

/** The newest release of each supported major version. */
const PINNED = { 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' };

/** @type {readonly (keyof typeof PINNED)[]} */
export const NODE_MAJORS = [22, 24, 26];

/**
 * The path of the program, which npm's own package of Node brings when it is first asked for.
 *
 * @param {keyof typeof PINNED} major
 * @returns {string | undefined} undefined, with a message on stderr, where it cannot be installed
 * @throws Error under CI=true where it cannot be installed
 */
export function otherNode(major) {
  const version = PINNED[major];
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const folder = join(tools, `node-${version}`);
  const program = join(folder, 'node_modules', name, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  if (versionOf(program) === `v${version}`) return program;

  mkdirSync(folder, { recursive: true });
  const { error, stderr } = spawnSync(
    'npm',
    ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--ignore-scripts', `${name}@${version}`],
    { encoding: 'utf8', shell: platform === 'win32' },
  );
  if (versionOf(program) === `v${version}`) return program;
  return skipped(
    `nothing was run under Node ${version}; npm could not install ${name}@${version}: ${error?.message ?? stderr}`,
  );
}

function versionOf(program) {
  return existsSync(program) ? spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim() : undefined;
}
