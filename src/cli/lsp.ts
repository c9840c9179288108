import { fstatSync } from 'node:fs';
import { policyPageUrl } from '../model/pages.ts';
import type { Inspector } from '../lsp/inspection.ts';
import { serve } from '../lsp/server.ts';
import { configurationProblem } from '../model/catalogue/configuration.ts';
import { codeOf } from '../surroundings/streams.ts';
import { decodeSource, unreadable } from '../surroundings/read-source.ts';
import { pretty } from '../report/pretty.ts';
import type { SourceText } from '../model/span.ts';
import { sourceText } from '../source/source-text.ts';
import { POLICIES } from '../../policies/index.ts';
import { version } from '../../package.json';
import { baseSource } from '../surroundings/base-revision.ts';
import { readSurroundings } from '../surroundings/read-surroundings.ts';
import { analyse, parse } from '../pipeline.ts';
import { fixAll } from '../analysis/fix-all.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';
import { sayUnwritten } from './unwritten.ts';

/** Serves an editor until it is gone: 0 after a shutdown, and 1 without. */
export async function lsp(streams: Streams): Promise<ExitCode> {
  // Node takes a folder for a stream that is at its end.
  if (fstatSync(0).isDirectory()) {
    streams.err(pretty([configurationProblem('unreadable-file', 'folder', { data: { file: '<stdin>' } })], streams));
    return EXIT.usage;
  }
  // Standard output is the protocol's alone; what a library may say goes where people look.
  globalThis.console = new console.Console(process.stderr);
  const { hasShutDown, failed } = await serve(inspector(streams), version, process.stdin, process.stdout);
  if (failed?.stream === 'input') {
    streams.err(pretty([unreadable('<stdin>', failed.error)], streams));
    return EXIT.usage;
  }
  if (failed !== undefined && codeOf(failed.error) !== 'EPIPE') {
    sayUnwritten({ descriptor: 1, cause: failed.error }, streams);
    return EXIT.usage;
  }
  return hasShutDown ? EXIT.clean : EXIT.findings;
}

function inspector({ env }: Streams): Inspector {
  /** What `lint` finds in the file, with what stands beside it and what it was at HEAD, both read once. */
  const looking = (place: string | undefined) => {
    const base = place === undefined ? { value: undefined, diagnostics: [] } : baseSource(place, undefined, env);
    const around = readSurroundings(place, { base: base.value });
    return (source: SourceText) => {
      const parsed = parse(source);
      const found = analyse(parsed, around.of(parsed));
      return {
        ...found,
        tree: parsed.value,
        diagnostics: [...base.diagnostics, ...around.diagnostics, ...found.diagnostics],
      };
    };
  };
  return {
    inspect: (text, place) => {
      const name = place ?? 'untitled';
      const read = decodeSource(name, Buffer.from(text));
      if (read.value === undefined)
        return {
          source: sourceText(name, text),
          tree: undefined,
          environments: [],
          diagnostics: read.diagnostics,
          policyIds: [],
        };
      return { source: read.value, ...looking(place)(read.value) };
    },
    mend: (text, place) => {
      const look = looking(place);
      return fixAll(sourceText(place ?? 'untitled', text), 'safe', source => look(source).diagnostics).source.text;
    },
    policies: POLICIES.map(({ id, summary }) => ({ id, summary, link: policyPageUrl(id) })),
  };
}
