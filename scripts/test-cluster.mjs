// node scripts/test-cluster.mjs [--only admission,fields,walk,loop,outage] [--keda 2.18]
// Applies the output to a real Kubernetes API server with a real KEDA, and compares the behaviour with the proofs
// (docs/contributing/cluster.md). Not part of the gate: it builds programs for minutes once, and then runs for minutes.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { argv, exit, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { KEDA_MINORS, clusterTools } from './cluster-tools.mjs';
import { MissingTool } from './debian-programs.mjs';
import { LIBRARY_FILES } from './libraries.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const bundle = join(root, 'generated/test-cluster.cjs');

mkdirSync(join(root, 'generated'), { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['test/cluster/main.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['#generated/validators/*', '#schema/*', ...LIBRARY_FILES],
  loader: { '.hbs': 'text' },
  logLevel: 'warning',
});
const { PARTS, runParts } = createRequire(import.meta.url)(bundle);

const values = optionsOf(argv.slice(2));
const names = values.only === undefined ? Object.keys(PARTS) : values.only.split(',');
const unknown = names.find(name => !Object.hasOwn(PARTS, name));
if (values.unreadable === true || unknown !== undefined || !KEDA_MINORS.includes(values.keda)) {
  stderr.write(
    `usage: npm run test:cluster -- [--only ${Object.keys(PARTS).join(',')}] [--keda ${KEDA_MINORS.join(' | ')}]\n`,
  );
  exit(2);
}
exit((await runParts(names, toolsOrExit(), root)) === 0 ? 0 : 1);

/** The usage answers an option that does not exist, and `--help` too. */
function optionsOf(args) {
  try {
    const options = { only: { type: 'string' }, keda: { type: 'string', default: KEDA_MINORS[0] } };
    return parseArgs({ args, options }).values;
  } catch {
    return { unreadable: true, keda: KEDA_MINORS[0] };
  }
}

function toolsOrExit() {
  try {
    return clusterTools(values.keda);
  } catch (error) {
    if (!(error instanceof MissingTool)) throw error;
    stderr.write(`test:cluster was not run: ${error.message}\n`);
    return exit(2);
  }
}
