import { organisationPolicies } from '../config/organisation.ts';
import { parse } from '../config/parse.ts';
import { policyPathsOf } from '../config/policy-paths.ts';
import type { Outcome } from '../model/diagnostic.ts';
import type { OrganisationPolicy } from '../model/organisation.ts';
import type { SourceText } from '../model/span.ts';
import { policyFiles } from './policy-files.ts';

/** The organisation's own policies that a configuration names, in any of its environments. */
export function ownPolicies(configuration: SourceText): Outcome<readonly OrganisationPolicy[]> {
  const parsed = parse(configuration);
  const read = [...policyFiles(configuration.name, policyPathsOf(parsed)).values()].map(file => {
    const policies = file.value === undefined ? undefined : organisationPolicies(file.value);
    return {
      policies: policies?.value ?? [],
      diagnostics: [...file.diagnostics, ...(policies?.diagnostics ?? [])],
    };
  });
  return {
    value: read.flatMap(({ policies }) => policies),
    diagnostics: [...parsed.diagnostics, ...read.flatMap(({ diagnostics }) => diagnostics)],
  };
}
