// Makes everything that is built from committed files: types and validators from schema/, templates, CommonJS bundles,
// and V8's code cache of each. Runs offline, in `prepare` and before each build.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleCel } from './cel.mjs';
import { makeCodeCaches } from './code-cache.mjs';
import { writeNotices } from './notices.mjs';
import { compileSchemas } from './schemas/compile.mjs';
import { precompileTemplates } from './templates.mjs';
import { embedWatcher } from './watcher.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/** Separate bundles, loaded on demand: lint, which runs at every commit, need not read the emitters. */
const APART = [
  'build.ts',
  'build-again.ts',
  'lint.ts',
  'explain.ts',
  'init.ts',
  'schema.ts',
  'lsp.ts',
  'machine-formats.ts',
  'globs.ts',
];

/** `import('./cli/build.ts')`, or from beside it `import('./machine-formats.ts')`, becomes a require of that bundle. */
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(?:cli\/)?[\w-]+\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' && APART.includes(basename(path))
        ? { path: `./${basename(path, '.ts')}.cjs`, external: true }
        : undefined,
    );
  },
};

await compileSchemas(root);
await precompileTemplates(root);
embedWatcher(root);
const cel = await bundleCel(root);
mkdirSync(dist, { recursive: true });
for (const file of readdirSync(dist)) if (file.endsWith('.cache')) rmSync(join(dist, file), { force: true });
const settings = {
  absWorkingDir: root,
  entryNames: '[name]',
  outdir: dist,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'ascii',
  // A script that is run from its code cache would need a loader for `import()`.
  supported: { 'dynamic-import': false },
  // A library calls createRequire with it.
  define: { 'import.meta.url': '__filename' },
  // Less to read at every start; names stay, so that the stack of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  // Validators and CEL are large and few runs need them: they stay separate files, required when first used.
  external: ['#generated/validators/*', '#generated/cel.cjs'],
  loader: { '.hbs': 'text' },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};
const { metafile } = await build({
  ...settings,
  entryPoints: ['src/main.ts', 'src/pipeline.ts', ...APART.map(file => `src/cli/${file}`)],
  plugins: [apart],
});
const validators = JSON.parse(readFileSync(join(root, 'generated/validators.json'), 'utf8'));
// What each bundle is made of, for the tests that keep the emitters out of lint and know the packages.
writeFileSync(
  join(root, 'generated/bundles.json'),
  JSON.stringify(
    Object.fromEntries([
      ...Object.entries(metafile.outputs).map(([output, { inputs }]) => [basename(output), Object.keys(inputs)]),
      ['cel.cjs', cel],
      ['validators', validators],
    ]),
  ),
);
writeFileSync(join(dist, 'compiler.sha256'), compilerDigest());
writeNotices(root, [...Object.keys(metafile.inputs), ...cel, ...validators]);
makeCodeCaches(root);

/** Of everything that decides output and findings: a build that is remembered holds for this compiler. */
function compilerDigest() {
  const validators = join(root, 'generated/validators');
  const digest = createHash('sha256');
  for (const file of [
    join(dist, 'build.cjs'),
    join(root, 'generated/cel.cjs'),
    ...readdirSync(validators)
      .sort()
      .map(name => join(validators, name)),
  ])
    digest.update(readFileSync(file));
  return digest.digest('hex');
}

if (process.argv.includes('--verbose'))
  for (const file of readdirSync(dist))
    console.error(`${file}: ${String(readFileSync(join(dist, file)).length)} bytes`);
