// Makes everything that is built from committed files: types and validators from schema/, templates, one CommonJS bundle,
// and V8's code cache of it. Runs offline, in `prepare` and before each build.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compileSchemas } from './schemas/compile.mjs';
import { precompileTemplates } from './templates.mjs';
import { embedWatcher } from './watcher.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

await compileSchemas(root);
await precompileTemplates(root);
embedWatcher(root);
mkdirSync(dist, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outfile: join(dist, 'main.cjs'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Validators are large and each build needs few of them: they stay files of their own, required when first used.
  external: ['#generated/validators/*'],
  loader: { '.hbs': 'text' },
  legalComments: 'none',
  logLevel: 'warning',
});
rmSync(join(dist, 'main.cache'), { force: true });
if (existsSync(join(root, 'bin/pipestream-scaling.cjs'))) {
  const { makeCodeCache } = await import('./code-cache.mjs');
  makeCodeCache(root);
}
if (process.argv.includes('--verbose')) console.error(`dist/main.cjs: ${String(readFileSync(join(dist, 'main.cjs')).length)} bytes`);
