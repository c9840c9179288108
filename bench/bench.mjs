// Cold commands beside bare Node, as ratios of medians taken in turn; then builds of more pools, on tmpfs where there is one.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'bin/pipestream-scaling.cjs');
const runs = Number(process.argv[2] ?? 15);
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'pipestream-scaling-bench-'));

function time(command, args) {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'ignore' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} exited ${String(status)}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}
const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

writeFileSync(join(scratch, 'empty.cjs'), '');
const cold = { 'bare Node': [join(scratch, 'empty.cjs')], lint: [bin, 'lint'], build: [bin, 'build', '--out', join(scratch, 'cold')] };
const taken = Object.fromEntries(Object.keys(cold).map(name => [name, []]));
for (let run = 0; run <= runs; run += 1) {
  for (const [name, args] of Object.entries(cold)) {
    rmSync(join(scratch, 'cold'), { recursive: true, force: true });
    const ms = time(process.execPath, args);
    if (run > 0) taken[name].push(ms);
  }
}
const bare = median(taken['bare Node']);
for (const [name, values] of Object.entries(taken)) console.log(`${name.padEnd(12)} ${median(values).toFixed(0).padStart(6)} ms  ${(median(values) / bare).toFixed(2)} times bare Node`);

const text = readFileSync(join(root, 'pipestream-scaling.yaml'), 'utf8');
const [, head = '', chunker = '', tail = ''] = /^([\s\S]*?\npools:\n)[\s\S]*?(  chunker:\n[\s\S]*?)(?=\n  opensearch-sink:)[\s\S]*?(\nenvironments:[\s\S]*)$/.exec(text) ?? [];
for (const pools of [1, 10, 100, 1000]) {
  const file = join(scratch, `${String(pools)}.yaml`);
  writeFileSync(file, head + Array.from({ length: pools }, (_, index) => chunker.replace('  chunker:', `  chunker-${String(index)}:`)).join('\n') + tail);
  const out = join(scratch, `out-${String(pools)}`);
  const build = time(process.execPath, [bin, 'build', file, '--out', out]);
  mkdirSync(join(scratch, 'copy'), { recursive: true });
  const copy = time('cp', ['-r', out, join(scratch, 'copy', String(pools))]);
  const lint = time(process.execPath, [bin, 'lint', file]);
  console.log(`${String(pools).padStart(5)} pools, 2 environments, both platforms: lint ${lint.toFixed(0)} ms, build ${build.toFixed(0)} ms, ${(build / copy).toFixed(1)} times cp -r`);
}
rmSync(scratch, { recursive: true });
