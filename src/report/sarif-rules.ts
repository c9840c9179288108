import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { ReportContext, RuleDescription } from './context.ts';

interface Rule extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

/** The policies that could have fired, and after them what else was found: of the catalogue and of an organisation. */
export function rulesOf(
  diagnostics: readonly Diagnostic[],
  { rules, catalogue }: Pick<ReportContext, 'rules' | 'catalogue'>,
): readonly Rule[] {
  const known = new Set(rules.map(({ id }) => id));
  const found = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics)
    if (!known.has(diagnostic.id) && !found.has(diagnostic.id)) found.set(diagnostic.id, diagnostic);
  const others = [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [
    ...rules.map(declaredRule),
    ...others.map(diagnostic => {
      const declared = catalogue.find(({ id }) => id === diagnostic.id);
      return declared === undefined ? undeclaredRule(diagnostic) : declaredRule(declared);
    }),
  ];
}

export function ruleIndexes(rules: readonly Rule[]): ReadonlyMap<string, number> {
  return new Map(rules.map(({ id }, index) => [id, index]));
}

function declaredRule({ id, summary, why, severity, link, messages }: RuleDescription): Rule {
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: `${why}.\n${link}`, markdown: `${why}.\n\n[${id}](${link})` },
    helpUri: link,
    messageStrings: Object.fromEntries(
      Object.entries(messages).map(([messageId, { text }]) => [messageId, { text: escaped(text) }]),
    ),
    ...configuration(severity),
  };
}

/** A brace would begin a placeholder (section 3.11.5); the holes of a sentence are shown by their names. */
function escaped(text: string): string {
  return text.replace(/[{}]/g, '$&$&');
}

/** A policy of an organisation has no summary; its id says it in words, and its finding says why. */
function undeclaredRule({ id, messageId, message, severity, why, link }: Diagnostic): Rule {
  const words = id.replace(/-/g, ' ');
  return {
    id,
    shortDescription: { text: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}` },
    ...(why !== undefined && { fullDescription: { text: why } }),
    ...(link !== undefined && { helpUri: link }),
    messageStrings: { [messageId]: { text: escaped(message) } },
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
