import { analyse, parse, readSurroundings } from '../src/pipeline.ts';
import type { Analysis, Manifests, SourceText } from '../src/pipeline.ts';

/** Everything that is found in a text, with the files that it names, on a day that stays the same. */
export function analysed(source: SourceText): Analysis {
  const parsed = parse(source);
  const around = readSurroundings(source.name, { baseline: false });
  return analyse(parsed, { ...around.of(parsed), today: '2026-11-24' });
}

/** The rendered manifests that a text names, read beside it. */
export function manifestsOf(source: SourceText): Manifests {
  return readSurroundings(source.name, { baseline: false }).of(parse(source)).manifests ?? new Map();
}
