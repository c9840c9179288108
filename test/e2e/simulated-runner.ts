import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

const root = join(import.meta.dirname, '../..');

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}
export interface Action {
  readonly runs: { readonly steps: readonly Step[] };
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
}

export const ACTION: Action = Object(load(readFileSync(join(root, 'action.yml'), 'utf8')));

export interface Ran {
  /** Of the last step that ran; a step that fails ends the action. */
  readonly status: number | null;
  /** What a runner shows: both streams of every step. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names of the steps that ran, those that only upload too. */
  readonly steps: readonly string[];
  /** Workflow commands that a runner would obey. */
  readonly commands: readonly string[];
}

/**
 * Runs the steps of action.yml as a runner does, from the one after Install, in a folder with the inputs of a caller.
 * `node` is what Install would have found.
 */
export function runAction(
  folder: string,
  inputs: Readonly<Record<string, string>>,
  { node = process.execPath, env = {} }: { node?: string; env?: Readonly<Record<string, string>> } = {},
): Ran {
  const given = Object.fromEntries(Object.entries(ACTION.inputs).map(([name, input]) => [name, input.default]));
  const context = new Map(Object.entries({ ...given, ...inputs }).map(([name, value]) => [`inputs.${name}`, value]));
  context.set('steps.install.outputs.node', node);
  const outputs: Record<string, Record<string, string>> = {};
  const steps: string[] = [];
  let log = '';
  let status: number | null = 0;
  for (const step of ACTION.runs.steps.slice(1)) {
    if (!holds(step.if, context)) continue;
    steps.push(step.name ?? '');
    if (step.run === undefined) continue;
    const file = join(folder, 'github-output');
    rmSync(file, { force: true });
    const filled = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluated(value, context)]),
    );
    const done = runScript(step.run, folder, { ...filled, GITHUB_OUTPUT: file, ...env });
    log += done.log;
    status = done.status;
    const id = step.id ?? '';
    outputs[id] = outputsIn(file);
    for (const [name, value] of Object.entries(outputs[id])) context.set(`steps.${id}.outputs.${name}`, value);
    if (status !== 0) break;
  }
  return { status, log, outputs, steps, commands: obeyed(log) };
}

/** The shell of a step, with standard error where a runner reads it too. */
export function runScript(script: string, folder: string, env: Readonly<Record<string, string>>) {
  const { status, stdout } = spawnSync(
    'bash',
    ['-c', 'exec 2>&1; exec bash --noprofile --norc -eo pipefail -c "$1"', 'bash', script],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        GITHUB_ACTION_PATH: root,
        RUNNER_TEMP: folder,
        GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
        GITHUB_ENV: join(folder, 'github-env'),
        GITHUB_PATH: join(folder, 'github-path'),
        GITHUB_BASE_REF: '',
        CI: '',
        ...env,
      },
    },
  );
  return { status, log: stdout };
}

export function outputsIn(file: string): Record<string, string> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return Object.fromEntries(
    text
      .split('\n')
      .filter(line => line.includes('='))
      .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

type Values = ReadonlyMap<string, string>;

/** `${{ inputs.files }}`; what has no value is empty. */
function evaluated(text: string, context: Values): string {
  return text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_whole, name: string) => context.get(name) ?? '');
}

/** Conditions of comparisons with texts, joined by && and ||. */
function holds(condition: string | undefined, context: Values): boolean {
  if (condition === undefined) return true;
  const compared = condition
    .replace(/^\$\{\{(.*)\}\}$/s, '$1')
    .replace(/([\w.-]+)\s*(==|!=)\s*'([^']*)'/g, (_whole, name: string, operator: string, text: string) =>
      String((context.get(name) === text) === (operator === '==')),
    );
  if (!/^[\s()&|]*(?:(?:true|false)[\s()&|]*)+$/.test(compared)) throw new Error(`cannot evaluate ${condition}`);
  return compared
    .replace(/\(([^()]*)\)/g, (_whole, inner: string) => String(isTrue(inner)))
    .split('||')
    .some(isTrue);
}

function isTrue(condition: string): boolean {
  return condition.split('||').some(some => some.split('&&').every(part => part.trim() === 'true'));
}

/** As actions/runner reads a log: blanks before a command count for nothing, and `##[` may stand anywhere in a line. */
function obeyed(log: string): readonly string[] {
  const commands: string[] = [];
  let token: string | undefined;
  for (const line of log.split(/\r?\n/)) {
    const command = /^\s*::([^\s:]+)(.*)$/.exec(line)?.[1] ?? /##\[([^\]\s]+)/.exec(line)?.[1];
    if (token !== undefined) {
      if (command === token) token = undefined;
    } else if (command === 'stop-commands') token = /::stop-commands::(.*)$/.exec(line)?.[1];
    else if (command !== undefined) commands.push(line.trim());
  }
  if (token !== undefined) throw new Error('commands were stopped and never resumed');
  return commands;
}
