// Programs out of Debian's packages, unpacked under .tools/ without installing anything.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import { fileURLToPath } from 'node:url';

const tools = fileURLToPath(new URL('../.tools/', import.meta.url));

/** Something that has to be installed first; its message is all that a person needs. */
export class MissingTool extends Error {}

/**
 * The path of a program, whose package is downloaded when it is first asked for. Debian keeps one version of a package
 * in a release, so the version is that of this machine's Debian.
 *
 * @param {string} name of the package: `prometheus`
 * @param {string} program its path in the package: `usr/bin/promtool`
 * @returns {string}
 * @throws MissingTool where the package cannot be had
 */
export function debianProgram(name, program) {
  const folder = join(tools, `debian-${name}`);
  if (!existsSync(join(folder, program))) unpack(name, folder);
  return join(folder, program);
}

function unpack(name, folder) {
  if (spawnSync('dpkg', ['--version']).error !== undefined)
    throw new MissingTool(`${name} is taken from a Debian package; run this on Debian or Ubuntu`);
  const own = `${folder}.${String(pid)}`;
  const at = part => {
    const path = join(own, part);
    mkdirSync(path, { recursive: true });
    return path;
  };
  try {
    // Lists of our own, so that it works as any user and leaves those of the machine alone.
    const lists = ['-o', `Dir::State::Lists=${at('lists')}`, '-o', `Dir::Cache=${at('cache')}`];
    const unpacked = at('unpacked');
    const packages = at('packages');
    apt([...lists, '-q', 'update'], packages);
    apt([...lists, '-q', 'download', name], packages);
    const file = readdirSync(packages).find(found => found.endsWith('.deb'));
    if (file === undefined) throw new MissingTool(`apt-get downloaded no package ${name}`);
    const { status, stderr } = spawnSync('dpkg', ['-x', join(packages, file), unpacked], { encoding: 'utf8' });
    if (status !== 0) throw new MissingTool(`dpkg -x ${file} failed: ${stderr}`);
    // Another process may have been as fast.
    if (!existsSync(folder)) renameSync(unpacked, folder);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function apt(args, cwd) {
  const { status, stderr, error } = spawnSync('apt-get', args, { cwd, encoding: 'utf8' });
  if (error !== undefined || status !== 0)
    throw new MissingTool(`apt-get ${args.slice(4).join(' ')} failed: ${error?.message ?? stderr}`);
}
