import { organisationPolicies } from '../../src/config/organisation.ts';
import { runOrganisationPolicies } from '../../src/lint/organisation/run.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Span } from '../../src/model/span.ts';
import { planSource } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';

/** Everything that the policies of a file find in a configuration, and everything that is wrong with the file. */
export function organisationFindings(configuration: string, policies: string): readonly Diagnostic[] {
  const planned = planSource(sourceText('system.yaml', configuration));
  const read = organisationPolicies(sourceText('policies.yaml', policies));
  const environments = planned.value.map(({ name }) => name);
  return [
    ...planned.diagnostics,
    ...read.diagnostics,
    ...runOrganisationPolicies(
      read.value.map(policy => ({ policy, environments })),
      planned.value,
    ),
  ];
}

/**
 * `policies.yaml:3:13-17 policy-syntax this quote is never closed`: the place with the columns it covers, id and
 * message.
 */
export function told({ id, message, span, related = [], environments = [] }: Diagnostic): readonly string[] {
  return [
    `${placeOf(span)} ${id} ${message}${environments.length === 0 ? '' : ` [${environments.join(', ')}]`}`,
    ...related.map(other => `  ${placeOf(other.span)} ${other.message}`),
  ];
}

function placeOf(span: Span | undefined): string {
  if (span === undefined) return '-';
  const start = span.source.positionAt(span.start);
  const end = span.source.positionAt(span.end);
  return `${span.source.name}:${String(start.line)}:${String(start.column)}-${end.line === start.line ? '' : `${String(end.line)}:`}${String(end.column)}`;
}
