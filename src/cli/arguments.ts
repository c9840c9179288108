import { parseArgs } from 'node:util';
import { nearest } from '../model/nearest.ts';
import type { Severity } from '../model/diagnostic.ts';
import { COMMAND_NAMES, DEFAULT_FILE, DEFAULT_OUT, OPTIONS, OPTION_NAMES, optionSpec } from './options.ts';
import type { CommandName, OptionName } from './options.ts';

/** Values of `--format`; the machine formats themselves are loaded only when one is asked for. */
export const FORMATS = ['pretty', 'json', 'sarif', 'code-scanning', 'github', 'junit', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];
export type FileFormat = Exclude<Format, 'pretty'>;

/** A format that goes to a file, beside what is printed. */
export interface FileOutput {
  readonly format: FileFormat;
  readonly file: string;
}

export interface Arguments {
  readonly command: CommandName;
  /** As written; by default the one file of the project. */
  readonly files: readonly string[];
  readonly check: boolean;
  readonly env: string | undefined;
  readonly out: string;
  readonly force: boolean;
  /** False for a build that neither reads nor writes what is remembered of earlier ones. */
  readonly cache: boolean;
  readonly fix: 'none' | 'safe' | 'unsafe';
  readonly updateBaseline: boolean;
  readonly stdinFilename: string | undefined;
  readonly stats: boolean;
  readonly proofs: boolean;
  readonly base: string | undefined;
  readonly large: boolean;
  readonly format: Format;
  readonly outputs: readonly FileOutput[];
  /** Files of policies, and ids of policies, that the configuration cannot turn off. */
  readonly policies: readonly string[];
  readonly require: readonly string[];
  readonly failOn: Severity;
  readonly targets: readonly ('kubernetes' | 'ecs')[];
}

export type Parsed =
  | { readonly kind: 'run'; readonly arguments: Arguments }
  | { readonly kind: 'help'; readonly command: CommandName | undefined }
  | { readonly kind: 'version' }
  | Usage;

interface Usage {
  readonly kind: 'usage';
  readonly problem: string;
}

/** Files that a command takes at most; `explain` takes an id before its file. */
const FILES: Readonly<Record<CommandName, number>> = {
  build: 1,
  lint: Infinity,
  explain: 2,
  init: 1,
  schema: 0,
  lsp: 0,
};

export function parseArguments(argv: readonly string[]): Parsed {
  const read = readOptions(argv);
  if ('problem' in read) return { kind: 'usage', problem: read.problem };
  const { values, positionals } = read;
  if (values.version === true) return { kind: 'version' };
  const [first, ...rest] = positionals;
  const [name, ...named] = first === 'help' ? rest : positionals;
  const command = COMMAND_NAMES.find(known => known === name);
  if (name !== undefined && command === undefined) return unknown('command', name, COMMAND_NAMES);
  if (command === undefined || values.help === true || first === 'help') return { kind: 'help', command };
  const foreign = OPTION_NAMES.find(
    option => values[option] !== undefined && !(optionSpec(option).of?.includes(command) ?? true),
  );
  if (foreign !== undefined)
    return {
      kind: 'usage',
      problem: `--${foreign} is an option of ${(optionSpec(foreign).of ?? []).join(' and ')}, not of ${command}`,
    };
  if (named.length > FILES[command]) return { kind: 'usage', problem: tooMany(command, named) };
  const format = FORMATS.find(known => known === (values.format ?? 'pretty'));
  if (format === undefined) return unknown('format', values.format ?? '', FORMATS);
  const outputs = (values.output ?? []).map(fileOutput);
  const refused = outputs.find(output => 'kind' in output);
  if (refused !== undefined) return refused;
  const levels = ['error', 'warning', 'information'] as const;
  const failOn = levels.find(known => known === (values['fail-on'] ?? 'error'));
  if (failOn === undefined) return unknown('level', values['fail-on'] ?? '', levels);
  if (named.includes('-') && (values.fix ?? values['fix-unsafe']) === true && format !== 'pretty') {
    return {
      kind: 'usage',
      problem: `what is fixed of standard input goes to standard output, and so would ${format}; leave --format out`,
    };
  }
  if (values['update-baseline'] === true && (values.fix ?? values['fix-unsafe']) === true) {
    return {
      kind: 'usage',
      problem: 'fix first and accept what is left then: --update-baseline and --fix do not go together',
    };
  }
  const targets: ('kubernetes' | 'ecs')[] = [];
  for (const asked of (values.targets ?? 'kubernetes,ecs').split(',')) {
    if (asked !== 'kubernetes' && asked !== 'ecs') return unknown('target', asked, ['kubernetes', 'ecs']);
    targets.push(asked);
  }
  return {
    kind: 'run',
    arguments: {
      command,
      files: named.length > 0 || command === 'explain' ? named : [DEFAULT_FILE],
      check: values.check ?? false,
      env: values.env,
      out: values.out ?? DEFAULT_OUT,
      force: values.force ?? false,
      cache: values['no-cache'] !== true,
      fix: values['fix-unsafe'] === true ? 'unsafe' : values.fix === true ? 'safe' : 'none',
      updateBaseline: values['update-baseline'] ?? false,
      stdinFilename: values['stdin-filename'],
      stats: values.stats ?? false,
      proofs: values.proofs ?? false,
      base: values.base,
      large: values.large ?? false,
      format,
      outputs: outputs.flatMap(output => ('kind' in output ? [] : [output])),
      policies: values.policies ?? [],
      require: values.require ?? [],
      failOn,
      targets,
    },
  };
}

/** `sarif=findings.sarif`; a file name may have any character, an equals sign too. */
function fileOutput(written: string): FileOutput | Usage {
  const [, name = '', file = ''] = /^([^=]*)=?(.*)$/s.exec(written) ?? [];
  const formats = FORMATS.filter(known => known !== 'pretty');
  const format = formats.find(known => known === name);
  if (format === undefined) return unknown('format', name, formats);
  return file === ''
    ? { kind: 'usage', problem: `--output names no file: write --output ${format}=<file>` }
    : { format, file };
}

function tooMany(command: CommandName, named: readonly string[]): string {
  const got = named.map(one => `"${one}"`).join(', ');
  return FILES[command] === 0
    ? `${command} takes no file, and got ${got}`
    : `expected one ${command === 'explain' ? 'id and one file' : 'file'}, and got ${got}`;
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    // parseArgs throws for what the user mistyped, and its first sentence says what.
    const said = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error);
    const written = /'(--?[^']*)'/.exec(said)?.[1] ?? '';
    const near = nearest(written.replace(/^-+/, ''), OPTION_NAMES);
    return { problem: near === undefined || written === `--${near}` ? said : `${said}; did you mean --${near}?` };
  }
}

function unknown(what: string, written: string, known: readonly string[]): Usage {
  const near = nearest(written, known);
  return {
    kind: 'usage',
    problem: `there is no ${what} "${written}"; ${near === undefined ? `expected ${known.join(', ')}` : `did you mean "${near}"?`}`,
  };
}

export type { CommandName, OptionName };
