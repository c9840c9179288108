import type { RequiredPolicies } from '../analysis/surroundings.ts';
import { organisationPolicies } from '../config/organisation.ts';
import { linterProblem } from '../model/catalogue/linter.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import { nearest } from '../model/nearest.ts';
import type { SourceText } from '../model/span.ts';
import { readSource } from '../surroundings/read-source.ts';
import type { Arguments } from './arguments.ts';

/**
 * What `--policies` and `--require` demand. Their files may be anywhere: whoever calls the program is trusted, and a
 * configuration is not. With a diagnostic nothing can be said of any configuration.
 */
export function requiredBy({ policies, require }: Pick<Arguments, 'policies' | 'require'>): Outcome<Required> {
  const read = policies.map(file => {
    const { value, diagnostics } = readSource(file, file.replaceAll('\\', '/'));
    return value === undefined
      ? { value: [], diagnostics, text: undefined }
      : { ...organisationPolicies(value), text: value };
  });
  return {
    value: {
      policies: read.flatMap(({ value }) => value),
      ids: require,
      texts: read.flatMap(({ text }) => text ?? []),
    },
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** With the texts of its files. */
interface Required extends RequiredPolicies {
  readonly texts: readonly SourceText[];
}

/**
 * What to say of a policy that is required and does not exist, so that a misspelled one cannot pass for one that
 * holds; `known` are the policies that there are for a configuration.
 */
export function unknownRequired(require: readonly string[], known: readonly string[]): readonly Diagnostic[] {
  return require
    .filter(id => !known.includes(id))
    .map(id => {
      const meant = nearest(id, known);
      return meant === undefined
        ? linterProblem('unknown-policy', 'required', { data: { policy: id } })
        : linterProblem('unknown-policy', 'requiredSimilar', { data: { policy: id, meant } });
    });
}
