// node scripts/fuzz.mjs [--seed <number>] [--times <number>] [file of test/] …
// Runs the tests that draw their cases, with a new seed and ten times as many cases. Each failure becomes a
// named test case.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { argv, env, execPath, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../', import.meta.url));
const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: { seed: { type: 'string' }, times: { type: 'string', default: '10' } },
});
const seed = values.seed ?? String(randomInt(2 ** 31));
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
process.exitCode = status ?? 1;
