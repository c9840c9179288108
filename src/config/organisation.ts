import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { OrganisationPolicy } from '../model/organisation.ts';
import type { Sourced } from '../model/sourced.ts';
import type { SourceText, Span } from '../model/span.ts';
import { writtenAt } from '../model/sourced.ts';
import { placedText } from '../source/placed-text.ts';
import { parse } from './parse.ts';
import { OrganisationPolicies } from './schema/organisation.ts';
import { validate } from './validate.ts';
import { sourcedTree } from './zip.ts';

/**
 * The policies of a file; none of them where anything in it is not as the schema says. The same file gives the same
 * policies, so that what is made of one is made once, however many configurations name it.
 */
export function organisationPolicies(source: SourceText): Outcome<readonly OrganisationPolicy[]> {
  const known = read.get(source.name);
  if (known?.text === source.text) return known.policies;
  const policies = policiesIn(source);
  // A process that runs for long, such as a language server, sees many texts of a file and few files.
  if (read.size >= MOST_FILES) read.clear();
  read.set(source.name, { text: source.text, policies });
  return policies;
}

const MOST_FILES = 100;

/** By the name of the file, which places in it lead to. */
const read = new Map<string, { readonly text: string; readonly policies: Outcome<readonly OrganisationPolicy[]> }>();

function policiesIn(source: SourceText): Outcome<readonly OrganisationPolicy[]> {
  const parsed = parse(source, 'policies');
  const valid =
    parsed.value === undefined ? undefined : validate(OrganisationPolicies, parsed.value, {}, 'the policy file');
  const diagnostics = [...parsed.diagnostics, ...(valid?.diagnostics ?? [])].map(withoutPath);
  if (parsed.value === undefined || valid?.value === undefined) return { value: [], diagnostics };
  const { policies } = sourcedTree(parsed.value, valid.value);
  const value = policies.plain.map((policy): OrganisationPolicy => {
    const text = (written: Sourced<string>) => placedText(written.plain, placeOf(written, source));
    return {
      id: policy.id.plain,
      at: placeOf(policy.id, source),
      severity: policy.severity.plain,
      scope: policy.scope.plain,
      assert: text(policy.assert),
      message: text(policy.message),
      why: policy.why.plain.trim(),
      help: policy.help === undefined ? undefined : text(policy.help),
      link: policy.link?.plain,
    };
  });
  return { value, diagnostics };
}

function placeOf(written: Sourced<unknown>, source: SourceText): Span {
  return writtenAt(written.origin)?.span ?? { source, start: 0, end: 0 };
}

/** A path in a policy file is no path in a configuration. */
function withoutPath({ path: _path, ...diagnostic }: Diagnostic): Diagnostic {
  return diagnostic;
}
