import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Unpacks exact versions of packages into `folder` with the npm client, without their dependencies and without
 * running anything of theirs. Returns where each one is. Packages that are there already are kept.
 *
 * @param {string} folder
 * @param {readonly { name: string, version: string }[]} packages
 * @returns {(name: string, version: string) => string}
 */
export function provision(folder, packages) {
  const place = (name, version) => join(folder, `${name.replace(/^@/, '').replace('/', '-')}-${version}`);
  for (const { name, version } of packages) {
    const target = place(name, version);
    if (existsSync(join(target, 'package.json'))) continue;
    mkdirSync(folder, { recursive: true });
    const scratch = mkdtempSync(join(folder, '.unpack-'));
    try {
      execFileSync('npm', ['pack', '--silent', '--pack-destination', scratch, `${name}@${version}`], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const archive = readdirSync(scratch).find(file => file.endsWith('.tgz'));
      if (archive === undefined) throw new Error(`npm pack left no archive of ${name}@${version}`);
      execFileSync('tar', ['-xzf', join(scratch, archive), '-C', scratch]);
      rmSync(target, { recursive: true, force: true });
      // Archives of npm hold one folder, almost always "package".
      const inner = readdirSync(scratch, { withFileTypes: true }).find(entry => entry.isDirectory());
      if (inner === undefined) throw new Error(`${archive} holds no folder`);
      renameSync(join(scratch, inner.name), target);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  return place;
}
