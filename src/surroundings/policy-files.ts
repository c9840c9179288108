import type { PolicyFiles } from '../analysis/surroundings.ts';
import { organisationProblem } from '../model/catalogue/organisation.ts';
import type { Outcome } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { fileBeside } from './file-beside.ts';

/** 500 policies with long explanations take a quarter of it. */
const LARGEST_POLICY_FILE = 1024 * 1024;

/**
 * The files at the paths that a configuration names, which are relative to it; `configuration` is its own path. What is
 * wrong with a path is said without a place: the configuration has that.
 */
export function policyFiles(configuration: string, paths: readonly string[]): PolicyFiles {
  return new Map(paths.map(path => [path, policyFile(configuration, path)]));
}

function policyFile(configuration: string, file: string): Outcome<SourceText | undefined> {
  const named = { data: { file } };
  return fileBeside(configuration, file, LARGEST_POLICY_FILE, {
    notRelative: () => organisationProblem('policy-file-path', 'notRelative', named),
    outside: () => organisationProblem('policy-file-path', 'outside', named),
    linkToOutside: () => organisationProblem('policy-file-path', 'linkToOutside', named),
    missing: () => organisationProblem('policy-file-unreadable', 'missing', named),
    noFile: () => organisationProblem('policy-file-unreadable', 'noFile', named),
    tooLarge: size => organisationProblem('policy-file-too-large', 'size', { data: { file, size } }),
    system: problem => organisationProblem('policy-file-unreadable', 'system', { data: { problem } }),
  });
}
