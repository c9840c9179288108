import { analyse, compare, emitText, parse, readSurroundings, write } from '../pipeline.ts';
import type { Analysis, Emission, PrintedEnvironment, Surroundings } from '../pipeline.ts';
import type { RecordedEnvironment } from '../output/as-recorded.ts';
import { budgetsOf } from '../model/budgets.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { recover } from '../output/recover.ts';
import type { SourceText } from '../model/span.ts';
import type { Around } from '../surroundings/read-surroundings.ts';
import type { Arguments } from './arguments.ts';
import { buildCommand } from './command-line.ts';
import { unknownEnvironment } from './environment.ts';
import { remember } from './remember.ts';
import { exitCode, report } from './report.ts';
import { requiredBy, unknownRequired } from './required.ts';
import type { PoolPlan } from '../model/plan.ts';
import { TARGET_LABEL } from '../model/targets.ts';
import { proofsOf } from '../proof/prove.ts';
import { sleepersOf } from '../proof/sleepers.ts';
import type { Sleeper } from '../proof/sleepers.ts';
import { screenText } from '../report/screen-text.ts';
import { shortly } from '../proof/words.ts';
import { counted, sayBuilt, writtenLine } from './say-built.ts';
import { sourceNamed } from './source.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

/** `compiler` stands for this program; without it the build is not remembered. */
export async function build(options: Arguments, streams: Streams, compiler?: string): Promise<ExitCode> {
  const required = requiredBy(options);
  if (required.diagnostics.length > 0) {
    await report({ diagnostics: required.diagnostics, files: [] }, options, streams);
    return EXIT.usage;
  }
  const [file = '-'] = options.files;
  const source = sourceNamed(file);
  if (source.value === undefined) {
    await report({ diagnostics: source.diagnostics, files: [] }, options, streams);
    return EXIT.usage;
  }
  const looked = [source.value.name];
  // What was there before is for lint to compare with: whether something builds depends on the source alone.
  const around = readSurroundings(file === '-' ? undefined : file, { required: required.value });
  if (hasErrors(around.diagnostics)) {
    await report({ diagnostics: around.diagnostics, files: [] }, options, streams);
    return EXIT.usage;
  }
  const { found, surroundings } = analysed(source.value, around, options);
  const names = found.environments.map(({ name }) => name);
  const unknown = unknownEnvironment(options.env, names);
  if (unknown !== undefined) {
    streams.err(`${screenText(unknown.message)}\n`);
    return EXIT.usage;
  }
  const missing = names.length === 0 ? [] : unknownRequired(options.require, found.policyIds);
  if (missing.length > 0) {
    await report({ diagnostics: missing, files: [] }, options, streams);
    return EXIT.usage;
  }
  const reported = { suppressed: found.suppressed, files: looked };
  const before = [...around.diagnostics, ...found.diagnostics];
  const nothing = async (diagnostics: readonly Diagnostic[]): Promise<ExitCode> => {
    const isWritten = await report({ ...reported, diagnostics }, options, streams);
    if (options.format === 'pretty') streams.err('nothing was written\n');
    return isWritten ? EXIT.findings : EXIT.usage;
  };
  if (hasErrors(before)) return nothing(before);
  const emission = emitText(found.environments);
  const wanted = emission.environments.filter(({ name }) => options.env === undefined || name === options.env);
  const recovered = options.check ? [] : recover(options.out).diagnostics;
  const done = options.check ? checked(wanted, names, options) : written(wanted, names, emission, options);
  const emitted = emission.diagnostics();
  if (hasErrors(emitted)) return nothing([...before, ...emitted, ...recovered]);
  const diagnostics = [...before, ...emitted, ...recovered, ...done.diagnostics];
  const summaries = wanted.map(one => summary(one, emission.fileCount(one.name))).join('');
  const isWritten = await sayBuilt({ ...reported, diagnostics }, { summaries, outcome: done.said }, options, streams);
  if (compiler !== undefined && done.recorded !== undefined && !hasErrors(done.diagnostics))
    remember(
      {
        inputs: {
          source: source.value,
          baseline: { value: surroundings.baseline, diagnostics: around.diagnostics },
          required: required.value.texts,
          policyFiles: surroundings.policyFiles ?? new Map(),
          manifests: surroundings.manifests ?? new Map(),
        },
        today: surroundings.today,
        environments: done.recorded,
        configured: names,
        summaries,
        findings: { diagnostics: [...before, ...emitted], suppressed: found.suppressed },
      },
      options,
      streams,
      compiler,
    );
  // A folder that cannot be read or written is no finding in the file.
  return !isWritten ||
    done.diagnostics.some(
      ({ id, severity }) => (id === 'output-unwritable' || id === 'output-unreadable') && severity === 'error',
    )
    ? EXIT.usage
    : exitCode(diagnostics, 'error');
}

/** The tree of the text is let go with this call, before anything is emitted. */
function analysed(
  source: SourceText,
  around: Around,
  { large }: Pick<Arguments, 'large'>,
): { readonly found: Analysis; readonly surroundings: Surroundings } {
  const parsed = parse(source, 'configuration', budgetsOf(large));
  const surroundings = around.of(parsed);
  return { found: analyse(parsed, surroundings), surroundings };
}

interface Done {
  readonly diagnostics: readonly Diagnostic[];
  readonly said: string;
  /** Undefined where nothing is known of the output. */
  readonly recorded?: readonly RecordedEnvironment[];
}

function written(
  wanted: readonly PrintedEnvironment[],
  configured: readonly string[],
  emission: Emission,
  { out, force }: Arguments,
): Done {
  const isRefused = (): boolean => hasErrors(emission.diagnostics());
  let recorded: readonly RecordedEnvironment[] = [];
  const { value, diagnostics } = write(out, wanted, {
    force,
    configured,
    isRefused,
    recorded: environments => {
      recorded = environments;
    },
  });
  const said = hasErrors(diagnostics)
    ? 'nothing was written'
    : writtenLine(out, value.written.length, value.unchanged, value.pruned.length);
  return { diagnostics, said, recorded };
}

function checked(wanted: readonly PrintedEnvironment[], configured: readonly string[], options: Arguments): Done {
  const { out } = options;
  const command = buildCommand(options);
  const diagnostics = compare(out, wanted, configured, { command });
  return {
    diagnostics,
    said:
      diagnostics.length === 0
        ? `${out}/ is what the source compiles to`
        : `${out}/ is not what the source compiles to; run: ${command}`,
  };
}

function summary({ name, plan }: PrintedEnvironment, files: number): string {
  // A system of thousands is summed up; a few are told one by one.
  const shown = (plan.pools.length > 20 ? [] : plan.pools).map(
    planned =>
      [
        planned.pool.name.plain,
        replicasOf(planned),
        planned.signals.map(signal => signal.name).join(' ') || 'no signals',
        promisedLines(sleepersOf(proofsOf(plan, planned))),
      ] as const,
  );
  const width = Math.max(...shown.map(([pool]) => pool.length), 0);
  return [
    `${name}: ${counted(plan.pools.length, 'pool')}, ${counted(files, 'file')}, ${counted(plan.losses.length, 'loss', 'losses')} (see REPORT.md)\n`,
    ...shown.flatMap(([pool, replicas, signals, promised]) => [
      `  ${pool.padEnd(width)}  ${replicas.padEnd(8)}  ${signals}\n`,
      ...promised.map(line => `  ${' '.repeat(width + 12)}${line}\n`),
    ]),
  ].join('');
}

function replicasOf({ hold, still, bounds: { min, max } }: PoolPlan): string {
  if (hold !== undefined) return `${String(hold.plain)} held`;
  return still ? String(min.plain) : `${String(min.plain)}..${String(max.plain)}`;
}

/** How a pool at zero wakes and returns, a line for each platform where they differ. */
function promisedLines(sleepers: readonly Sleeper[]): readonly string[] {
  const said = sleepers.map(sleeper => ({ target: TARGET_LABEL[sleeper.target], line: shortly(sleeper) ?? '' }));
  const [first] = said;
  if (first === undefined) return [];
  return said.every(({ line }) => line === first.line)
    ? [first.line]
    : said.map(({ target, line }) => `${target}: ${line}`);
}
