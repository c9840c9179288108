import { linterProblem } from '../../model/catalogue/linter.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { pathText } from '../../model/path.ts';
import type { Span } from '../../model/span.ts';
import type { SuppressedFinding } from '../../model/suppressed.ts';
import { NOTHING_REQUIRED, stillFound } from '../../model/required-policies.ts';
import type { Required } from '../../model/required-policies.ts';
import type { Suppressed } from './suppressions.ts';

/**
 * Findings that were there when the baseline was made: by policy and path, never by line, so that moving text changes
 * nothing.
 */
export interface Baseline {
  readonly entries: readonly BaselineEntry[];
}

export interface BaselineEntry {
  readonly id: string;
  readonly path: string;
  /** Findings of the policy at the path. */
  readonly count: number;
  /** Where it stands in the baseline. */
  readonly span: Span;
}

/** The file beside the configuration. */
export const BASELINE_FILE = 'pipestream-scaling-baseline.json';

/**
 * Hides what the baseline has; an entry whose finding is gone is stale, and is a finding itself where its policy was
 * asked everywhere. A required policy is not hidden; its finding names the entry.
 */
export function withoutBaseline(
  findings: readonly Diagnostic[],
  { entries }: Baseline,
  acceptable: ReadonlySet<string>,
  judged: (id: string) => boolean,
  required: Required = NOTHING_REQUIRED,
): Suppressed {
  const left = new Map(entries.map(entry => [keyOf(entry.id, entry.path), entry.count]));
  const byKey = new Map(entries.map(entry => [keyOf(entry.id, entry.path), entry]));
  const suppressed: SuppressedFinding[] = [];
  const shown = findings.flatMap(finding => {
    const key = keyOf(finding.id, textOf(finding));
    const count = acceptable.has(finding.id) ? (left.get(key) ?? 0) : 0;
    const entry = byKey.get(key);
    if (count === 0 || entry === undefined) return [finding];
    left.set(key, count - 1);
    if (required.has(finding.id)) return [stillFound(finding, entry.span)];
    suppressed.push({ finding, exception: { ...ACCEPTED, span: entry.span } });
    return [];
  });
  const stale = entries
    .filter(({ id, path }) => judged(id) && (left.get(keyOf(id, path)) ?? 0) > 0)
    .map(
      ({ id, path, span }): Diagnostic =>
        linterProblem('stale-baseline', 'stale', {
          data: { policy: id, place: path === '' ? 'the file' : path },
          span,
        }),
    );
  return { diagnostics: [...shown, ...stale], suppressed };
}

/** An entry gives no reason of its own, and has no end. */
const ACCEPTED = { kind: 'external', reason: 'accepted in the baseline', until: undefined } as const;

/** The text of a baseline that accepts these findings of policies. */
export function baselineOf(findings: readonly Diagnostic[]): string {
  const counts = new Map<string, { readonly policy: string; readonly path: string; count: number }>();
  for (const finding of findings) {
    const path = textOf(finding);
    const entry = counts.get(keyOf(finding.id, path)) ?? { policy: finding.id, path, count: 0 };
    entry.count += 1;
    counts.set(keyOf(finding.id, path), entry);
  }
  const sorted = [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  const lines = sorted.map(
    ({ policy, path, count }) => `    ${JSON.stringify(count === 1 ? { policy, path } : { policy, path, count })}`,
  );
  return `{\n  "comment": "Findings accepted when this was made; made by: pipestream-scaling lint --update-baseline",\n  "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

function keyOf(id: string, path: string): string {
  return `${id}\0${path}`;
}

function textOf({ path }: Diagnostic): string {
  return path === undefined ? '' : pathText(path);
}
