import { SHOWN } from '../model/budgets.ts';
import { budgetProblem } from '../model/catalogue/budgets.ts';
import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { shortened } from '../model/make-diagnostic.ts';
import { pathText } from '../model/path.ts';
import { inOrder } from './order.ts';

export interface Shown {
  /** In no order; the last says how many there are beside them, where there are any. */
  readonly diagnostics: readonly Diagnostic[];
  /** Findings that are left out. */
  readonly left: number;
}

/**
 * What a report shows of what was found: everything, up to so many findings and to the characters that a report may
 * have. Errors come before warnings, and those before notes; whether a run fails is decided by all of them.
 */
export function shown(found: readonly Diagnostic[], most: number = SHOWN.findings): Shown {
  const all = found.map(one => shortened(one, SHOWN));
  let size = 0;
  for (const diagnostic of all) size += sizeOf(diagnostic);
  if (all.length <= most && size <= SHOWN.printed) return { diagnostics: all, left: 0 };
  const kept: Diagnostic[] = [];
  const ordered = SEVERITIES.flatMap(severity => inOrder(all.filter(one => one.severity === severity)));
  size = 0;
  for (const diagnostic of ordered) {
    size += sizeOf(diagnostic);
    if (kept.length === most || size > SHOWN.printed) break;
    kept.push(diagnostic);
  }
  const left = ordered.slice(kept.length);
  const errors = left.filter(({ severity }) => severity === 'error').length;
  const data = { count: left.length, errors };
  const problem =
    kept.length === most
      ? budgetProblem('findings-not-shown', 'findings', { data: { ...data, most } })
      : budgetProblem('findings-not-shown', 'printed', { data: { ...data, most: SHOWN.printed / 1024 / 1024 } });
  // It is as bad as the worst of what it stands for.
  return { diagnostics: [...kept, { ...problem, severity: left[0]?.severity ?? 'error' }], left: left.length };
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information'];

/** What the fields of a finding take in any format beside their texts, about. */
const FIELDS = 500;

function sizeOf({
  message,
  why = '',
  help = '',
  path = [],
  related = [],
  steps = [],
  fixes = [],
  environments = [],
}: Diagnostic): number {
  let size = FIELDS + message.length + why.length + help.length + pathText(path).length;
  for (const one of related) size += FIELDS + one.message.length;
  for (const { does, command = '' } of steps) size += does.length + command.length;
  for (const { title, edits } of fixes) {
    size += title.length;
    for (const { text } of edits) size += FIELDS + text.length;
  }
  for (const name of environments) size += name.length;
  return size;
}
