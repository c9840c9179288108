import type { Diagnostic, Fix, Severity } from '../model/diagnostic.ts';
import type { SuppressedFinding } from '../model/suppressed.ts';

export interface Summary extends Readonly<Record<Severity, number>> {
  /** Findings that `--fix` fixes, and those that only `--fix-unsafe` does. */
  readonly fixable: number;
  readonly fixableUnsafely: number;
  /** Findings that are not reported: hidden by a comment, and accepted in the baseline. */
  readonly suppressed: number;
  readonly baselined: number;
}

export function summary(
  diagnostics: readonly Diagnostic[],
  hidden: readonly SuppressedFinding[] | undefined = [],
): Summary {
  const baselined = hidden.filter(({ exception }) => exception.kind === 'external').length;
  const suppressed = hidden.length - baselined;
  const counts = { error: 0, warning: 0, information: 0, fixable: 0, fixableUnsafely: 0, suppressed, baselined };
  for (const { severity, fixes = [] } of diagnostics) {
    counts[severity] += 1;
    if (has(fixes, 'safe')) counts.fixable += 1;
    else if (has(fixes, 'unsafe')) counts.fixableUnsafely += 1;
  }
  return counts;
}

function has(fixes: readonly Fix[], safety: Fix['safety']): boolean {
  return fixes.some(fix => fix.safety === safety);
}

/** `2 errors, 1 warning; 1 fixable with --fix; 3 suppressed`; what is not there is not counted. */
export function summaryLine(
  diagnostics: readonly Diagnostic[],
  hidden: readonly SuppressedFinding[] | undefined = [],
): string {
  const { error, warning, information, fixable, fixableUnsafely, suppressed, baselined } = summary(diagnostics, hidden);
  const found = said([
    [error, 'error', 'errors'],
    [warning, 'warning', 'warnings'],
    [information, 'note', 'notes'],
  ]);
  const fixes = said([
    [fixable, 'fixable with --fix', 'fixable with --fix'],
    [fixableUnsafely, 'with --fix-unsafe', 'with --fix-unsafe'],
  ]);
  return [
    found === '' ? 'no problems' : found,
    fixable === 0 ? fixes.replace('with', 'fixable with') : fixes,
    exceptionsIn({ suppressed, baselined }),
  ]
    .filter(part => part !== '')
    .join('; ');
}

/** `2 suppressed, 1 in the baseline`; empty where nothing is. */
export function exceptionsIn({ suppressed, baselined }: Pick<Summary, 'suppressed' | 'baselined'>): string {
  return said([
    [suppressed, 'suppressed', 'suppressed'],
    [baselined, 'in the baseline', 'in the baseline'],
  ]);
}

function said(counts: readonly (readonly [count: number, one: string, many: string])[]): string {
  return counts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${String(count)} ${count === 1 ? one : many}`)
    .join(', ');
}
