import { namesIn } from '../model/names-in.ts';

/** The file and the folder of a command that names none. */
export const DEFAULT_FILE = 'pipestream-scaling.yaml';
export const DEFAULT_OUT = 'out';

export const COMMANDS = {
  build: 'compile the file into out/<environment>/',
  lint: 'report what is wrong, and write nothing but what --fix fixes',
  explain: 'print the page of a policy or of any other finding; without an id, list them all',
  init: 'write a commented starter file',
  schema: 'print the JSON Schema of the language',
  lsp: 'serve an editor: findings, hovers, fixes and completion over stdio',
} as const;
export type CommandName = keyof typeof COMMANDS;

/** Commands in the order of the help. */
export const COMMAND_NAMES = namesIn(COMMANDS);

interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** May be given several times. */
  readonly multiple?: true;
  /** Stands for the value in the help. */
  readonly value?: string;
  /** Commands that take it; all where it is left out. */
  readonly of?: readonly CommandName[];
  readonly says: string;
}

/** Every option, in the order of the help; an option of another command is refused, not ignored. */
export const OPTIONS = {
  check: { type: 'boolean', of: ['build'], says: 'write nothing; exit 1 if out/ is not what the file compiles to' },
  out: { type: 'string', value: '<folder>', of: ['build'], says: 'another folder than out/' },
  force: { type: 'boolean', of: ['build'], says: 'overwrite files that were edited by hand' },
  'no-cache': {
    type: 'boolean',
    of: ['build'],
    says: 'compile even where nothing has changed since the last build, and remember nothing',
  },
  fix: { type: 'boolean', of: ['lint'], says: 'fix what can be fixed safely' },
  'fix-unsafe': { type: 'boolean', of: ['lint'], says: 'fix also what changes how the system behaves' },
  'update-baseline': {
    type: 'boolean',
    of: ['lint'],
    says: 'accept what is found now; from then on only new findings are reported',
  },
  'stdin-filename': {
    type: 'string',
    value: '<path>',
    of: ['lint'],
    says: 'what standard input is called in findings',
  },
  stats: { type: 'boolean', of: ['lint'], says: 'say how long each phase and each policy took' },
  proofs: {
    type: 'boolean',
    of: ['lint'],
    says: 'say how each pool that may be at zero wakes and returns, and how long that takes',
  },
  env: { type: 'string', value: '<name>', of: ['build', 'lint'], says: 'only this environment' },
  policies: {
    type: 'string',
    multiple: true,
    value: '<file>',
    of: ['build', 'lint'],
    says: 'policies of your organization that nothing in the repository can turn off; repeatable',
  },
  require: {
    type: 'string',
    multiple: true,
    value: '<policy>',
    of: ['build', 'lint'],
    says: 'a policy that nothing in the repository can turn off; repeatable',
  },
  base: {
    type: 'string',
    value: '<revision>',
    of: ['lint'],
    says: 'what to compare with; by default HEAD, in CI the merge base',
  },
  format: {
    type: 'string',
    value: '<name>',
    of: ['build', 'lint', 'explain'],
    says: 'pretty (default), json, sarif, code-scanning, github, junit or markdown',
  },
  output: {
    type: 'string',
    multiple: true,
    value: '<format>=<file>',
    of: ['build', 'lint'],
    says: 'write another format to a file, as in sarif=findings.sarif; repeatable',
  },
  large: {
    type: 'boolean',
    of: ['build', 'lint'],
    says: 'take a file with thousands of pools, which needs gigabytes of memory: for your own files only',
  },
  'fail-on': { type: 'string', value: '<level>', of: ['lint'], says: 'error (default), warning or information' },
  targets: { type: 'string', value: '<list>', of: ['init'], says: 'kubernetes, ecs or kubernetes,ecs (default)' },
  stdio: { type: 'boolean', of: ['lsp'], says: 'what it does anyway; editors pass it' },
  'no-color': { type: 'boolean', says: 'no colour; NO_COLOR is honoured too' },
  help: { type: 'boolean', short: 'h', says: 'help, also of one command' },
  version: { type: 'boolean', short: 'V', says: 'the version' },
} as const satisfies Readonly<Record<string, OptionSpec>>;
export type OptionName = keyof typeof OPTIONS;

export const OPTION_NAMES = namesIn(OPTIONS);

export function optionSpec(name: OptionName): OptionSpec {
  return OPTIONS[name];
}
