import { BUDGETS } from '../../model/budgets.ts';
import { budgetProblem } from '../../model/catalogue/budgets.ts';
import { linterProblem } from '../../model/catalogue/linter.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { nearest } from '../../model/nearest.ts';
import type { SourceText, Span } from '../../model/span.ts';
import type { SuppressedFinding } from '../../model/suppressed.ts';
import { NOTHING_REQUIRED, stillFound } from '../../model/required-policies.ts';
import type { Required } from '../../model/required-policies.ts';
import { scopesIn } from './comment-scope.ts';
import type { Scope } from './comment-scope.ts';

/** The word that every suppression begins with. */
const MARKER = 'pipestream-scaling-ignore';

export interface SuppressionOptions {
  /** `2026-11-24`; a suppression holds up to its date and on it. */
  readonly today: string;
  /** Ids that may be suppressed: policies, never what the language or the compiler refuses. */
  readonly known: readonly string[];
  /** Whether a policy was asked everywhere: only then can it be said that there is nothing of it to suppress. */
  readonly judged: (id: string) => boolean;
  /** Where the texts have comments; a `#` inside a text is none. */
  readonly comments: readonly Span[];
  readonly mostSuppressions?: number;
  readonly required?: Required | undefined;
}

/** What is left to report, and what is not reported. */
export interface Suppressed {
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: readonly SuppressedFinding[];
}

/** `# pipestream-scaling-ignore <id> [until YYYY-MM-DD] -- reason` */
interface Suppression extends Scope {
  readonly comment: Span;
  readonly id: string;
  readonly until: string | undefined;
  readonly reason: string;
}

/**
 * Hides what a comment says is meant: on its own line the findings of that line, on a line before an entry those of the
 * entry and of all beneath it. A suppression without a reason, of an unknown policy, past its date or of nothing is a
 * finding itself; of these only the last two were ever in force. A required policy is not hidden; its finding names the
 * comment.
 */
export function suppress(
  findings: readonly Diagnostic[],
  {
    today,
    known,
    judged,
    comments,
    mostSuppressions = BUDGETS.suppressions,
    required = NOTHING_REQUIRED,
  }: SuppressionOptions,
): Suppressed {
  const scopes = new Map<SourceText, (comment: Span) => Scope>();
  const suppressions = comments.flatMap(comment => {
    const scopeOf = scopes.get(comment.source) ?? scopesIn(comment.source.text);
    scopes.set(comment.source, scopeOf);
    return suppressionIn(comment, scopeOf);
  });
  if (suppressions.length === 0) return { diagnostics: findings, suppressed: [] };
  const beyond = suppressions[mostSuppressions];
  // Each finding would be held against each of them.
  if (beyond !== undefined)
    return {
      diagnostics: [
        ...findings,
        budgetProblem('over-budget', 'suppressions', { data: { most: mostSuppressions }, span: beyond.comment }),
      ],
      suppressed: [],
    };
  const problems: Diagnostic[] = [];
  const inForce = suppressions.filter(suppression => {
    const problem = problemOf(suppression, today, known);
    if (problem !== undefined) problems.push(problem);
    return problem === undefined;
  });
  const used = new Set<Suppression>();
  const suppressed: SuppressedFinding[] = [];
  const left = findings.flatMap(finding => {
    const hiding = inForce.find(suppression => hides(suppression, finding));
    if (hiding === undefined) return [finding];
    used.add(hiding);
    const { comment, reason, until } = hiding;
    if (required.has(finding.id)) return [stillFound(finding, comment)];
    suppressed.push({ finding, exception: { kind: 'inSource', reason, until, span: comment } });
    return [];
  });
  const diagnostics = [
    ...left,
    ...problems,
    ...inForce.filter(suppression => !used.has(suppression) && judged(suppression.id)).map(unused),
  ];
  return { diagnostics, suppressed };
}

function hides({ id, comment, from, to }: Suppression, finding: Diagnostic): boolean {
  return (
    finding.id === id &&
    finding.span?.source === comment.source &&
    finding.span.start >= from &&
    finding.span.start < to
  );
}

function problemOf(
  { comment, id, until, reason }: Suppression,
  today: string,
  known: readonly string[],
): Diagnostic | undefined {
  const at = { span: comment };
  const data = { policy: id };
  if (id === '') return linterProblem('suppression-without-policy', 'policy', at);
  if (!known.includes(id)) {
    const meant = nearest(id, known);
    return meant === undefined
      ? linterProblem('unknown-policy', 'inComment', { data, ...at })
      : linterProblem('unknown-policy', 'inCommentSimilar', { data: { ...data, meant }, ...at });
  }
  if (until !== undefined && !isDate(until))
    return linterProblem('suppression-date', 'date', { data: { date: until }, ...at });
  if (reason === '') return linterProblem('suppression-without-reason', 'reason', { data, ...at });
  if (until !== undefined && until < today)
    return linterProblem('expired-suppression', 'expired', { data: { ...data, until }, ...at });
  return undefined;
}

function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function unused({ comment, id }: Suppression): Diagnostic {
  return linterProblem('unused-suppression', 'unused', {
    data: { policy: id },
    span: comment,
    fixes: [{ title: 'Take the comment out', safety: 'safe', edits: [{ span: wholeComment(comment), text: '' }] }],
  });
}

/** With the blanks before it, and with its line where nothing else stands there. */
function wholeComment({ source, start, end }: Span): Span {
  const { text } = source;
  let from = start;
  while (from > 0 && (text[from - 1] === ' ' || text[from - 1] === '\t')) from -= 1;
  const alone = from === 0 || text[from - 1] === '\n';
  const ending = /^\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
  return { source, start: from, end: alone ? end + ending : end };
}

const SUPPRESSION = new RegExp(`^#\\s*${MARKER}(?:\\s+(.*))?$`);

function suppressionIn(comment: Span, scopeOf: (comment: Span) => Scope): readonly Suppression[] {
  const { source, start, end } = comment;
  const words = SUPPRESSION.exec(source.text.slice(start, end));
  if (words === null) return [];
  const [head = '', ...reason] = (words[1] ?? '').split(/(?:^|\s+)--(?:\s+|$)/);
  const [id = '', keyword, until] = head.trim().split(/\s+/);
  return [
    {
      comment,
      id,
      until: keyword === undefined ? undefined : keyword === 'until' ? (until ?? '') : keyword,
      reason: reason.join(' -- ').trim(),
      ...scopeOf(comment),
    },
  ];
}
