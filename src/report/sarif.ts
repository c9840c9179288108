import { createHash } from 'node:crypto';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Exception, SuppressedFinding } from '../model/suppressed.ts';
import { pathText } from '../model/path.ts';
import type { ReportContext } from './context.ts';
import { inOrder } from './order.ts';
import { artifactLocations, fixOf, physicalLocation, type ArtifactLocations } from './sarif-places.ts';
import { LEVELS, ruleIndexes, rulesOf } from './sarif-rules.ts';
import { wellFormedJson } from './well-formed.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A log of OASIS SARIF 2.1.0 with one run, for code scanning and the viewers of editors. */
export function sarif(diagnostics: readonly Diagnostic[], context: ReportContext): string {
  const ordered = inOrder(diagnostics);
  const { suppressed } = context;
  const rules = rulesOf([...ordered, ...(suppressed ?? []).map(({ finding }) => finding)], context);
  const indexes = ruleIndexes(rules);
  const places = artifactLocations([...ordered, ...(suppressed ?? []).flatMap(shownWith)], context.files);
  return wellFormedJson({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'pipestream-scaling',
            version: context.version,
            semanticVersion: context.version,
            informationUri: 'https://github.com/ai-pipestream/pipestream-scaling',
            rules,
          },
        },
        // The category of the run, and no id of it: code scanning replaces what an earlier run of the same category
        // found.
        automationDetails: { id: 'pipestream-scaling/' },
        // Expected problems are results; a run that did not come to its end writes no log.
        invocations: [{ executionSuccessful: true }],
        originalUriBaseIds: {
          '%SRCROOT%': { description: { text: 'The folder in which pipestream-scaling was run' } },
        },
        columnKind: 'utf16CodeUnits',
        artifacts: places.artifacts,
        // Either every result has suppressions or none has (section 3.27.23); an empty list says that nothing hides it.
        results: [
          ...ordered.map(diagnostic => ({
            ...result(diagnostic, indexes, places),
            ...(suppressed !== undefined && { suppressions: [] }),
          })),
          ...(suppressed ?? []).map(({ finding, exception }) => ({
            ...result(finding, indexes, places),
            suppressions: [suppression(exception, places)],
          })),
        ],
      },
    ],
  });
}

/** The finding, and the file of its exception, which may be the baseline. */
function shownWith({ finding, exception: { span } }: SuppressedFinding): readonly Diagnostic[] {
  return [finding, { ...finding, span, related: [], fixes: [] }];
}

/** Section 3.35. */
function suppression(
  { kind, reason, until, span }: Exception,
  places: ArtifactLocations,
): Readonly<Record<string, unknown>> {
  return {
    kind,
    status: 'accepted',
    justification: reason,
    location: { physicalLocation: physicalLocation(span, places) },
    ...(until !== undefined && { properties: { until } }),
  };
}

function result(
  diagnostic: Diagnostic,
  indexes: ReadonlyMap<string, number>,
  places: ArtifactLocations,
): Readonly<Record<string, unknown>> {
  const { id, messageId, severity, span, path, related = [], fixes = [], environments = [] } = diagnostic;
  const physical = span === undefined ? places.only : physicalLocation(span, places);
  const logical = path === undefined ? undefined : [{ fullyQualifiedName: pathText(path), kind: 'property' }];
  return {
    ruleId: id,
    ruleIndex: indexes.get(id),
    level: LEVELS[severity],
    message: { text: messageText(diagnostic), id: messageId },
    locations:
      physical === undefined && logical === undefined
        ? []
        : [{ physicalLocation: physical, logicalLocations: logical }],
    ...(related.length > 0 && {
      relatedLocations: related.map((other, index) => ({
        id: index + 1,
        physicalLocation: physicalLocation(other.span, places),
        message: { text: plainText(other.message) },
      })),
    }),
    partialFingerprints: { 'findingIdentity/v1': identity(diagnostic) },
    ...(fixes.length > 0 && { fixes: fixes.map(fix => fixOf(fix, places)) }),
    ...(environments.length > 0 && { properties: { environments } }),
  };
}

/** What was found, where it holds, and how to mend it. */
function messageText({ message, environments = [], help, steps = [] }: Diagnostic): string {
  const where = environments.length === 0 ? '' : ` (in ${environments.join(', ')})`;
  const ordered = steps.map(
    ({ does, command }, index) => `\n${String(index + 1)}. ${does}${command === undefined ? '.' : `:\n   ${command}`}`,
  );
  return plainText(`${message}${where}.${help === undefined ? '' : ` ${help}.`}${ordered.join('')}`);
}

/** `[text](target)` would be a link (section 3.11.6), and configuration is full of brackets. */
function plainText(text: string): string {
  return text.replace(/\]\(/g, '] (');
}

/** The same while the file moves about: the id and the path, never a line; the message where there is no path. */
function identity({ id, path, message }: Diagnostic): string {
  return createHash('sha256')
    .update(`${id}\0${path === undefined ? message : pathText(path)}`)
    .digest('hex');
}
