import { join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { DECLARING, declarationsOf } from '../../scripts/types.mjs';

const root = join(import.meta.dirname, '../..');

/** The one place where a Diagnostic is made of its parts. */
const MAKER = 'src/model/make-diagnostic.ts';

/** What a rule of the catalogue gives a finding, and nobody else may. */
const OF_THE_RULE = ['id', 'messageId', 'message', 'why', 'help', 'link'];

const program = wholeProgram();

test('a Diagnostic is made by the catalogue, a policy or an organisation alone: no literal says what is wrong', () => {
  expect([...new Set(literalsThatSay().map(({ file }) => file))]).toEqual([MAKER]);
});

test('the types of the package lean on nothing that it does not carry, and on no type of Node', () => {
  const texts = declarationsOf(program);
  expect(texts.get('src/pipeline.d.ts')).toContain('export declare function compile(source: SourceText,');
  expect([...texts].filter(([, text]) => /\bBuffer\b|from 'node:/.test(text)).map(([path]) => path)).toEqual([]);
});

interface Literal {
  readonly file: string;
  readonly line: number;
}

/**
 * Every object literal of the program that is a Diagnostic and sets more than its place, its severity or its
 * environments: a copy of another one with those says the same.
 */
function literalsThatSay(): readonly Literal[] {
  const checker = program.getTypeChecker();
  const diagnostic = diagnosticType(checker);
  const found: Literal[] = [];
  for (const source of program.getSourceFiles()) {
    const file = relative(root, source.fileName);
    if (!/^(?:src|policies)\//.test(file)) continue;
    const look = (node: ts.Node): void => {
      if (
        ts.isObjectLiteralExpression(node) &&
        setsAny(node, OF_THE_RULE) &&
        checker.isTypeAssignableTo(checker.getTypeAtLocation(node), diagnostic)
      )
        found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
      node.forEachChild(look);
    };
    look(source);
  }
  return found;
}

function setsAny({ properties }: ts.ObjectLiteralExpression, names: readonly string[]): boolean {
  return properties.some(({ name }) => name !== undefined && ts.isIdentifier(name) && names.includes(name.text));
}

/** The type that all findings have. */
function diagnosticType(checker: ts.TypeChecker): ts.Type {
  const declared = program
    .getSourceFile(join(root, 'src/model/diagnostic.ts'))
    ?.statements.find(node => ts.isInterfaceDeclaration(node) && node.name.text === 'Diagnostic');
  if (declared === undefined) throw new Error('src/model/diagnostic.ts declares no Diagnostic');
  return checker.getTypeAtLocation(declared);
}

function wholeProgram(): ts.Program {
  const parsed = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.json'), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  });
  if (parsed === undefined) throw new Error('tsconfig.json cannot be read');
  return ts.createProgram(
    parsed.fileNames.filter(file => /^(?:src|policies)\//.test(relative(root, file))),
    { ...parsed.options, ...DECLARING },
  );
}
