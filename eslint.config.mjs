import tseslint from 'typescript-eslint';

/** Phases form a star: each imports model/ and itself; pipeline.ts and compile.ts alone join them. */
const MAY_IMPORT = {
  model: [],
  source: ['model'],
  config: ['model', 'source'],
  plan: ['model'],
  output: ['model'],
  verify: ['model'],
  report: ['model'],
  lint: ['model'],
  // An editor asks about a text and its language; what is found in it, it is given.
  lsp: ['model', 'source', 'config', 'report'],
  'targets/kubernetes': ['model', 'targets'],
  'targets/ecs': ['model', 'targets'],
};
const PHASES = ['model', 'source', 'config', 'plan', 'output', 'verify', 'report', 'targets', 'lint', 'lsp', 'cli'];

const layers = Object.entries(MAY_IMPORT).map(([phase, allowed]) => ({
  files: [`src/${phase}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${[...PHASES.filter(other => !phase.startsWith(other) && !allowed.includes(other)), 'pipeline', 'compile', 'main'].join('|')})(/|\\.ts)`,
            message: `${phase} may import ${['itself', ...allowed].join(', ')}`,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'generated', 'out', 'examples/*/out', '.tools', 'coverage', 'schema'] },
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.cjs', '**/*.mjs', 'src/verify/validators.ts', 'src/lint/organisation/cel.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  ...layers,
);
