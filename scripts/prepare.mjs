// What npm runs after an installation: bundles the command.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// `npm install --global git+…`, which is how pre-commit installs a hook, runs this in a clone whose own packages npm
// has
// put elsewhere: the inner installation inherits `global` from the outer one.
if (!existsSync(join(root, 'node_modules/esbuild'))) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_config_(?:global|location|prefix|omit|production)$/i.test(name),
    ),
  );
  const { status } = spawnSync('npm', ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
await import('./bundle.mjs');
