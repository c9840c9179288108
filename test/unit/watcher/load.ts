import { compileFunction } from 'node:vm';
import { handlerCode } from '../../../src/targets/ecs/watcher/index-js.ts';

export interface ServiceState {
  status: string;
  desired: number;
  deploying: boolean;
  changed: number;
}
export interface SourceState {
  wakes: boolean;
  now: boolean;
  busy: boolean;
  known: boolean;
}
export interface Decision {
  to?: number;
  why: string;
}
export interface Handler {
  readonly handler: () => Promise<Record<string, unknown>>;
  readonly decide: (
    state: { service: ServiceState | undefined; sources: SourceState[] },
    config: { wake: number; quiet: number },
    now: number,
  ) => Decision;
}
export interface Environment {
  readonly SCALER: string;
}

/** Runs the emitted text as CommonJS, with the modules, the environment, the clock and the output that it is given. */
export function load(
  require: (name: string) => unknown,
  environment: Environment,
  clock: () => number = () => 0,
  lines: string[] = [],
): Handler {
  const module: { exports: Partial<Handler> } = { exports: {} };
  class Clock extends Date {
    static override now(): number {
      return clock();
    }
  }
  const run = compileFunction(handlerCode().text, ['require', 'module', 'exports', 'process', 'Date']);
  run(
    require,
    module,
    module.exports,
    { env: environment, stdout: { write: (line: string) => lines.push(line) } },
    Clock,
  );
  const { handler, decide } = module.exports;
  if (handler === undefined || decide === undefined) throw new Error('the module exports no handler');
  return { handler, decide };
}
