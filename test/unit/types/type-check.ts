import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** Something that the type checker found: its code, the text that it points to, and the line of that. */
export interface TypeError {
  readonly code: number;
  readonly at: string;
  readonly line: string;
  readonly message: string;
}

const root = join(import.meta.dirname, '../../..');

/**
 * What the type checker says of files that are not on disk, by path from the root of the project, under the project's
 * own tsconfig.json: one program for all of them, since the libraries take longer to read than the files.
 */
export function typeErrors(files: ReadonlyMap<string, string>): ReadonlyMap<string, readonly TypeError[]> {
  const { options } = configuration();
  const texts = new Map([...files].map(([path, text]) => [join(root, path), text]));
  const host = ts.createCompilerHost(options);
  const overlaid: ts.CompilerHost = {
    ...host,
    readFile: path => texts.get(path) ?? host.readFile(path),
    fileExists: path => texts.has(path) || host.fileExists(path),
    getSourceFile: (path, target, ...rest) => {
      const text = texts.get(path);
      return text === undefined ? host.getSourceFile(path, target, ...rest) : ts.createSourceFile(path, text, target);
    },
  };
  const program = ts.createProgram([...texts.keys()], options, overlaid);
  return new Map(
    [...texts].map(([path, text]) => {
      const file = program.getSourceFile(path);
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return [
        relative(root, path),
        found.map(({ code, start = 0, length = 0, messageText }) => ({
          code,
          at: text.slice(start, start + length),
          line: (text.slice(text.lastIndexOf('\n', start) + 1).split('\n')[0] ?? '').trim(),
          message: ts.flattenDiagnosticMessageText(messageText, '\n'),
        })),
      ];
    }),
  );
}

/** Where each object literal of a text begins, behind its brace. */
export function objectLiterals(text: string): readonly number[] {
  const places: number[] = [];
  const file = ts.createSourceFile('literals.ts', text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) places.push(node.getStart(file) + 1);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return places;
}

/** A path beside a file, so that its imports hold. */
export function beside(path: string, name: string): string {
  return join(dirname(path), name);
}

export function fromRoot(path: string): string {
  return join(root, path);
}

function configuration(): ts.ParsedCommandLine {
  const read = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: problem => throwing(problem) },
  );
  if (read === undefined) throw new Error('there is no tsconfig.json');
  return read;
}

function throwing({ messageText }: ts.Diagnostic): never {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
}
