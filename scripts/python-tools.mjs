// Programs of Python that emitted files and action.yml are held against, pinned, in .tools/venv.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { skipped } from './skipped.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const pinned = ['moto[server]==5.2.5', 'cfn-lint==1.58.0', 'zizmor==1.32.0'];

/**
 * A program of the virtual environment, which is made when first asked for.
 *
 * @param {string} name
 * @returns {string | undefined} undefined, and said aloud, where it cannot be made
 * @throws Error under CI where it is skipped
 */
export function pythonTool(name) {
  const folder = join(root, '.tools', 'venv');
  const programs = join(folder, platform === 'win32' ? 'Scripts' : 'bin');
  const program = join(programs, platform === 'win32' ? `${name}.exe` : name);
  const mark = join(folder, 'pinned.txt');
  if (existsSync(program) && existsSync(mark) && readFileSync(mark, 'utf8') === pinned.join('\n')) return program;

  mkdirSync(join(root, '.tools'), { recursive: true });
  const made = spawnSync(platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder], { encoding: 'utf8' });
  if (made.error !== undefined || made.status !== 0)
    return skipped(`${name} was not run; install Python 3 with venv, so that ${pinned.join(' and ')} can be installed`);
  const installed = spawnSync(join(programs, 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...pinned], {
    encoding: 'utf8',
  });
  if (installed.error !== undefined || installed.status !== 0)
    return skipped(`${name} was not run; pip install ${pinned.join(' ')} failed: ${installed.stderr}`);
  writeFileSync(mark, pinned.join('\n'));
  return program;
}

/**
 * What cfn-lint has against a template, warnings included.
 *
 * @param {string} file
 * @param {string} region
 * @returns {readonly string[] | undefined} undefined where there is no Python
 */
export function cfnLint(file, region) {
  const program = pythonTool('cfn-lint');
  if (program === undefined) return undefined;
  const {
    status,
    stdout,
    stderr: complaint,
    error,
  } = spawnSync(program, ['--format', 'json', '--regions', region, '--template', file], { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status === 0) return [];
  if (stdout.trim() === '') throw new Error(`cfn-lint ended with ${String(status)}: ${complaint}`);
  return JSON.parse(stdout).map(({ Rule, Message, Location }) => `${Rule.Id} ${Location.Path.join('.')}: ${Message}`);
}
