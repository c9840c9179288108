import type { Diagnostic, Fix, Related, TextEdit } from '../model/diagnostic.ts';
import type { Exception } from '../model/suppressed.ts';
import { pathText } from '../model/path.ts';
import type { Span } from '../model/span.ts';
import type { ReportContext } from './context.ts';
import { inOrder } from './order.ts';
import { regionOf } from './place.ts';
import { summary } from './summary.ts';
import { wellFormedJson } from './well-formed.ts';

/**
 * Findings for programs, as schema/findings.schema.json says.
 * The version rises when a field changes its meaning or goes; new fields may come.
 */
export function json(
  diagnostics: readonly Diagnostic[],
  {
    version,
    files,
    suppressed = [],
    notShown = 0,
  }: Pick<ReportContext, 'version' | 'files' | 'suppressed' | 'notShown'>,
): string {
  return wellFormedJson({
    version: 1,
    tool: { name: 'pipestream-scaling', version },
    files,
    summary: summary(diagnostics, suppressed),
    notShown,
    findings: inOrder(diagnostics).map(finding),
    suppressed: suppressed.map(one => ({ ...finding(one.finding), suppression: suppression(one.exception) })),
  });
}

function suppression({ kind, reason, until, span }: Exception): Readonly<Record<string, unknown>> {
  return { kind, reason, until: until ?? null, ...place(span) };
}

/** Always the same fields; null where there is nothing to say. */
function finding(diagnostic: Diagnostic): Readonly<Record<string, unknown>> {
  const { id, messageId, severity, message, span, path, why, help, link, environments, related, steps, fixes } =
    diagnostic;
  return {
    id,
    messageId,
    severity,
    message,
    ...(span === undefined ? { file: null, line: null, column: null, endLine: null, endColumn: null } : place(span)),
    path: path === undefined ? null : pathText(path),
    environments: environments ?? [],
    why: why ?? null,
    help: help ?? null,
    link: link ?? null,
    related: (related ?? []).map(relatedPlace),
    steps: (steps ?? []).map(({ does, command }) => ({ does, command: command ?? null })),
    fixes: (fixes ?? []).map(fix),
  };
}

function place(span: Span): Readonly<Record<string, string | number>> {
  return { file: span.source.name, ...regionOf(span) };
}

function relatedPlace({ message, span }: Related): Readonly<Record<string, unknown>> {
  return { message, ...place(span) };
}

function fix({ title, safety, edits }: Fix): Readonly<Record<string, unknown>> {
  return { title, safety, edits: edits.map(edit) };
}

/** Offsets for programs that splice, lines and columns for those that show. */
function edit({ span, text }: TextEdit): Readonly<Record<string, unknown>> {
  return { ...place(span), offset: span.start, length: Math.max(0, span.end - span.start), replacement: text };
}
