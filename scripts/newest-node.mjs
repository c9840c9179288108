// The newest Node, pinned, in .tools/node: what is built must be the same bytes there.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { arch, env, platform, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const version = '26.10.0';

/**
 * The program, which npm's own package of it brings when it is first asked for.
 *
 * @returns {string | undefined} undefined, and said aloud, where it cannot be had
 * @throws Error under CI where it is skipped
 */
export function newestNode() {
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const folder = join(root, '.tools', 'node');
  const program = join(folder, 'node_modules', name, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  if (versionOf(program) === `v${version}`) return program;

  mkdirSync(folder, { recursive: true });
  const { error, stderr: complaint } = spawnSync(
    'npm',
    ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--ignore-scripts', `${name}@${version}`],
    { encoding: 'utf8', shell: platform === 'win32' },
  );
  if (versionOf(program) === `v${version}`) return program;
  const skipped = `SKIPPED: nothing was built under Node ${version}; npm could not install ${name}@${version}: ${error?.message ?? complaint}`;
  if (env.CI === 'true') throw new Error(skipped);
  stderr.write(`${skipped}\n`);
  return undefined;
}

function versionOf(program) {
  return existsSync(program) ? spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim() : undefined;
}
