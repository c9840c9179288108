import { analyse, parse, readSurroundings } from '../src/pipeline.ts';
import type { Analysis, SourceText } from '../src/pipeline.ts';

/** Everything that is found in a text, with the policy files that it names, on a day that stays the same. */
export function analysed(source: SourceText): Analysis {
  const parsed = parse(source);
  return analyse(parsed, { ...readSurroundings(undefined).of(parsed), today: '2026-11-24' });
}
