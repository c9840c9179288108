import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/**
 * Real files with a line added to them, under the configuration that everybody's files are linted with. Types of the
 * whole project would take longest and none of the rules asks for them.
 */
const OF_IMPORTS = linting(
  [
    'import-x/no-restricted-paths',
    '@typescript-eslint/consistent-type-imports',
    '@typescript-eslint/no-require-imports',
  ],
  { projectService: false },
);

/** Those that need a program: of one folder. */
const IN_MODEL = linting(['house/no-circle', '@typescript-eslint/switch-exhaustiveness-check'], {
  projectService: false,
  project: join(import.meta.dirname, 'model.tsconfig.json'),
  // Under CI=true the parser would take the files as they are on the disk.
  disallowAutomaticSingleRunInference: true,
});

function linting(rules: readonly string[], parserOptions: Readonly<Record<string, unknown>>): ESLint {
  return new ESLint({
    cwd: root,
    ruleFilter: ({ ruleId }) => rules.includes(ruleId),
    overrideConfig: { languageOptions: { parserOptions } },
  });
}

/** What is said of an existing file when the text is added to it. */
async function refusals(file: string, added: string, eslint = OF_IMPORTS): Promise<readonly string[]> {
  const text = `${readFileSync(join(root, file), 'utf8')}\n${added}\n`;
  const results = await eslint.lintText(text, { filePath: join(root, file) });
  return results.flatMap(({ messages }) => messages.map(({ message }) => message));
}

describe('an import over the fence is refused, and told what it may be instead', () => {
  test.each([
    [
      'of the other target',
      'src/targets/ecs/ecs.ts',
      "import { labelsOf as _labelsOf } from '../kubernetes/identity.ts';\nexport { _labelsOf };",
      /^Unexpected path "\.\.\/kubernetes\/identity\.ts".* src\/targets\/ecs may import packages, itself, src\/model, /,
    ],
    [
      'of the policies by a plan',
      'src/plan/plan.ts',
      "import { POLICIES as _P } from '../../policies/index.ts';\nexport { _P };",
      /^Unexpected path "\.\.\/\.\.\/policies\/index\.ts".* src\/plan may import packages, itself, src\/model \(/,
    ],
    [
      'by a name of package.json',
      'src/plan/plan.ts',
      "import { definePolicy as _d } from '#policy';\nexport { _d };",
      /^Unexpected path "#policy".* src\/plan may import/,
    ],
    [
      'of a folder by such a name',
      'src/report/frame.ts',
      "import { stepsOf as _r } from '#knowledge/steps.ts';\nexport { _r };",
      /^Unexpected path "#knowledge\/steps\.ts".* src\/report may import/,
    ],
    [
      'that is dynamic',
      'src/plan/plan.ts',
      "export const later = () => import('../output/write.ts');",
      /^Unexpected path "\.\.\/output\/write\.ts".* src\/plan may import/,
    ],
    [
      'that exports again',
      'src/model/path.ts',
      "export * from '../source/located.ts';",
      /^Unexpected path "\.\.\/source\/located\.ts".* src\/model may import packages, itself, schema\/keda \(/,
    ],
    [
      'of a type',
      'src/verify/check.ts',
      "import type { Disk } from '../output/disk.ts';\nexport type D = Disk;",
      /^Unexpected path "\.\.\/output\/disk\.ts".* src\/verify may import/,
    ],
    [
      'of a type in place',
      'src/verify/check.ts',
      "export type D = import('../output/disk.ts').Disk;",
      /^`import\(\)` type annotations are forbidden/,
    ],
    [
      'by require, as CommonJS has it',
      'src/plan/plan.ts',
      "import write = require('../output/write.ts');\nexport { write };",
      /^Unexpected path "\.\.\/output\/write\.ts".* src\/plan may import/,
    ],
    [
      'of the command line by what it shows',
      'src/lsp/server.ts',
      "export * from '../cli/streams.ts';",
      /^Unexpected path "\.\.\/cli\/streams\.ts".* src\/lsp may import/,
    ],
    [
      'of the inside of the engine by a policy',
      'policies/aws/fargate-size.ts',
      "export * from '../../src/lint/engine/run-policies.ts';",
      /^Unexpected path "\.\.\/\.\.\/src\/lint\/engine\/run-policies\.ts".* policies may import/,
    ],
    [
      'of a test by what it tests',
      'src/model/path.ts',
      "export * from '../../test/properties.ts';",
      /^Unexpected path "\.\.\/\.\.\/test\/properties\.ts".* src\/model may import/,
    ],
  ])('%s', async (_what, file, added, expected) => {
    const found = await refusals(file, added);
    expect(
      found.filter(message => expected.test(message)),
      found.join('\n'),
    ).toHaveLength(1);
  });

  test('what is within the fence is not', async () => {
    expect(
      await refusals('src/plan/plan.ts', "export type * from '#model/path.ts';\nexport * from './bounds.ts';"),
    ).toEqual([]);
  });
});

test('a circle is refused, of types too, and its way is told', async () => {
  expect(
    await refusals(
      'src/model/span.ts',
      "import type { Diagnostic } from './diagnostic.ts';\nexport type D = Diagnostic;",
      IN_MODEL,
    ),
  ).toEqual([
    'This import goes round in a circle: src/model/span.ts → src/model/diagnostic.ts → src/model/span.ts. Move the part that both sides need into a separate file.',
  ]);
});

test('a switch that forgets a member of a union is refused, in a function that returns nothing too', async () => {
  const forgets = (otherwise: string): string => `
export function told(target: 'kubernetes' | 'ecs', tell: (text: string) => void): void {
  switch (target) {
    case 'kubernetes':
      tell('pods');
      break;
    ${otherwise}
  }
}`;
  expect(await refusals('src/model/path.ts', forgets(''), IN_MODEL)).toEqual([
    'Switch is not exhaustive. Cases not matched: "ecs"',
  ]);
  expect(await refusals('src/model/path.ts', forgets("default: tell('tasks');"), IN_MODEL)).toEqual([
    'Switch is not exhaustive. Cases not matched: "ecs"',
  ]);
});
