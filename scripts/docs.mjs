// Writes docs/configuration.md and docs/configuration/*.md from the schema, the defaults and the output for
// docs/configuration/examples. A test fails if they are out of date.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'generated/docs.cjs');
await build({
  absWorkingDir: root,
  entryPoints: ['scripts/docs/pages.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['#generated/validators/*', '#schema/*'],
  loader: { '.hbs': 'text' },
  logLevel: 'warning',
});
for (const [path, text] of createRequire(import.meta.url)(bundle).pages(root)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
