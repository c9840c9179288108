import { parseArguments } from './cli/arguments.ts';
import type { Arguments, CommandName } from './cli/arguments.ts';
import { EXIT } from './cli/streams.ts';
import type { ExitCode, Streams } from './cli/streams.ts';
import { StreamFailure, terminalWidth, writeAll } from './cli/terminal.ts';
import { usage } from './cli/usage.ts';
import { usesCache } from './cli/uses-cache.ts';
import { wantsColour } from './report/colour.ts';
import { logText } from './report/log-text.ts';
import { screenText } from './report/screen-text.ts';
import { version } from '../package.json';

/** Each command is loaded only when it runs: lint needs no emitter, and help needs nothing. */
const COMMANDS: Readonly<Record<CommandName, (options: Arguments, streams: Streams) => Promise<ExitCode>>> = {
  build: async (options, streams) => {
    if (!usesCache(options, streams)) return (await import('./cli/build.ts')).build(options, streams);
    const { buildAgain, bundledCompiler } = await import('./cli/build-again.ts');
    // Looked at before the emitters are loaded, which is only where there is something to emit.
    const compiler = bundledCompiler();
    const said = await buildAgain(options, streams, compiler);
    return said ?? (await import('./cli/build.ts')).build(options, streams, compiler);
  },
  lint: async (options, streams) => (await import('./cli/lint.ts')).lint(options, streams),
  explain: async (options, streams) => (await import('./cli/explain.ts')).explain(options, streams),
  init: async (options, streams) => (await import('./cli/init.ts')).init(options, streams),
  schema: async (_options, streams) => (await import('./cli/schema.ts')).schema(streams),
  lsp: async (_options, streams) => (await import('./cli/lsp.ts')).lsp(streams),
};

const width = terminalWidth();
const colour = wantsColour({ isTTY: width !== undefined, env: process.env }) && !process.argv.includes('--no-color');
const streams: Streams = {
  out: text => {
    writeAll(1, text);
  },
  err: text => {
    writeAll(2, logText(text, colour));
  },
  colour,
  width: Math.max(40, width ?? 80),
  env: process.env,
};

async function main(): Promise<ExitCode> {
  const parsed = parseArguments(process.argv.slice(2));
  switch (parsed.kind) {
    case 'help':
      streams.out(usage(parsed.command));
      return EXIT.clean;
    case 'version':
      streams.out(`${version}\n`);
      return EXIT.clean;
    case 'usage':
      streams.err(`pipestream-scaling: ${screenText(parsed.problem)}\nSee pipestream-scaling --help\n`);
      return EXIT.usage;
    case 'run':
      return COMMANDS[parsed.arguments.command](parsed.arguments, streams);
  }
}

/** Says why a command ended early. Where standard error takes nothing either, the exit code alone says it. */
async function failed(error: unknown): Promise<ExitCode> {
  const isLost = error instanceof StreamFailure;
  try {
    if (isLost) (await import('./cli/unwritten.ts')).sayUnwritten(error, streams);
    else
      streams.err(
        `pipestream-scaling: this is a bug, please report it with the file that led to it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
  } catch (again) {
    if (!(again instanceof StreamFailure)) throw again;
  }
  return isLost ? EXIT.usage : EXIT.bug;
}

void main()
  .catch(failed)
  .then(code => {
    // Everything is written by now; waiting for an empty event loop would only cost time.
    process.exit(code);
  });
