// node scripts/fuzz.mjs --minutes <number> [--seed <number>] [--workers <number>]
// Tries texts for so long: any characters, the configurations of the repository with lines, branches, names and bytes
// changed, and random ones (test/fuzz/). No crash, no case over 3 s, nothing that lint lets pass and build refuses or
// loses an object of.
//
// node scripts/fuzz.mjs --readings <number> [--seed <number>]
// Reads so many changed texts in one pass and by the yaml package: what the one takes, both read alike.
//
// node scripts/fuzz.mjs [--seed <number>] [--times <number>] [file of test/] …
// Runs the tests that draw their cases, with a new seed and ten times as many cases. Each failure becomes a
// named test case.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { argv, env, execPath, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { globSync } from 'tinyglobby';
import { LIBRARY_FILES } from './libraries.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    minutes: { type: 'string' },
    readings: { type: 'string' },
    workers: { type: 'string', default: '1' },
    seed: { type: 'string' },
    times: { type: 'string', default: '10' },
  },
});
const seed = values.seed ?? String(randomInt(2 ** 30));
if (values.readings !== undefined) process.exitCode = await runReadings(Number(values.readings));
else process.exitCode = values.minutes === undefined ? runTests() : await runHunt(Number(values.minutes));

async function runReadings(readings) {
  stdout.write(`the same texts again: npm run fuzz -- --seed ${seed} --readings ${values.readings}\n`);
  const out = await bundled(['test/fuzz/read-twice.ts']);
  const { readTwice } = createRequire(import.meta.url)(join(out, 'read-twice.cjs'));
  return readTwice(root, Number(seed), readings) === 0 ? 0 : 1;
}

async function runHunt(minutes) {
  stdout.write(`the same cases again: npm run fuzz -- --seed ${seed} --minutes ${values.minutes}\n`);
  const out = await bundled(['test/fuzz/main.ts', 'test/fuzz/worker.ts']);
  const { hunt } = createRequire(import.meta.url)(join(out, 'main.cjs'));
  const faults = await hunt({
    worker: join(out, 'worker.cjs'),
    root,
    folder: join(out, 'faults'),
    seed: Number(seed),
    minutes,
    workers: Number(values.workers),
  });
  return faults === 0 ? 0 : 1;
}

/** The folder of the bundles. */
async function bundled(entryPoints) {
  const out = join(root, 'generated/fuzz');
  mkdirSync(out, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir: out,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { 'import.meta.url': '__filename' },
    external: ['#generated/validators/*', '#schema/*', ...LIBRARY_FILES],
    loader: { '.hbs': 'text' },
    logLevel: 'warning',
  });
  return out;
}

function runTests() {
  const files =
    positionals.length > 0
      ? positionals
      : globSync('test/**/*.test.ts', { cwd: root }).filter(file =>
          /fc\.assert\(|FUZZ_SEED/.test(readFileSync(root + file, 'utf8')),
        );
  const again = `npm run fuzz -- --seed ${seed} --times ${values.times} ${positionals.join(' ')}`.trimEnd();
  stdout.write(`the same cases again: ${again}\n`);
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const { status } = spawnSync(execPath, [vitest, 'run', ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...env, FUZZ_SEED: seed, FUZZ_TIMES: values.times },
  });
  stdout.write(`the same cases again: ${again}\n`);
  return status ?? 1;
}
