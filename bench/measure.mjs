// What a command costs: processor seconds of it and of everything that it waits for, and the most memory of one of its
// processes.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { platform } from 'node:process';

const GNU_TIME = '/usr/bin/time';
const hasMemory = platform === 'linux' && existsSync(GNU_TIME);

/**
 * `before` is not measured; `exit` is the code that the command must end with, 0 by default.
 *
 * @typedef {{
 *   args: readonly string[], before?: () => void, cwd?: string, env?: NodeJS.ProcessEnv, exit?: number
 * }} Command
 *
 * User and system time; no memory where there is no GNU time.
 * @typedef {{ seconds: number, megabytes: number | undefined }} Cost
 */

/**
 * Runs a command once.
 *
 * @param {Command} command
 * @param {string} notes where files may be written, a path without an ending
 * @returns {Cost}
 * @throws Error where it ends with another code than it should: what failed says nothing of speed
 */
export function cost({ args, before, cwd, env, exit = 0 }, notes) {
  before?.();
  const measured = hasMemory ? [GNU_TIME, '-q', '-f', '%M', '-o', `${notes}.memory`, ...args] : args;
  // The clock of bash shows milliseconds; that of GNU time hundredths of a second.
  const run = spawnSync('bash', ['-c', `TIMEFORMAT='%3U %3S'; time "$@" > /dev/null 2> "$0.err"`, notes, ...measured], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (run.error !== undefined) throw new Error('the bench needs bash, whose clock it uses', { cause: run.error });
  if (run.status !== exit)
    throw new Error(
      `${args.join(' ')} ended with ${String(run.status)}: ${readFileSync(`${notes}.err`, 'utf8').slice(0, 2000)}`,
    );
  const seconds = run.stderr
    .trim()
    .split(' ')
    .reduce((sum, part) => sum + Number(part), 0);
  return { seconds, megabytes: hasMemory ? Number(readFileSync(`${notes}.memory`, 'utf8')) / 1024 : undefined };
}

/**
 * Runs commands in turn, so that a machine that slows down slows all of them. The first turn warms the disk's cache and
 * is not counted, unless there is one alone.
 *
 * @template {string} Name
 * @param {Readonly<Record<Name, Command>>} commands
 * @param {number} turns
 * @param {string} notes
 * @returns {Record<Name, readonly Cost[]>}
 */
export function inTurn(commands, turns, notes) {
  const names = Object.keys(commands);
  const costs = Object.fromEntries(names.map(name => [name, []]));
  for (let turn = turns === 1 ? 1 : 0; turn <= turns; turn += 1)
    for (const name of names) {
      const taken = cost(commands[name], notes);
      if (turn > 0) costs[name].push(taken);
    }
  return costs;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** @param {readonly Cost[]} costs */
export function seconds(costs) {
  return median(costs.map(one => one.seconds));
}

/** @param {readonly Cost[]} costs */
export function megabytes(costs) {
  return Math.max(...costs.map(one => one.megabytes ?? NaN));
}
