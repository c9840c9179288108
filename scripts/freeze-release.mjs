// npm run freeze-release
// Keeps what the examples compile to at this version, in test/releases/<major.minor>/: later versions must compile them
// to the same bytes, or say in changes.json there why not. Run once for a release, and never again.
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { exit, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = join(root, 'test/releases', version.replace(/\.\d+$/, ''));
if (existsSync(join(folder, 'digests.json'))) {
  stderr.write(`${folder} is there: a release is kept once\n`);
  exit(2);
}
mkdirSync(folder, { recursive: true });

const require = createRequire(import.meta.url);
const { compile, parse, readSurroundings, sourceText } = require(join(root, 'dist/pipeline.cjs'));
const examples = [
  ['pipestream', 'pipestream-scaling.yaml'],
  ...readdirSync(join(root, 'examples'), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => [name, `examples/${name}/pipestream-scaling.yaml`]),
];
const digests = {};
for (const [name, path] of examples) {
  copyFileSync(join(root, path), join(folder, `${name}.yaml`));
  // The manifests that it names lie beside it there too.
  const rendered = join(root, dirname(path), 'rendered');
  if (existsSync(rendered)) cpSync(rendered, join(folder, 'rendered'), { recursive: true });
  const source = sourceText(join(root, path), readFileSync(join(root, path), 'utf8'));
  const { manifests } = readSurroundings(source.name, { baseline: false }).of(parse(source));
  const { value, diagnostics } = compile(source, manifests);
  if (value.length === 0) throw new Error(`${path} does not compile: ${JSON.stringify(diagnostics)}`);
  digests[name] = Object.fromEntries(
    value.flatMap(environment =>
      environment.rendered.map(file => [
        `${environment.name}/${file.path}`,
        createHash('sha256').update(file.text).digest('hex').slice(0, 16),
      ]),
    ),
  );
}
writeFileSync(join(folder, 'digests.json'), `${JSON.stringify(digests, null, 1)}\n`);
writeFileSync(join(folder, 'changes.json'), '[]\n');
stdout.write(`${String(examples.length)} examples of ${version} are kept in ${folder}\n`);
