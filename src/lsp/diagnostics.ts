import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type * as lsp from 'vscode-languageserver/node';
import type { Diagnostic, Related, Severity } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { placeText } from '../report/place.ts';
import { locationOf, rangeOf } from './places.ts';

export interface Shown {
  readonly uri: string;
  readonly source: SourceText;
  /** Whether the editor shows related places; otherwise they are said in the message. */
  readonly relatedInformation: boolean;
}

/** A finding as editors take it, with nothing lost: what they have no field for is said in the message. */
export function diagnosticFor(diagnostic: Diagnostic, shown: Shown): lsp.Diagnostic {
  const { id, severity, span, link } = diagnostic;
  const elsewhere = span !== undefined && span.source.name !== shown.source.name;
  // A finding in another file, such as the baseline, stands at the top and leads there.
  const related = [...(elsewhere ? [{ span, message: 'found here' }] : []), ...(diagnostic.related ?? [])];
  const located = related.map(one => ({
    one,
    location: shown.relatedInformation ? locationOf(one.span, shown) : undefined,
  }));
  const information = located.flatMap(({ one, location }) =>
    location === undefined ? [] : [{ location, message: one.message }],
  );
  const unlocated = located.flatMap(({ one, location }) => (location === undefined ? [one] : []));
  return {
    range: span === undefined || elsewhere ? TOP : rangeOf(span),
    severity: SEVERITY[severity],
    source: 'pipestream-scaling',
    code: id,
    ...(link === undefined ? {} : { codeDescription: { href: link } }),
    message: messageOf(diagnostic, unlocated),
    ...(information.length === 0 ? {} : { relatedInformation: information }),
  };
}

const TOP = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

const SEVERITY: Readonly<Record<Severity, lsp.DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

function messageOf(
  { message, environments = [], help, steps = [] }: Diagnostic,
  unlocated: readonly Related[],
): string {
  return [
    `${message}${environments.length === 0 ? '' : ` (in ${environments.join(', ')})`}`,
    ...(help === undefined ? [] : [`help: ${help}`]),
    ...steps.map(
      ({ does, command }, index) => `step ${String(index + 1)}: ${does}${command === undefined ? '' : `: ${command}`}`,
    ),
    ...unlocated.map(one => `see ${placeText(one.span)}: ${one.message}`),
  ].join('\n');
}
