// promtool, which checks rule files and runs their unit tests. It is Debian's: to build it takes seven minutes and the
// SDK of every cloud. The rules' queries are asked of the pinned engine as well (scripts/promql-oracle.mjs).
import { spawnSync } from 'node:child_process';
import { debianProgram, MissingTool } from './debian-programs.mjs';
import { skipped } from './skipped.mjs';

/**
 * The path of promtool, which is downloaded when it is first asked for.
 *
 * @returns {string | undefined} undefined, with a message on stderr, where it is not available
 * @throws Error under CI=true where it is not available
 */
export function promtool() {
  try {
    return debianProgram('prometheus', 'usr/bin/promtool');
  } catch (error) {
    if (!(error instanceof MissingTool)) throw error;
    return skipped(`promtool was not run; ${error.message}`);
  }
}

/**
 * Runs promtool.
 *
 * @param {readonly string[]} args `['test', 'rules', 'a.yaml']`
 * @param {string} cwd
 * @returns {{ status: number | null, output: string } | undefined} undefined where it is not available
 */
export function runPromtool(args, cwd) {
  const program = promtool();
  if (program === undefined) return undefined;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  return { status, output: stdout + stderr };
}
