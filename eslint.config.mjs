import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { fence } from './eslint/fence.mjs';
import { noCircle } from './eslint/no-circle.mjs';

/** The files that may say `as`: where types end, and the one generic helper of each table. */
const BOUNDARIES = [
  // Brands, and keys of closed records.
  'src/model/units.ts',
  'src/model/names-in.ts',
  'src/model/sourced.ts',
  // The definitions of zod, and the tree that mirrors its output.
  'src/config/schema-walk.ts',
  'src/config/schema/short-form.ts',
  'src/config/zip.ts',
  // What a template lays out is known where it is compiled.
  'src/template/template.ts',
  // Parts in the words of the API, which lint has held against its schema.
  'src/targets/kubernetes/raw-tree.ts',
  // Generated code, the library of CEL and the grammar of PromQL come in by `require`, which yields no type.
  'src/model/scaler-schema.ts',
  'src/lsp/kubernetes-schema.ts',
  'src/verify/validators.ts',
  'src/lint/organisation/cel.ts',
  'src/source/yaml-library.ts',
  'src/config/version-range.ts',
  'src/promql/grammar.ts',
  // Options of any policy become those of one.
  'src/lint/engine/define-policy.ts',
];

const UNIONS_OF_LIBRARIES = [
  'src/config/messages.ts',
  'src/config/schema-walk.ts',
  'src/config/schema/described.ts',
  'src/source/yaml-problems.ts',
  'src/lint/organisation/cost.ts',
  'src/lint/organisation/names.ts',
  'src/lint/organisation/reads.ts',
];

export default tseslint.config(
  {
    ignores: ['node_modules', 'dist', 'generated', 'out', 'examples/*/out', '.tools', 'coverage', 'schema', '.*'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    plugins: { 'import-x': importX, house: { rules: { 'no-circle': noCircle } } },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })] },
  },
  {
    rules: {
      // The formatter breaks code; this is for comments. Texts and expected output stay on one line.
      'max-len': [
        'error',
        { code: 120, ignoreUrls: true, ignoreRegExpLiterals: true, ignoreStrings: true, ignoreTemplateLiterals: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      // Types in place, `import('…').T`, would be imports that nothing else looks at.
      '@typescript-eslint/consistent-type-imports': 'error',
      // A new member of a union has to be thought of everywhere; a default would swallow it.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, allowDefaultCaseForExhaustiveSwitch: false },
      ],
      // A record without keys is what a table begins with, and asks of a type whether a key may be left out.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // `as const` and `satisfies` are none.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    },
  },
  {
    files: BOUNDARIES,
    rules: { '@typescript-eslint/consistent-type-assertions': 'off' },
  },
  {
    // Unions of libraries, of which these files want a few members; the rest is for the default.
    files: UNIONS_OF_LIBRARIES,
    rules: { '@typescript-eslint/switch-exhaustiveness-check': 'off' },
  },
  {
    // What is printed is read again as JSON, which may be anything, and `expect` holds it against what it must be.
    files: ['test/**/*.ts'],
    rules: Object.fromEntries(
      ['assignment', 'argument', 'call', 'member-access', 'return']
        .map(kind => `@typescript-eslint/no-unsafe-${kind}`)
        .concat('@typescript-eslint/no-base-to-string')
        .map(rule => [rule, 'off']),
    ),
  },
  {
    files: ['test/**/*.ts'],
    ignores: ['test/properties.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'fast-check', message: 'Import fc from test/properties.ts, where its seed is fixed.' }] },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'policies/**/*.ts'],
    rules: {
      'import-x/no-restricted-paths': ['error', fence],
      'house/no-circle': 'error',
    },
  },
  {
    files: [
      '**/*.cjs',
      '**/*.mjs',
      'src/model/scaler-schema.ts',
      'src/lsp/kubernetes-schema.ts',
      'src/verify/validators.ts',
      'src/lint/organisation/cel.ts',
      'src/source/yaml-library.ts',
      'src/config/version-range.ts',
      'src/promql/grammar.ts',
    ],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // It is emitted as it is, and must be small (docs/decisions/0007-watcher.md).
    files: ['src/targets/ecs/watcher/handler.cjs'],
    rules: { 'max-len': 'off' },
  },
  { files: ['**/*.{mjs,cjs}'], extends: [tseslint.configs.disableTypeChecked] },
);
