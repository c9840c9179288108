import type * as z from 'zod/mini';
import type { Path } from '../model/sourced.ts';

/** An issue with its path from the root; issues inside a union are relative to it. */
export interface PlainIssue {
  readonly issue: z.core.$ZodIssue;
  readonly path: Path;
}

/**
 * Replaces "none of the union fits" by what is wrong with the alternative that was meant: the one whose shape
 * (scalar, list or map) fits. Where no shape fits the union stays, and is told as what it would take.
 */
export function settle(issue: z.core.$ZodIssue, above: Path): readonly PlainIssue[] {
  const path = [...above, ...issue.path.filter(step => typeof step !== 'symbol')];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const branches = issue.errors.map(errors => errors.flatMap(error => settle(error, path)));
  const fitting = branches.filter(
    branch => !branch.some(found => found.path.length === path.length && WRONG_SHAPE.has(found.issue.code)),
  );
  const [best] = fitting.toSorted((a, b) => weightOf(a) - weightOf(b));
  return best ?? [{ issue, path }];
}

const WRONG_SHAPE: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

/**
 * A wrong tag (`kind: b` where the alternative has `kind: a`) says more against an alternative than any other mistake.
 */
function weightOf(branch: readonly PlainIssue[]): number {
  return branch.reduce((sum, { issue }) => sum + (issue.code === 'invalid_value' ? 100 : 1), 0);
}
