// Another revision of this program, bundled, to measure beside this one.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';

/**
 * Its packages are installed anew only where they differ from those here.
 *
 * @param {string} root of this revision
 * @param {string} revision as git names it
 * @param {string} folder to make it in
 * @throws Error where git does not know it, or where it cannot be bundled
 */
export function checkedOut(root, revision, folder) {
  mkdirSync(folder, { recursive: true });
  run('bash', ['-c', 'set -o pipefail; git archive "$0" | tar -x -C "$1"', revision, folder], root);
  const locked = at => readFileSync(join(at, 'package-lock.json'), 'utf8');
  if (locked(root) === locked(folder))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  else run('npm', ['ci', '--ignore-scripts'], folder);
  run(execPath, ['scripts/bundle.mjs'], folder);
}

function run(program, args, cwd) {
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
}
