import { readEntry } from '../cache/entry-file.ts';
import { cacheFolder } from '../cache/folder.ts';
import { keyOf, textsOf } from '../cache/inputs.ts';
import { parseBuild } from '../cache/known-build.ts';
import { readInputs } from '../cache/read-inputs.ts';
import { filesAsRecorded } from '../output/as-recorded.ts';
import { today } from '../surroundings/today.ts';
import type { Arguments } from './arguments.ts';
import { entryName } from './cache-entry.ts';
import { exitCode } from './report.ts';
import { sayBuilt, writtenLine } from './say-built.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

export { bundledCompiler } from '../cache/compiler.ts';

/**
 * Says again what an earlier build said, where everything that it read and everything that it wrote is as it was;
 * undefined for anything else, and then nothing has been said.
 */
export async function buildAgain(
  options: Arguments,
  streams: Streams,
  compiler: string | undefined,
): Promise<ExitCode | undefined> {
  const {
    files: [file = '-'],
    out,
    policies,
  } = options;
  const folder = cacheFolder(streams.env);
  if (folder === undefined || compiler === undefined) return undefined;
  const known = parseBuild(readEntry(folder, entryName(options, compiler)) ?? '');
  if (known === undefined) return undefined;
  const inputs = readInputs(file, {
    required: policies,
    named: known.policyFiles,
    rendered: known.manifests,
  });
  if (inputs === undefined || keyOf(inputs, options, compiler, today()) !== known.key) return undefined;
  const found = known.findingsIn(textsOf(inputs));
  if (found === undefined) return undefined;
  const unchanged = filesAsRecorded(out, known.environments, known.configured);
  if (unchanged === undefined) return undefined;
  const isWritten = await sayBuilt(
    { ...found, files: [inputs.source.name] },
    { summaries: known.summaries, outcome: writtenLine(out, 0, unchanged, 0) },
    options,
    streams,
  );
  return isWritten ? exitCode(found.diagnostics, 'error') : EXIT.usage;
}
