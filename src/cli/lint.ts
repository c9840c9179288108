import { baselineOf } from '../lint/baseline.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Arguments } from './arguments.ts';
import { baseSource } from './base.ts';
import { baselinePath, readBeside } from './beside.ts';
import { filesNamed } from './files.ts';
import { findings } from './findings.ts';
import type { FindingsOptions } from './findings.ts';
import { fixAll } from './fix.ts';
import { exitCode, report } from './report.ts';
import { replaceFile, sourceNamed } from './source.ts';
import { stopwatch } from './stats.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

/** Lints each file that is named; the worst of them decides how it ends. */
export async function lint(options: Arguments, streams: Streams): Promise<ExitCode> {
  const named = await filesNamed(options.files);
  const watch = options.stats ? stopwatch() : undefined;
  const results = [{ diagnostics: named.diagnostics, unreadable: named.diagnostics.length > 0, name: undefined, environments: [] }, ...named.files.map(file => lintFile(file, options, streams, watch?.add))];
  const diagnostics = results.flatMap(result => result.diagnostics);
  const names = results.flatMap(({ name }) => name ?? []);
  await report(diagnostics, names, options, streams);
  if (options.format === 'pretty' && diagnostics.length === 0) {
    for (const { name, environments } of results) if (name !== undefined) streams.err(`${name}: no problems in ${environments.join(', ')}\n`);
  }
  if (watch !== undefined) streams.err(watch.text());
  return results.some(({ unreadable }) => unreadable) ? EXIT.usage : exitCode(diagnostics, options.failOn);
}

interface Linted {
  /** What the file is called in findings; undefined where nothing was read. */
  readonly name: string | undefined;
  readonly environments: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly unreadable: boolean;
}

function lintFile(file: string, options: Arguments, streams: Streams, timing: FindingsOptions['timing']): Linted {
  const read = sourceNamed(file, options.stdinFilename);
  if (read.value === undefined) return { name: undefined, environments: [], diagnostics: read.diagnostics, unreadable: true };
  const place = file === '-' ? options.stdinFilename : file;
  const base = baseSource(place ?? '-', options.base, streams.env);
  if (hasErrors(base.diagnostics)) return { name: undefined, environments: [], diagnostics: base.diagnostics, unreadable: true };
  const { diagnostics: beside, ...inputs } = place === undefined ? { diagnostics: [] } : readBeside(place);
  const look = (source: typeof read.value) => findings(source, { ...inputs, base: base.value, timing });
  if (options.updateBaseline) return updateBaseline(place, read.value, options);
  const { source, diagnostics: written } = options.fix === 'none' ? { source: read.value, diagnostics: [] } : mend(file, read.value, options.fix, text => look(text).diagnostics, streams);
  const { environments, diagnostics } = look(source);
  return {
    name: source.name,
    environments: environments.map(({ name }) => name),
    diagnostics: [...base.diagnostics, ...beside, ...written, ...diagnostics.filter(one => concerns(one, options.env))],
    unreadable: false,
  };
}

function concerns({ environments }: Diagnostic, asked: string | undefined): boolean {
  return asked === undefined || environments === undefined || environments.length === 0 || environments.includes(asked);
}

/** What was mended goes back to the file, or to standard output where the text came from standard input. */
function mend(file: string, source: Parameters<typeof fixAll>[0], safety: 'safe' | 'unsafe', look: Parameters<typeof fixAll>[2], streams: Streams) {
  const fixed = fixAll(source, safety, look);
  for (const title of fixed.made) streams.err(`${source.name}: ${title}\n`);
  if (file === '-') streams.out(fixed.source.text);
  const diagnostics = file === '-' || fixed.source.text === source.text ? [] : replaceFile(file, fixed.source.text);
  return { source: diagnostics.length === 0 ? fixed.source : source, diagnostics };
}

/** Accepts what the policies find now. What the language refuses cannot be accepted, and is reported. */
function updateBaseline(place: string | undefined, source: Parameters<typeof fixAll>[0], { env }: Arguments): Linted {
  const { environments, diagnostics, policyIds } = findings(source);
  const acceptable = new Set(policyIds);
  const path = baselinePath(place ?? '');
  return {
    name: source.name,
    environments: environments.map(({ name }) => name),
    diagnostics: [...replaceFile(path, baselineOf(diagnostics, acceptable)), ...diagnostics.filter(one => !acceptable.has(one.id) && concerns(one, env))],
    unreadable: false,
  };
}
