import type { Diagnostic, Fix, Related } from '../model/diagnostic.ts';
import { pathText } from '../model/path.ts';
import type { Span } from '../model/span.ts';
import { inOrder } from './order.ts';
import { summary } from './summary.ts';

/** Diagnostics for programs. The version rises when a field changes its meaning or goes; new fields may come. */
export function json(diagnostics: readonly Diagnostic[]): string {
  const report = { version: 1, diagnostics: inOrder(diagnostics).map(entry), summary: summary(diagnostics) };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** Always the same fields; null where there is nothing to say. */
function entry(diagnostic: Diagnostic): Readonly<Record<string, unknown>> {
  const { id, severity, message, span, path, why, help, environments, related, fixes } = diagnostic;
  return {
    id,
    severity,
    message,
    ...(span === undefined ? { file: null, line: null, column: null, endLine: null, endColumn: null } : place(span)),
    path: path === undefined ? null : pathText(path),
    why: why ?? null,
    help: help ?? null,
    environments: environments ?? [],
    related: (related ?? []).map(relatedEntry),
    fixes: (fixes ?? []).map(fixEntry),
  };
}

function place(span: Span): Readonly<Record<string, string | number>> {
  const start = span.source.positionAt(span.start);
  const end = span.source.positionAt(span.end);
  return { file: span.source.name, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

function relatedEntry({ message, span }: Related): Readonly<Record<string, unknown>> {
  return { message, ...place(span) };
}

function fixEntry({ title, safety, edits }: Fix): Readonly<Record<string, unknown>> {
  return { title, safety, edits: edits.map(({ span, text }) => ({ ...place(span), text })) };
}
