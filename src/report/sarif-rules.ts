import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { RuleDescription } from './context.ts';

interface Rule extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

/** The rules that could have fired, and after them what the language and the compiler refuse, where they did. */
export function rulesOf(diagnostics: readonly Diagnostic[], declared: readonly RuleDescription[]): readonly Rule[] {
  const known = new Set(declared.map(({ id }) => id));
  const found = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics)
    if (!known.has(diagnostic.id) && !found.has(diagnostic.id)) found.set(diagnostic.id, diagnostic);
  return [
    ...declared.map(declaredRule),
    ...[...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(undeclaredRule),
  ];
}

export function ruleIndexes(rules: readonly Rule[]): ReadonlyMap<string, number> {
  return new Map(rules.map(({ id }, index) => [id, index]));
}

function declaredRule({ id, summary, why, severity, link }: RuleDescription): Rule {
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: `${why}.\n${link}`, markdown: `${why}.\n\n[${id}](${link})` },
    helpUri: link,
    ...configuration(severity),
  };
}

/** Such a problem has no page of its own; its id says it in words. */
function undeclaredRule({ id, severity, why, link }: Diagnostic): Rule {
  const words = id.replace(/-/g, ' ');
  return {
    id,
    shortDescription: { text: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}` },
    ...(why !== undefined && { fullDescription: { text: why } }),
    ...(link !== undefined && { helpUri: link }),
    ...configuration(severity),
  };
}

/** Levels of SARIF 2.1.0, section 3.27.10. */
export const LEVELS = { error: 'error', warning: 'warning', information: 'note' } as const;
/** What code scanning sorts by; it is a property of CodeQL and not of SARIF. */
const PROBLEM_SEVERITY = { error: 'error', warning: 'warning', information: 'recommendation' } as const;

function configuration(severity: Severity): Readonly<Record<string, unknown>> {
  return {
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['autoscaling'], 'problem.severity': PROBLEM_SEVERITY[severity] },
  };
}
