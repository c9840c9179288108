import { baselineOf } from '../lint/engine/baseline.ts';
import { proofsSaid } from '../report/proof-lines.ts';
import { budgetsOf } from '../model/budgets.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { screenText } from '../report/screen-text.ts';
import { exceptionsIn, summary } from '../report/summary.ts';
import type { SourceText } from '../model/span.ts';
import type { SuppressedFinding } from '../model/suppressed.ts';
import type { RequiredPolicies } from '../analysis/surroundings.ts';
import { analyse, parse, readSurroundings } from '../pipeline.ts';
import type { Analysis, PlannedEnvironment, Timing } from '../pipeline.ts';
import type { Arguments } from './arguments.ts';
import { baseSource } from '../surroundings/base-revision.ts';
import { baselinePath, baselinePlace } from '../surroundings/baseline-file.ts';
import { filesNamed } from './files.ts';
import { unknownEnvironment } from './environment.ts';
import { timed } from '../analysis/timing.ts';
import type { Around } from '../surroundings/read-surroundings.ts';
import { filesBeside } from '../analysis/files-beside.ts';
import { fixAll } from '../analysis/fix-all.ts';
import { exitCode, report } from './report.ts';
import { requiredBy, unknownRequired } from './required.ts';
import { replaceFile, sourceNamed } from './source.ts';
import { stopwatch } from './stats.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

/** Lints each file that is named; the worst of them decides how it ends. */
export async function lint(options: Arguments, streams: Streams): Promise<ExitCode> {
  const required = requiredBy(options);
  if (required.diagnostics.length > 0) {
    await report({ diagnostics: required.diagnostics, files: [] }, options, streams);
    return EXIT.usage;
  }
  const named = await filesNamed(options.files);
  const watch = options.stats ? stopwatch() : undefined;
  const results = [
    { ...unread(named.diagnostics), failed: named.diagnostics.length > 0 },
    ...named.files.map(file => lintFile(file, { ...options, required: required.value }, streams, watch?.add)),
  ];
  const beside = results.flatMap(({ name, environments }) => (name === undefined ? [] : [{ name, environments }]));
  const diagnostics = [...results.flatMap(result => result.diagnostics), ...filesBeside(beside)];
  const names = results.flatMap(({ name }) => name ?? []);
  const suppressed = results.flatMap(result => result.suppressed);
  const isWritten = await report({ diagnostics, suppressed, files: names }, options, streams);
  if (options.format === 'pretty' && diagnostics.length === 0) streams.err(noProblems(results));
  if (options.proofs)
    streams.err(
      results
        .flatMap(({ environments }) => environments.flatMap(({ name, plan }) => proofsSaid(name, plan)))
        .map(line => `${line}\n`)
        .join(''),
    );
  if (watch !== undefined) streams.err(watch.text());
  return results.some(({ failed }) => failed) || !isWritten ? EXIT.usage : exitCode(diagnostics, options.failOn);
}

/** More are summed up. */
const TOLD_ONE_BY_ONE = 20;

/** Says of each file that nothing was found, or of many files together. */
function noProblems(results: readonly Linted[]): string {
  const read = results.filter(({ name }) => name !== undefined);
  const lines =
    read.length > TOLD_ONE_BY_ONE
      ? [
          [
            `${String(read.length)} files: no problems`,
            exceptionsIn(
              summary(
                [],
                read.flatMap(({ suppressed }) => suppressed),
              ),
            ),
          ],
        ]
      : read.map(({ name = '', environments, suppressed }) => [
          `${screenText(name)}: no problems in ${environments.map(one => one.name).join(', ')}`,
          exceptionsIn(summary([], suppressed)),
        ]);
  return lines.map(said => `${said.filter(part => part !== '').join('; ')}\n`).join('');
}

interface Linted {
  /** What the file is called in findings; undefined where nothing was read. */
  readonly name: string | undefined;
  /** Those that were asked for. */
  readonly environments: readonly PlannedEnvironment[];
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: readonly SuppressedFinding[];
  /** A file could not be read or written. */
  readonly failed: boolean;
}

/** Of a file that could not be looked at. */
function unread(diagnostics: readonly Diagnostic[]): Linted {
  return { name: undefined, environments: [], diagnostics, suppressed: [], failed: true };
}

type Options = Arguments & { readonly required: RequiredPolicies };

function lintFile(file: string, options: Options, streams: Streams, timing: Timing | undefined): Linted {
  const read = sourceNamed(file, options.stdinFilename);
  if (read.value === undefined) return unread(read.diagnostics);
  const place = file === '-' ? options.stdinFilename : file;
  if (options.updateBaseline) return updateBaseline(place, read.value, options, streams);
  const base = baseSource(place ?? '-', options.base, streams.env);
  if (hasErrors(base.diagnostics)) return unread(base.diagnostics);
  const around = readSurroundings(place, { base: base.value, required: options.required });
  if (hasErrors(around.diagnostics)) return unread(around.diagnostics);
  const look = (source: SourceText) => analysed(source, around, options, timing);
  const { source, diagnostics: written } =
    options.fix === 'none'
      ? { source: read.value, diagnostics: [] }
      : mend(file, read.value, options.fix, text => look(text).diagnostics, streams);
  const { environments, diagnostics, suppressed, policyIds } = look(source);
  const unknown = unknownEnvironment(
    options.env,
    environments.map(({ name }) => name),
  );
  if (unknown !== undefined) return unread([unknown]);
  const missing = environments.length === 0 ? [] : unknownRequired(options.require, policyIds);
  if (missing.length > 0) return unread(missing);
  return {
    name: source.name,
    environments: environments.filter(({ name }) => options.env === undefined || name === options.env),
    diagnostics: [
      ...base.diagnostics,
      ...around.diagnostics,
      ...written,
      ...diagnostics.filter(one => concerns(one, options.env)),
    ],
    suppressed: suppressed.filter(({ finding }) => concerns(finding, options.env)),
    failed: written.length > 0,
  };
}

function analysed(source: SourceText, around: Around, { large }: Pick<Arguments, 'large'>, timing?: Timing): Analysis {
  const parsed = timed('parse', timing, () => parse(source, 'configuration', budgetsOf(large)));
  return analyse(parsed, around.of(parsed), timing);
}

function concerns({ environments }: Diagnostic, asked: string | undefined): boolean {
  return asked === undefined || environments === undefined || environments.length === 0 || environments.includes(asked);
}

/** What was mended goes back to the file, or to standard output where the text came from standard input. */
function mend(
  file: string,
  source: SourceText,
  safety: 'safe' | 'unsafe',
  look: Parameters<typeof fixAll>[2],
  streams: Streams,
) {
  const fixed = fixAll(source, safety, look);
  for (const title of fixed.made) streams.err(`${screenText(`${source.name}: ${title}`)}\n`);
  if (file === '-') streams.out(fixed.source.text);
  const diagnostics = file === '-' || fixed.source.text === source.text ? [] : replaceFile(file, fixed.source.text);
  return { source: diagnostics.length === 0 ? fixed.source : source, diagnostics };
}

/**
 * Accepts what the policies find now, but those about history: their findings are gone with the next commit. While the
 * language or the compiler refuses something no policy was asked everywhere, and what was accepted before is kept. What
 * the command line requires is never accepted.
 */
function updateBaseline(place: string | undefined, source: SourceText, options: Options, streams: Streams): Linted {
  const { env, require, required } = options;
  const around = readSurroundings(place, { baseline: false, required });
  const { environments, diagnostics, suppressed, policyIds } = analysed(source, around, options);
  const missing = environments.length === 0 ? [] : unknownRequired(require, policyIds);
  if (missing.length > 0) return unread(missing);
  const demanded = [...require, ...required.policies.map(({ id }) => id)];
  const acceptable = new Set(policyIds.filter(id => !demanded.includes(id)));
  const accepted = diagnostics.filter(({ id }) => acceptable.has(id));
  const refused = diagnostics.filter(({ id }) => !acceptable.has(id));
  const path = baselinePath(place ?? '');
  const blocking = refused.filter(({ id }) => !policyIds.includes(id));
  const unwritten = hasErrors(blocking) ? [] : writeBaseline(path, baselineOf(accepted));
  streams.err(
    hasErrors(blocking) || unwritten.length > 0
      ? `${screenText(path)}: left as it is\n`
      : `${screenText(path)}: ${String(accepted.length)} ${accepted.length === 1 ? 'finding' : 'findings'} accepted\n`,
  );
  return {
    name: source.name,
    environments,
    diagnostics: [...unwritten, ...refused.filter(one => concerns(one, env))],
    suppressed,
    failed: unwritten.length > 0,
  };
}

function writeBaseline(path: string, text: string): readonly Diagnostic[] {
  const place = baselinePlace(path);
  return typeof place === 'string' ? replaceFile(path, text) : [place];
}
