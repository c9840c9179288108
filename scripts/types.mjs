// Writes dist/types/: declarations of the package's entry and of what they lean on, for those who import it. Run by
// `npm pack`; nothing here needs them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const entry = join(root, 'src/pipeline.ts');

/** What a program must be made with, so that it gives declarations. */
export const DECLARING = { noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: root };

/** Text of each declaration that the entry leans on, by its path in the package. */
export function declarationsOf(program) {
  const texts = new Map();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const path = relative(root, file).replace(/\.ts$/, '.d.ts');
    if (texts.has(path)) continue;
    program.emit(
      program.getSourceFile(file),
      (_name, text) => {
        texts.set(path, text);
      },
      undefined,
      true,
    );
    for (const name of importsOf(texts.get(path) ?? '')) {
      // Names of the package's own, such as #model, lead to sources that it does not carry.
      if (name.startsWith('#')) throw new Error(`${path} imports ${name}; write a relative path`);
      if (name.startsWith('.')) waiting.push(join(dirname(file), name));
    }
  }
  return texts;
}

function importsOf(text) {
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, name]) => name ?? '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(root, 'dist/types');
  rmSync(folder, { recursive: true, force: true });
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  for (const [path, text] of declarationsOf(ts.createProgram([entry], { ...options, ...DECLARING }))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
