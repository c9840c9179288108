import { parseArgs } from 'node:util';
import { nearest } from '../model/nearest.ts';

export const COMMANDS = ['build', 'lint', 'init', 'schema'] as const;
export type CommandName = (typeof COMMANDS)[number];

export interface Arguments {
  readonly command: CommandName;
  readonly file: string;
  readonly check: boolean;
  readonly env: string | undefined;
  readonly out: string;
  readonly force: boolean;
  readonly format: 'pretty' | 'json';
  readonly failOn: 'error' | 'warning' | 'information';
  readonly targets: readonly ('kubernetes' | 'ecs')[];
  readonly colour: boolean;
}

export type Parsed =
  | { readonly kind: 'run'; readonly arguments: Arguments }
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'usage'; readonly problem: string };

const OPTIONS = {
  check: { type: 'boolean' }, env: { type: 'string' }, out: { type: 'string' }, force: { type: 'boolean' }, format: { type: 'string' },
  'fail-on': { type: 'string' }, targets: { type: 'string' }, 'no-color': { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'V' },
} as const;

export function parseArguments(argv: readonly string[]): Parsed {
  const read = readOptions(argv);
  if ('problem' in read) return { kind: 'usage', problem: read.problem };
  const { values, positionals } = read;
  if (values.version === true) return { kind: 'version' };
  const [name, file = 'pipestream-scaling.yaml', ...rest] = positionals;
  if (values.help === true || name === undefined || name === 'help') return { kind: 'help' };
  const command = COMMANDS.find(known => known === name);
  if (command === undefined) return unknown('command', name, COMMANDS);
  if (rest.length > 0) return { kind: 'usage', problem: `expected one file, and got ${[file, ...rest].map(one => `"${one}"`).join(', ')}` };
  const format = (['pretty', 'json'] as const).find(known => known === (values.format ?? 'pretty'));
  if (format === undefined) return unknown('format', values.format ?? '', ['pretty', 'json']);
  const levels = ['error', 'warning', 'information'] as const;
  const failOn = levels.find(known => known === (values['fail-on'] ?? 'error'));
  if (failOn === undefined) return unknown('level', values['fail-on'] ?? '', levels);
  const targets: ('kubernetes' | 'ecs')[] = [];
  for (const asked of (values.targets ?? 'kubernetes,ecs').split(',')) {
    if (asked !== 'kubernetes' && asked !== 'ecs') return unknown('target', asked, ['kubernetes', 'ecs']);
    targets.push(asked);
  }
  return {
    kind: 'run',
    arguments: {
      command, file, check: values.check ?? false, env: values.env, out: values.out ?? 'out', force: values.force ?? false, format, failOn, targets, colour: values['no-color'] !== true,
    },
  };
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    // parseArgs throws for what the user mistyped, and its first sentence says what.
    const said = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error);
    const written = /'(--?[^']*)'/.exec(said)?.[1] ?? '';
    const near = nearest(written.replace(/^-+/, ''), Object.keys(OPTIONS));
    return { problem: near === undefined ? said : `${said}; did you mean --${near}?` };
  }
}

function unknown(what: string, written: string, known: readonly string[]): Parsed {
  const near = nearest(written, known);
  return { kind: 'usage', problem: `there is no ${what} "${written}"; ${near === undefined ? `expected ${known.join(', ')}` : `did you mean "${near}"?`}` };
}
