import { organisationPolicies } from '../config/organisation.ts';
import type { AskedPolicy } from '../lint/organisation/run.ts';
import { organisationProblem } from '../model/catalogue/organisation.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { OrganisationPolicy } from '../model/organisation.ts';
import { writtenAt } from '../model/sourced.ts';
import type { Sourced } from '../model/sourced.ts';
import type { SourceText } from '../model/span.ts';
import type { PlannedEnvironment } from './plan-environments.ts';
import type { PolicyFiles, RequiredPolicies } from './surroundings.ts';

/**
 * The organisation's own policies: those that the command line requires, of every environment, and those that a
 * configuration names, each with the environments that name its file. Where both have an id, the command line's is
 * meant. `taken` are ids that mean something already, and `ids` are required too.
 */
export function askedPolicies(
  environments: readonly PlannedEnvironment[],
  files: PolicyFiles,
  taken: ReadonlySet<string>,
  { policies: required, ids }: RequiredPolicies,
): Outcome<readonly AskedPolicy[]> {
  const diagnostics: Diagnostic[] = [];
  const asked = new Map<string, AskedPolicy>();
  const all = environments.map(({ name }) => name);
  const ask = (policy: OrganisationPolicy, names: readonly string[], byCommandLine: boolean): void => {
    const isRequired = byCommandLine || ids.includes(policy.id);
    const first = asked.get(policy.id);
    const place = { data: { policy: policy.id }, span: policy.at };
    if (taken.has(policy.id)) diagnostics.push(organisationProblem('policy-id-taken', 'builtIn', place));
    else if (first === undefined) asked.set(policy.id, { policy, environments: isRequired ? all : names, isRequired });
    else if (byCommandLine || !required.includes(first.policy)) {
      const related = [{ message: 'the first one', span: first.policy.at }];
      diagnostics.push(organisationProblem('duplicate-policy', 'twice', { ...place, related }));
    }
  };
  for (const policy of required) ask(policy, all, true);
  for (const named of namedFiles(environments)) {
    const file = fileOf(named, files);
    const policies = file.value === undefined ? undefined : organisationPolicies(file.value);
    diagnostics.push(...file.diagnostics, ...(policies?.diagnostics ?? []));
    for (const policy of policies?.value ?? []) ask(policy, named.environments, false);
  }
  return { value: [...asked.values()], diagnostics };
}

interface NamedFile {
  readonly written: Sourced<string>;
  /** In the list of the configuration. */
  readonly index: number;
  readonly environments: readonly string[];
}

/** Each file once, however many environments name it. */
function namedFiles(environments: readonly PlannedEnvironment[]): readonly NamedFile[] {
  const named = new Map<string, NamedFile & { readonly environments: string[] }>();
  for (const { name, plan } of environments) {
    plan.system.policies.forEach((written, index) => {
      const same = named.get(written.plain);
      if (same === undefined) named.set(written.plain, { written, index, environments: [name] });
      else if (!same.environments.includes(name)) same.environments.push(name);
    });
  }
  return [...named.values()];
}

/** The text; what is wrong with its path stands where the configuration names it. */
function fileOf({ written, index }: NamedFile, files: PolicyFiles): Outcome<SourceText | undefined> {
  const path = ['policies', index];
  const file = written.plain;
  const read = files.get(file);
  if (read === undefined)
    return {
      value: undefined,
      diagnostics: [
        organisationProblem('policy-file-unreadable', 'missing', { data: { file }, at: written.origin, path }),
      ],
    };
  const span = writtenAt(written.origin)?.span;
  return {
    value: read.value,
    diagnostics: read.diagnostics.map(found =>
      found.span === undefined ? { ...found, ...(span === undefined ? {} : { span }), path } : found,
    ),
  };
}
