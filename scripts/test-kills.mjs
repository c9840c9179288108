// node scripts/test-kills.mjs [number]
// Kills a writing process so many times, a thousand by default, and counts where the kills fell.
import { spawnSync } from 'node:child_process';
import { argv, env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(execPath, [vitest, 'run', 'test/unit/output/kill.test.ts'], {
  cwd: fileURLToPath(new URL('../', import.meta.url)),
  stdio: 'inherit',
  env: { ...env, KILLS: argv[2] ?? '1000' },
});
process.exitCode = status ?? 1;
