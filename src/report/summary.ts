import type { Diagnostic, Severity } from '../model/diagnostic.ts';

export type Summary = Readonly<Record<Severity, number>>;

export function summary(diagnostics: readonly Diagnostic[]): Summary {
  const counts = { error: 0, warning: 0, information: 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  return counts;
}

/** `2 errors, 1 warning`; what is not there is not counted. */
export function summaryLine(diagnostics: readonly Diagnostic[]): string {
  const { error, warning, information } = summary(diagnostics);
  const parts = [counted(error, 'error', 'errors'), counted(warning, 'warning', 'warnings'), counted(information, 'note', 'notes')].filter(part => part !== '');
  return parts.length === 0 ? 'no problems' : parts.join(', ');
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${String(count)} ${count === 1 ? one : many}`;
}
