import { relative } from 'node:path';
import ts from 'typescript';

/**
 * Refuses an import that leads back to the file that contains it. The rule of the same purpose in
 * eslint-plugin-import-x looks past imports of types, and those make circles of modules that cannot be read one after
 * the other just as well.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const noCircle = {
  meta: {
    type: 'problem',
    docs: { description: 'Refuse imports, of types too, that go round in a circle' },
    messages: {
      circle: 'This import goes round in a circle: {{way}}. Move the part that both sides need into a separate file.',
    },
    schema: [],
  },
  create(context) {
    const { program } = context.sourceCode.parserServices;
    if (!program) return {};
    const check = source => {
      if (typeof source?.value !== 'string') return;
      const first = importsOf(program, context.filename).get(source.value);
      const way = first === undefined ? undefined : wayBetween(program, first, context.filename);
      if (way === undefined) return;
      const names = [context.filename, ...way].map(file => relative(program.getCurrentDirectory(), file));
      context.report({ node: source, messageId: 'circle', data: { way: names.join(' → ') } });
    };
    return {
      ImportDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source }) => check(source),
      ExportAllDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source }) => check(source),
    };
  },
};

/** The shortest way along imports from one file to another, both included. */
function wayBetween(program, from, to) {
  const cameFrom = new Map([[from, undefined]]);
  for (const file of cameFrom.keys()) {
    if (file === to) {
      const way = [];
      for (let at = file; at !== undefined; at = cameFrom.get(at)) way.unshift(at);
      return way;
    }
    for (const next of importsOf(program, file).values()) if (!cameFrom.has(next)) cameFrom.set(next, file);
  }
  return undefined;
}

/** Imports of each file as it was last read: the specifier, and the file of this repository that it leads to. */
const read = new Map();

function importsOf(program, file) {
  const text = program.getSourceFile(file)?.text ?? '';
  const known = read.get(file);
  if (known?.text === text) return known.imports;
  const imports = new Map();
  for (const { fileName: specifier } of ts.preProcessFile(text, true, true).importedFiles) {
    const { resolvedModule } = ts.resolveModuleName(specifier, file, program.getCompilerOptions(), ts.sys);
    if (resolvedModule !== undefined && !resolvedModule.isExternalLibraryImport)
      imports.set(specifier, resolvedModule.resolvedFileName);
  }
  read.set(file, { text, imports });
  return imports;
}
