import { wrapped } from '../report/screen-text.ts';
import { COMMANDS, COMMAND_NAMES, OPTION_NAMES, optionSpec } from './options.ts';
import type { CommandName, OptionName } from './options.ts';

/** The help, of everything or of one command. */
export function usage(command: CommandName | undefined): string {
  return command === undefined ? everything() : ofCommand(command);
}

const EXAMPLES: Readonly<Record<CommandName, readonly string[]>> = {
  build: ['build', 'build --check --env production', 'build --out /tmp/out other.yaml'],
  lint: [
    'lint',
    'lint --fix',
    'lint --format sarif > findings.sarif',
    'lint --base origin/main --fail-on warning',
    'lint "systems/**/pipestream-scaling.yaml"',
    'lint --stdin-filename shop.yaml - < shop.yaml',
  ],
  explain: ['explain', 'explain self-signal-from-zero', 'explain unknown-port', 'explain replica-ceiling shop.yaml'],
  init: ['init', 'init --targets kubernetes shop.yaml'],
  schema: ['schema > schema/pipestream-scaling.schema.json'],
  lsp: ['lsp'],
};

const ARGUMENTS: Readonly<Record<CommandName, string>> = {
  build: '[file]',
  lint: '[file or glob ...]',
  explain: '[id [file]]',
  init: '[file]',
  schema: '',
  lsp: '',
};

const END = `
The file is pipestream-scaling.yaml unless another is named; - is standard
input. Exit status: 0 clean, 1 findings or stale output, 2 usage or unreadable
file, 3 a bug.
`;

function everything(): string {
  return `pipestream-scaling: one file says how a system scales; this compiles it.

Usage: pipestream-scaling <command> [options] [file]

Commands
${columns(COMMAND_NAMES.map(name => [name, COMMANDS[name]]))}
Options
${columns(OPTION_NAMES.map(name => [flag(name), `${prefix(name)}${optionSpec(name).says}`]))}
Examples
${COMMAND_NAMES.map(name => EXAMPLES[name][0] ?? '')
  .map(example => `  pipestream-scaling ${example}\n`)
  .join('')}${END}`;
}

function ofCommand(command: CommandName): string {
  const own = OPTION_NAMES.filter(name => optionSpec(name).of?.includes(command) ?? true);
  return `pipestream-scaling ${command}: ${COMMANDS[command]}

Usage: pipestream-scaling ${`${command} [options] ${ARGUMENTS[command]}`.trimEnd()}

Options
${columns(own.map(name => [flag(name), optionSpec(name).says]))}
Examples
${EXAMPLES[command].map(example => `  pipestream-scaling ${example}\n`).join('')}${END}`;
}

function flag(name: OptionName): string {
  const { short, value } = optionSpec(name);
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function prefix(name: OptionName): string {
  const { of } = optionSpec(name);
  return of === undefined ? '' : `${of.join(', ')}: `;
}

const WIDTH = 80;

/** Two columns, the second wrapped so that a line fits a terminal of 80. */
function columns(rows: readonly (readonly [left: string, right: string])[]): string {
  const first = Math.max(...rows.map(([left]) => left.length));
  const indent = ' '.repeat(first + 4);
  return rows
    .map(([left, right]) => `  ${left.padEnd(first)}  ${wrapped(right, WIDTH - indent.length).join(`\n${indent}`)}\n`)
    .join('');
}
