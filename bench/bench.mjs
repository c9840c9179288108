// npm run bench [-- POOLS …]
// Cold commands beside bare Node, then lint and build of many pools beside `cp -r` of what was built, on tmpfs where
// there is one. Commands of a group run in turn, so that a machine that slows down slows all of them; medians are
// shown.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv, execPath, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { exampleOf } from './example.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'bin/pipestream-scaling.cjs');
const onTmpfs = existsSync('/dev/shm');
const scratch = mkdtempSync(join(onTmpfs ? '/dev/shm' : tmpdir(), 'pipestream-scaling-bench-'));
const counts = argv.length > 2 ? argv.slice(2).map(Number) : [1, 10, 100, 1000];

try {
  console.log(
    `Node ${versions.node}, ${onTmpfs ? 'tmpfs' : `${tmpdir()}, which may be a disk`}; aims are of Node 20 on an idle machine`,
  );
  coldStarts();
  manyPools();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function coldStarts() {
  const empty = join(scratch, 'empty.cjs');
  const out = join(scratch, 'cold');
  writeFileSync(empty, '');
  // The example, outside of any repository and inside this one, where its base revision is read through git.
  const apart = join(scratch, 'pipestream-scaling.yaml');
  cpSync(join(root, 'pipestream-scaling.yaml'), apart);
  const commands = {
    'bare Node': () => node(empty),
    lint: () => node(bin, 'lint', apart),
    'lint, in git': () => node(bin, 'lint'),
    build: () => {
      rmSync(out, { recursive: true, force: true });
      return node(bin, 'build', apart, '--out', out);
    },
  };
  const aims = { lint: 1.6, 'lint, in git': 1.6, build: 2.5 };
  const runs = inTurn(commands, 15);
  const bare = median(runs['bare Node'].map(({ ms }) => ms));
  console.log('\nThe example, cold               ms   peak MB   times bare Node');
  for (const [name, taken] of Object.entries(runs)) {
    const ms = median(taken.map(run => run.ms));
    console.log(
      `${name.padEnd(26)}${whole(ms, 8)}${whole(peak(taken), 10)}${(ms / bare).toFixed(2).padStart(12)}${aims[name] === undefined ? '' : `   aim ${String(aims[name])}`}`,
    );
  }
}

function manyPools() {
  console.log(
    '\nPools, 2 environments,        lint               build            cp -r   build /   times the row above',
  );
  console.log('both platforms             ms   peak MB        ms   peak MB        ms   cp -r        lint   build');
  let before;
  for (const count of counts) {
    const file = join(scratch, `${String(count)}.yaml`);
    const out = join(scratch, 'many');
    const copy = join(scratch, 'copy');
    writeFileSync(file, exampleOf(readFileSync(join(root, 'pipestream-scaling.yaml'), 'utf8'), count));
    const runs = inTurn(
      {
        lint: () => node(bin, 'lint', '--large', file),
        build: () => {
          rmSync(out, { recursive: true, force: true });
          return node(bin, 'build', '--large', file, '--out', out);
        },
        cp: () => {
          rmSync(copy, { recursive: true, force: true });
          return timed('cp', ['-r', out, copy]);
        },
      },
      count < 1000 ? 5 : count < 10_000 ? 3 : 1,
    );
    const ms = Object.fromEntries(
      Object.entries(runs).map(([name, taken]) => [name, median(taken.map(run => run.ms))]),
    );
    const grown =
      before === undefined
        ? ''
        : `${(ms.lint / before.lint).toFixed(1).padStart(12)}${(ms.build / before.build).toFixed(1).padStart(8)}`;
    console.log(
      `${whole(count, 14)}${whole(ms.lint, 15)}${whole(peak(runs.lint), 10)}${whole(ms.build, 10)}${whole(peak(runs.build), 10)}${whole(ms.cp, 10)}${(ms.build / ms.cp).toFixed(1).padStart(8)}${grown}`,
    );
    if (count === 1000)
      console.log(
        `${'aim'.padStart(14)}${whole(1000, 15)}${whole(3000, 20)}${whole(400, 10)}${'8.0'.padStart(18)}${'11.0'.padStart(12)}${'11.0'.padStart(8)}`,
      );
    before = ms;
    for (const folder of [out, copy]) rmSync(folder, { recursive: true, force: true });
  }
}

/** What each command gives, run by run; the first run of each warms the disk's cache and is not counted. */
function inTurn(commands, runs) {
  const taken = Object.fromEntries(Object.keys(commands).map(name => [name, []]));
  for (let run = 0; run <= runs; run += 1) {
    for (const [name, command] of Object.entries(commands)) {
      const result = command();
      if (run > 0 || runs === 1) taken[name].push(result);
    }
    if (runs === 1) break;
  }
  return taken;
}

/** Under a module that writes down, as the process ends, the most memory that it took. */
function node(...args) {
  const notes = join(scratch, 'peak');
  const run = timed(execPath, ['--require', join(root, 'bench/peak-memory.cjs'), ...args], {
    ...process.env,
    PEAK_MEMORY_FILE: notes,
  });
  return { ...run, megabytes: Number(readFileSync(notes, 'utf8')) / 1024 };
}

function timed(command, args, env = process.env) {
  const start = process.hrtime.bigint();
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'ignore' });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(status)}`, { cause: error });
  return { ms };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function peak(runs) {
  return Math.max(...runs.map(({ megabytes }) => megabytes));
}

function whole(value, width) {
  return value.toFixed(0).padStart(width);
}
