import { linterProblem } from '../../model/catalogue/linter.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { nearest } from '../../model/nearest.ts';
import type { Span } from '../../model/span.ts';
import type { SuppressedFinding } from '../../model/suppressed.ts';
import { NOTHING_REQUIRED, stillFound } from '../../model/required-policies.ts';
import type { Required } from '../../model/required-policies.ts';

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
  readonly required?: Required | undefined;
}

/** What is left to report, and what is not reported. */
export interface Suppressed {
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: readonly SuppressedFinding[];
}

/** `# pipestream-scaling-ignore <id> [until YYYY-MM-DD] -- reason` */
interface Suppression {
  readonly comment: Span;
  readonly id: string;
  readonly until: string | undefined;
  readonly reason: string;
  /** Half-open range of offsets in which a finding must begin. */
  readonly from: number;
  readonly to: number;
}

/**
 * Hides what a comment says is meant: on its own line the findings of that line, on a line before an entry those of the
 * entry and of all beneath it. A suppression without a reason, of an unknown policy, past its date or of nothing is a
 * finding itself; of these only the last two were ever in force. A required policy is not hidden; its finding names the
 * comment.
 */
export function suppress(
  findings: readonly Diagnostic[],
  { today, known, judged, comments, required = NOTHING_REQUIRED }: SuppressionOptions,
): Suppressed {
  const suppressions = comments.flatMap(suppressionIn);
  if (suppressions.length === 0) return { diagnostics: findings, suppressed: [] };
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

function suppressionIn(comment: Span): readonly Suppression[] {
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
      ...coveredBy(source.text, start),
    },
  ];
}

/**
 * A comment behind something covers its line; one that stands alone covers the entry below with all that is indented
 * deeper.
 */
function coveredBy(text: string, comment: number): { readonly from: number; readonly to: number } {
  const line = text.lastIndexOf('\n', comment - 1) + 1;
  if (text.slice(line, comment).trim() !== '') return { from: line, to: lineEnd(text, comment) };
  let from = lineEnd(text, comment);
  while (from < text.length && /^\s*(?:#.*)?$/.test(lineAt(text, from))) from = lineEnd(text, from);
  const indent = indentOf(lineAt(text, from));
  let to = lineEnd(text, from);
  while (to < text.length) {
    const next = lineAt(text, to);
    if (!/^\s*(?:#.*)?$/.test(next) && indentOf(next) <= indent) break;
    to = lineEnd(text, to);
  }
  return { from, to };
}

function lineAt(text: string, start: number): string {
  return text.slice(start, lineEnd(text, start)).replace(/\r?\n$/, '');
}

/** Offset behind the line break. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}
