import type { RequiredPolicies, Surroundings } from '../analysis/surroundings.ts';
import type { Parsed } from '../config/parse.ts';
import { manifestPathsOf } from '../config/manifest-paths.ts';
import { policyPathsOf } from '../config/policy-paths.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { readBaseline } from './baseline-file.ts';
import { manifestFiles } from './manifest-files.ts';
import { policyFiles } from './policy-files.ts';
import { today } from './today.ts';

/** What stands around one configuration. */
export interface Around {
  /** The surroundings of its text as it is now: which policy files there are depends on what it names. */
  readonly of: (source: Parsed) => Surroundings;
  /** What could not be read of what does not depend on the text. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface AroundOptions {
  /** The same file at a base revision, where history is asked about. */
  readonly base?: SourceText | undefined;
  /** False where the findings are to become the baseline. */
  readonly baseline?: boolean;
  /** What the command line requires. */
  readonly required?: RequiredPolicies | undefined;
}

/** Reads what stands around the configuration at a path; undefined for a text that is in no file. */
export function readSurroundings(
  file: string | undefined,
  { base, baseline: wanted = true, required }: AroundOptions = {},
): Around {
  const { value: baseline, diagnostics } =
    file === undefined || !wanted ? { value: undefined, diagnostics: [] } : readBaseline(file);
  // A run has one day, however long it takes.
  const day = today();
  return {
    of: source => ({
      today: day,
      base,
      baseline,
      required,
      policyFiles: policyFiles(source.source.name, policyPathsOf(source)),
      manifests: manifestFiles(file, manifestPathsOf(source)),
    }),
    diagnostics,
  };
}
