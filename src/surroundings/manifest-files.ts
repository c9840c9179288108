import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Outcome } from '../model/diagnostic.ts';
import type { Manifests } from '../model/manifest.ts';
import type { SourceText } from '../model/span.ts';
import { fileBeside } from './file-beside.ts';

/** A large chart with its CRDs renders to a quarter of it. */
const MEGABYTES = 4;

/**
 * The rendered manifests at the paths that a configuration names, which are relative to it. `configuration` is its own
 * path; undefined for a text that is in no file, so that nothing is beside it.
 */
export function manifestFiles(configuration: string | undefined, paths: readonly string[]): Manifests {
  return new Map(paths.map(path => [path, manifestFile(configuration, path)]));
}

function manifestFile(configuration: string | undefined, file: string): Outcome<SourceText | undefined> {
  const named = { data: { file } };
  if (configuration === undefined)
    return { value: undefined, diagnostics: [configurationProblem('unreadable-manifest', 'standardInput', named)] };
  return fileBeside(configuration, file, MEGABYTES * 1024 * 1024, {
    notRelative: () => configurationProblem('unreadable-manifest', 'notRelative', named),
    outside: () => configurationProblem('unreadable-manifest', 'outside', named),
    linkToOutside: () => configurationProblem('unreadable-manifest', 'linkToOutside', named),
    missing: () => configurationProblem('unreadable-manifest', 'missing', named),
    noFile: () => configurationProblem('unreadable-manifest', 'noFile', named),
    tooLarge: size =>
      configurationProblem('unreadable-manifest', 'tooLarge', { data: { file, size, most: MEGABYTES } }),
    system: problem => configurationProblem('unreadable-manifest', 'system', { data: { problem } }),
  });
}
