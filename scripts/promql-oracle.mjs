// Prometheus' own engine, as a small program of this repository (test/tools/promql-oracle/): what a query reads, and
// whether it is refused.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { env, pid, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { skipped } from './skipped.mjs';

const sources = fileURLToPath(new URL('../test/tools/promql-oracle/', import.meta.url));
const tools = fileURLToPath(new URL('../.tools/', import.meta.url));

/**
 * The path of the program, which is built when it is first asked for, and again when its text or a version changes.
 *
 * @returns {string | undefined} undefined, with a message on stderr, where it cannot be built
 * @throws Error under CI=true where it cannot be built
 */
export function promqlOracle() {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(join(sources, file)));
  const folder = join(tools, `promql-oracle-${hash.digest('hex').slice(0, 12)}`);
  const program = join(folder, platform === 'win32' ? 'promql-oracle.exe' : 'promql-oracle');
  if (existsSync(program)) return program;

  mkdirSync(folder, { recursive: true });
  // Under a name of this process until it is whole: two processes may build it at once.
  const unfinished = `${program}.${String(pid)}`;
  const { status, stderr, error } = spawnSync(
    'go',
    ['build', '-trimpath', '-buildvcs=false', '-mod=readonly', '-ldflags=-s -w', '-o', unfinished, '.'],
    { cwd: sources, encoding: 'utf8', env },
  );
  if (error !== undefined)
    return skipped('PromQL was not held against Prometheus; install Go, so that it can be built');
  if (status !== 0) return skipped(`PromQL was not held against Prometheus; go build failed: ${stderr}`);
  renameSync(unfinished, program);
  return program;
}

/**
 * Asks the engine about any number of cases in one run.
 *
 * @param {readonly import('./promql-oracle.d.mts').OracleCase[]} cases
 * @returns {readonly (readonly import('./promql-oracle.d.mts').OracleAnswer[])[] | undefined}
 *   for each case the answer to each of its queries; undefined, with a message on stderr, where there is no Go
 * @throws Error where a series cannot be read, and under CI=true where the program cannot be built
 */
export function askPrometheus(cases) {
  const program = promqlOracle();
  if (program === undefined) return undefined;
  const { status, stdout, stderr, error } = spawnSync(program, [], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`promql-oracle: ${stderr}`);
  return JSON.parse(stdout);
}
