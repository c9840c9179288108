import { policyPageUrl } from '../model/pages.ts';
import type { Inspector } from '../lsp/inspection.ts';
import { serve } from '../lsp/server.ts';
import { decodeSource } from '../surroundings/read-source.ts';
import type { SourceText } from '../model/span.ts';
import { sourceText } from '../source/source-text.ts';
import { POLICIES } from '../../policies/index.ts';
import { version } from '../../package.json';
import { baseSource } from '../surroundings/base-revision.ts';
import { readSurroundings } from '../surroundings/read-surroundings.ts';
import { analyse, parse } from '../pipeline.ts';
import { fixAll } from '../analysis/fix-all.ts';
import type { ExitCode, Streams } from './streams.ts';

/** Serves an editor until it ends the connection, which ends the process: the promise is never kept. */
export function lsp(streams: Streams): Promise<ExitCode> {
  // Standard output is the protocol's alone; what a library may say goes where people look.
  globalThis.console = new console.Console(process.stderr);
  serve(inspector(streams), version, process.stdin, process.stdout);
  return new Promise<ExitCode>(() => undefined);
}

function inspector({ env }: Streams): Inspector {
  /** What `lint` finds in the file, with what stands beside it and what it was at HEAD, both read once. */
  const looking = (place: string | undefined) => {
    const base = place === undefined ? { value: undefined, diagnostics: [] } : baseSource(place, undefined, env);
    const around = readSurroundings(place, { base: base.value });
    return (source: SourceText) => {
      const parsed = parse(source);
      const found = analyse(parsed, around.of(parsed));
      return { ...found, diagnostics: [...base.diagnostics, ...around.diagnostics, ...found.diagnostics] };
    };
  };
  return {
    inspect: (text, place) => {
      const name = place ?? 'untitled';
      const read = decodeSource(name, Buffer.from(text));
      if (read.value === undefined)
        return { source: sourceText(name, text), environments: [], diagnostics: read.diagnostics, policyIds: [] };
      return { source: read.value, ...looking(place)(read.value) };
    },
    mend: (text, place) => {
      const look = looking(place);
      return fixAll(sourceText(place ?? 'untitled', text), 'safe', source => look(source).diagnostics).source.text;
    },
    policies: POLICIES.map(({ id, summary }) => ({ id, summary, link: policyPageUrl(id) })),
  };
}
