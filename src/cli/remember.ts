import { writeEntry } from '../cache/entry-file.ts';
import { cacheFolder } from '../cache/folder.ts';
import { keyOf, textsOf } from '../cache/inputs.ts';
import type { Inputs } from '../cache/inputs.ts';
import { printBuild } from '../cache/known-build.ts';
import type { KnownBuild } from '../cache/known-build.ts';
import type { Arguments } from './arguments.ts';
import { entryName } from './cache-entry.ts';
import type { Streams } from './streams.ts';

/** What a build read, found and wrote. */
export interface Finished extends Omit<KnownBuild, 'key' | 'policyFiles' | 'manifests'> {
  readonly inputs: Inputs;
  /** On which suppressions were in force or not. */
  readonly today: string;
}

/** Remembers a build for `buildAgain`. Where it cannot, the next build takes as long as this one, and no more. */
export function remember(
  { inputs, today, ...build }: Finished,
  options: Arguments,
  streams: Streams,
  compiler: string,
): void {
  const folder = cacheFolder(streams.env);
  if (folder === undefined) return;
  const key = keyOf(inputs, options, compiler, today);
  const named = { policyFiles: [...inputs.policyFiles.keys()], manifests: [...inputs.manifests.keys()] };
  const printed = printBuild({ ...build, key, ...named }, textsOf(inputs));
  if (printed !== undefined) writeEntry(folder, entryName(options, compiler), printed);
}
