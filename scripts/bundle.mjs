// Makes everything that is built from committed files: types and validators from schema/, templates, CommonJS bundles.
// Runs offline, in `prepare` and before each build.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleLibraries, LIBRARY_FILES } from './libraries.mjs';
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

/**
 * Of cdk8s three classes are used, to make objects. The rest of it calls helm and fetches files: without it a build
 * loads a fifth of a megabyte less, and no module that starts a program.
 */
const onlyObjects = {
  name: 'only-objects',
  setup({ onResolve, onLoad }) {
    const lib = join(root, 'node_modules/cdk8s/lib');
    onResolve({ filter: /^cdk8s$/ }, () => ({ path: 'cdk8s', namespace: 'only-objects' }));
    onLoad({ filter: /^cdk8s$/, namespace: 'only-objects' }, () => ({
      contents: ['api-object', 'app', 'chart'].map(file => `export * from './${file}.js';`).join('\n'),
      resolveDir: lib,
    }));
    // Read and written by App.synth(), which nothing calls.
    onResolve({ filter: /^\.\/yaml$/ }, ({ importer }) =>
      importer === join(lib, 'app.js') ? { path: 'yaml', namespace: 'nothing' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: '' }));
  },
};

await compileSchemas(root);
await precompileTemplates(root);
embedWatcher(root);
const libraries = await bundleLibraries(root);
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
  // Large, and few runs need them: they stay separate files, required when first used.
  external: ['#generated/validators/*', '#schema/*', ...LIBRARY_FILES],
  loader: { '.hbs': 'text' },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};
const { metafile } = await build({
  ...settings,
  entryPoints: ['src/main.ts', 'src/pipeline.ts', ...APART.map(file => `src/cli/${file}`)],
  plugins: [apart, onlyObjects],
});
const validators = JSON.parse(readFileSync(join(root, 'generated/validators.json'), 'utf8'));
// What each bundle is made of, for the tests that keep the emitters out of lint and know the packages.
writeFileSync(
  join(root, 'generated/bundles.json'),
  JSON.stringify(
    Object.fromEntries([
      ...Object.entries(metafile.outputs).map(([output, { inputs }]) => [basename(output), Object.keys(inputs)]),
      ...Object.entries(libraries),
      ['validators', validators],
    ]),
  ),
);
writeFileSync(join(dist, 'compiler.sha256'), compilerDigest());
writeNotices(root, [...Object.keys(metafile.inputs), ...Object.values(libraries).flat(), ...validators]);

/** Of everything that decides output and findings: an entry of the cache holds for this compiler alone. */
function compilerDigest() {
  const validators = join(root, 'generated/validators');
  const digest = createHash('sha256');
  for (const file of [
    join(dist, 'build.cjs'),
    ...Object.keys(libraries).map(name => join(root, 'generated', name)),
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
