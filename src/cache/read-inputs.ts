import { statSync } from 'node:fs';
import { readBaseline } from '../surroundings/baseline-file.ts';
import { manifestFiles } from '../surroundings/manifest-files.ts';
import { policyFiles } from '../surroundings/policy-files.ts';
import { readSource } from '../surroundings/read-source.ts';
import type { SourceText } from '../model/span.ts';
import type { Inputs } from './inputs.ts';

/**
 * Everything that a build of the file reads; undefined where anything of it that a build needs cannot be read.
 * `required` are the files of `--policies`, `named` the policy
 * files and `rendered` the manifests that the configuration names.
 */
export function readInputs(
  file: string,
  {
    required,
    named,
    rendered,
  }: { readonly required: readonly string[]; readonly named: readonly string[]; readonly rendered: readonly string[] },
): Inputs | undefined {
  const source = textIn(file);
  const demanded = required.map(textIn).filter(text => text !== undefined);
  if (source === undefined || demanded.length < required.length) return undefined;
  return {
    source,
    baseline: readBaseline(file),
    required: demanded,
    policyFiles: policyFiles(source.name, named),
    manifests: manifestFiles(file, rendered),
  };
}

/** A pipe is left alone: what is read from it is gone for the build that may have to follow. */
function textIn(file: string): SourceText | undefined {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  return readSource(file, file.replaceAll('\\', '/')).value;
}
