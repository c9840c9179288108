import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** What the files of a phase lean on. */
const MODEL = 'src/model';
const DEFINE_POLICY = 'src/lint/engine/define-policy.ts';
const EDITS = 'src/lint/engine/edits.ts';

/**
 * What a file may import beside packages and its own folder; all else is refused. Phases form a star around the model,
 * targets never import each other, and only analysis/ and pipeline.ts join phases.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const MAY_IMPORT = {
  'src/model': ['schema/keda'],
  'src/source': [MODEL, 'generated/yaml.cjs'],
  'src/config': [MODEL, 'src/source', 'generated/semver.cjs'],
  'src/promql': [MODEL, 'generated/promql-grammar.cjs'],
  'src/plan': [MODEL],
  'src/behaviour': [MODEL, 'src/promql'],
  // Computes each pool's behaviour from its plan; findings, reports and dashboards read it and compute nothing.
  'src/proof': [MODEL, 'src/promql', 'src/behaviour'],
  'src/lint/knowledge': [MODEL, 'src/promql', 'src/proof', EDITS],
  'src/lint/engine': [MODEL, 'src/lint/knowledge', 'src/proof'],
  'src/lint/organisation': [MODEL, 'generated/cel.cjs'],
  policies: [MODEL, 'src/promql', 'src/proof', 'src/lint/knowledge', DEFINE_POLICY, EDITS],
  'src/targets/kubernetes': [MODEL, 'src/targets/*.ts', 'src/template', 'generated/types'],
  'src/targets/ecs': [MODEL, 'src/targets/*.ts', 'src/template', 'generated/types', 'generated/watcher-handler.ts'],
  'src/targets/*.ts': [MODEL, 'generated'],
  'src/template': [MODEL, 'generated/templates.mjs', 'generated/templates.d.mts'],
  'src/verify': [MODEL, 'generated/validators'],
  'src/output': [MODEL],
  'src/report': [MODEL, 'src/template', 'src/proof'],
  // The join: from a text, and the files read beside it, to findings; with the emitters, to output.
  'src/analysis': [
    MODEL,
    'src/source',
    'src/config',
    'src/plan',
    'src/lint',
    'policies',
    'package.json',
    'src/verify/written-parts.ts',
  ],
  'src/surroundings': [MODEL, 'src/source', 'src/config', 'src/lint/engine', 'src/analysis'],
  // The memory of earlier builds, outside the repository; it only saves time.
  'src/cache': [MODEL, 'src/analysis', 'src/surroundings', 'src/output', 'package.json'],
  'src/emission.ts': [MODEL, 'src/analysis', 'src/targets', 'src/verify', 'src/proof', 'src/report'],
  'src/pipeline.ts': [
    MODEL,
    'src/source',
    'src/config',
    'src/analysis',
    'src/surroundings',
    'src/emission.ts',
    'src/output',
  ],
  // The faces: an editor and a command line.
  'src/lsp': [MODEL, 'src/source', 'src/config', 'src/report', 'src/plan/kubernetes/owned-fields.ts'],
  'src/cli': [
    MODEL,
    'src/source',
    'src/config',
    'src/pipeline.ts',
    'src/analysis',
    'src/cache',
    'src/surroundings',
    'src/lint',
    'src/lsp',
    'src/output',
    'src/proof',
    'src/report',
    'src/template',
    'policies',
    'package.json',
  ],
  'src/main.ts': ['src/cli', 'src/report', 'package.json'],
};

/** A new folder needs a row, so that it is not open to all. */
for (const path of ['src', 'src/lint', 'src/targets'].flatMap(below)) {
  if (Object.keys(MAY_IMPORT).some(row => paths(row).includes(path) || row.startsWith(`${path}/`))) continue;
  throw new Error(`${path} has no row in MAY_IMPORT (eslint/fence.mjs): say what it may import`);
}

/** The files of a row; `src/targets/*.ts` is each file of that folder, and nothing below it. */
function paths(row) {
  const folder = row.replace(/\/\*\.ts$/, '');
  return folder === row ? [row] : below(folder).filter(path => path.endsWith('.ts'));
}

function below(folder) {
  return readdirSync(join(root, folder)).map(name => `${folder}/${name}`);
}

/** Options of import-x/no-restricted-paths, which looks at the file that an import really leads to. */
export const fence = {
  basePath: root,
  zones: Object.entries(MAY_IMPORT).map(([target, allowed]) => ({
    target: `./${target}`,
    from: './',
    except: ['node_modules', target, ...allowed].flatMap(paths).map(path => `./${path}`),
    message: `${target} may import packages, itself${allowed.map(path => `, ${path}`).join('')} (eslint/fence.mjs)`,
  })),
};
