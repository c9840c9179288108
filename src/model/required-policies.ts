import type { Diagnostic, Severity } from './diagnostic.ts';
import { writtenAt } from './sourced.ts';
import type { Span } from './span.ts';
import type { LintRule, System } from './system.ts';

/** Ids of policies that the command line requires: no configuration, comment or baseline silences or lowers them. */
export type Required = ReadonlySet<string>;

export const NOTHING_REQUIRED: Required = new Set();

const RANK: Readonly<Record<'off' | Severity, number>> = { off: 0, information: 1, warning: 2, error: 3 };

/** The severity of a finding whose policy has it by itself, where `lint.rules` asks for another one. */
export function severityOf(own: Severity, asked: 'off' | Severity | undefined, isRequired: boolean): 'off' | Severity {
  return asked === undefined || (isRequired && RANK[asked] < RANK[own]) ? own : asked;
}

/** A finding of a required policy that something was meant to silence: the place of that is shown beside it. */
export function stillFound(finding: Diagnostic, silencing: Span): Diagnostic {
  const note = { message: `this has no effect: the command line requires "${finding.id}"`, span: silencing };
  return { ...finding, related: [...(finding.related ?? []), note] };
}

/** Findings of required policies, each beside the `lint.rules` that turn its policy off, lower it or set an option. */
export function besideIgnoredRules(
  findings: readonly Diagnostic[],
  systems: readonly System[],
  required: Required,
): readonly Diagnostic[] {
  if (required.size === 0) return findings;
  const rules = systems.flatMap(({ lint }) => lint.rules).filter(({ id }) => required.has(id));
  return findings.map(finding => {
    const spans = rules
      .filter(rule => rule.id === finding.id && isIgnored(rule, finding.severity))
      .flatMap(({ at }) => writtenAt(at)?.span ?? []);
    const once = spans.filter((span, index) => spans.findIndex(other => isSamePlace(other, span)) === index);
    return once.reduce(stillFound, finding);
  });
}

/** Options are ignored too: one that is set high enough would silence its policy. */
function isIgnored({ severity, options }: LintRule, found: Severity): boolean {
  return options.length > 0 || (severity !== undefined && RANK[severity.plain] < RANK[found]);
}

function isSamePlace(one: Span, other: Span): boolean {
  return one.source === other.source && one.start === other.start;
}
