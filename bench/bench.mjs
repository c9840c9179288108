// npm run bench [-- GROUP …] [--runs N] [--against REVISION] [--write FILE]
// What commands cost: processor seconds, medians of runs in turn, and peak memory, beside bare Node and programs that
// do a part of the same work. GROUP is cold, pools, peers, files or keystrokes; all of them by default, which takes
// half an hour. With --against each command is run in turn with that of another revision, and a row that costs over a
// twentieth more ends the bench with 1. With --write the table takes the place of the one in a Markdown file.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv, env, exit, stderr, stdout, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { GROUPS } from './groups.mjs';
import { keystrokes, percentile } from './keystrokes.mjs';
import { inTurn, median, megabytes, seconds } from './measure.mjs';
import { checkedOut } from './revision.mjs';
import { bothPlatforms, EXAMPLE } from './systems.mjs';

/** How much more than at the other revision a row may cost. */
const ALLOWED = 1.05;

const { values: options, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: { runs: { type: 'string' }, against: { type: 'string' }, write: { type: 'string' } },
});
const runs = options.runs === undefined ? undefined : Number(options.runs);
const names = [...Object.keys(GROUPS), 'keystrokes'];
const unknown = positionals.find(name => !names.includes(name));
if (unknown !== undefined || (runs !== undefined && !(runs >= 1))) {
  stderr.write(`usage: npm run bench [-- ${names.join('|')} …] [--runs N] [--against REVISION] [--write FILE]\n`);
  exit(2);
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'pipestream-scaling-bench-'));
const lines = [];
let raised = 0;

try {
  const here = checkout(root, 'here');
  const there = options.against === undefined ? undefined : other(options.against);
  const head = there === undefined ? [] : [`At ${options.against}`, 'Ratio'];
  const columns = ['Command', 'Processor time', 'Peak memory', 'Times', 'Aim', ...head];
  say(`| ${columns.join(' | ')} |\n|${columns.map((_, at) => (at === 0 ? '---' : '--:')).join('|')}|`);
  for (const name of names.filter(one => positionals.length === 0 || positionals.includes(one)))
    if (name === 'keystrokes') await typing(here, there);
    else for (const group of GROUPS[name](here, runs)) measured(group, here, there);
  if (options.write !== undefined) written(options.write);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (raised > 0) stdout.write(`\n${String(raised)} of the rows cost over a twentieth more than at ${options.against}\n`);
exit(raised > 0 ? 1 : 0);

function checkout(at, name) {
  const folder = join(scratch, name);
  mkdirSync(folder);
  const { CI: _, ...rest } = env;
  return {
    root: at,
    bin: join(at, 'bin/pipestream-scaling.cjs'),
    scratch: folder,
    // A folder for what is remembered between runs, and none of a continuous integration, which remembers nothing.
    env: { ...rest, XDG_CACHE_HOME: join(folder, 'cache') },
  };
}

function other(revision) {
  const at = join(scratch, 'revision');
  checkedOut(root, revision, at);
  return checkout(at, 'there');
}

/** @param {import('./groups.mjs').Group} group */
function measured({ turns, own, beside = {}, rows, after }, here, there) {
  const named = (commands, suffix) =>
    Object.fromEntries(Object.entries(commands).map(([name, command]) => [name + suffix, command]));
  const commands = { ...own(here), ...(there && named(own(there), '@')), ...beside };
  // What is beside may read what the first of them wrote.
  const costs = inTurn(commands, turns, join(scratch, 'notes'));
  for (const { name, of, times, aim, most } of rows) {
    const took = seconds(costs[of]);
    const factor = times === undefined ? undefined : took / seconds(costs[times]);
    const before = costs[`${of}@`];
    row(name, {
      took: `${took.toFixed(3)} s`,
      memory: whole(megabytes(costs[of]), ' MB'),
      times: factor === undefined ? '' : `${factor.toFixed(2)} × ${times}`,
      aim: [aim === undefined ? '' : `${String(aim)}${times === undefined ? ' s' : ''}`, whole(most, ' MB')]
        .filter(Boolean)
        .join(', '),
      before: before && `${seconds(before).toFixed(3)} s`,
      ratio: before && median(costs[of].map((one, turn) => one.seconds / before[turn].seconds)),
    });
  }
  after?.();
}

/** 99 of 100 keystrokes are answered within this time; it is time on the clock, and so of an idle machine alone. */
async function typing(here, there) {
  const texts = [
    ['the example', EXAMPLE, 300, 10],
    ['100 pools', bothPlatforms(100), 100, 50],
  ];
  for (const [name, text, count, aim] of texts) {
    const servers = there === undefined ? [here] : [here, there];
    const [now = [], before] = await keystrokes({ servers, text, count, scratch });
    row(`a keystroke in ${name}: 99th percentile (median)`, {
      took: `${percentile(now, 0.99).toFixed(1)} ms (${median(now).toFixed(1)})`,
      aim: `${String(aim)} ms`,
      before: before && `${percentile(before, 0.99).toFixed(1)} ms (${median(before).toFixed(1)})`,
      ratio: before && median(now) / median(before),
    });
  }
}

function row(name, { took, memory = '', times = '', aim = '', before, ratio }) {
  const isRaised = ratio !== undefined && ratio > ALLOWED;
  if (isRaised) raised += 1;
  const compared =
    options.against === undefined
      ? []
      : [before ?? '', ratio === undefined ? '' : `${ratio.toFixed(2)}${isRaised ? ' **above**' : ''}`];
  say(`| ${[name, took, memory, times, aim, ...compared].join(' | ')} |`);
}

function whole(value, unit) {
  return value === undefined || Number.isNaN(value) ? '' : `${value.toFixed(0)}${unit}`;
}

function say(line) {
  lines.push(line);
  stdout.write(`${line}\n`);
}

/** Between two comments, which stay. */
function written(file) {
  const text = readFileSync(file, 'utf8');
  const parts = /^([\s\S]*<!-- bench -->\n)[\s\S]*?(<!-- end of bench -->[\s\S]*)$/.exec(text);
  if (parts === null) throw new Error(`${file} has no <!-- bench --> and <!-- end of bench -->`);
  const machine = `Node ${versions.node}, ${String(availableParallelism())} processors.`;
  writeFileSync(file, `${parts[1]}\n${machine}\n\n${lines.join('\n')}\n\n${parts[2]}`);
}
