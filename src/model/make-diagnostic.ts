import type { Diagnostic, Fix, Related, Severity } from './diagnostic.ts';
import { filled } from './message.ts';
import type { Message } from './message.ts';
import { writtenAt } from './sourced.ts';
import type { Origin, Path } from './sourced.ts';
import type { Span } from './span.ts';

/** Where a diagnostic is, and what is said beside it; what is undefined is left out. */
export interface Placed {
  readonly span?: Span | undefined;
  /** Instead of a span: its line is the first one that the user wrote and that led to this. */
  readonly at?: Origin | undefined;
  /** Path in the configuration. */
  readonly path?: Path | undefined;
  readonly related?: readonly Related[] | undefined;
  readonly steps?: Diagnostic['steps'] | undefined;
  readonly fixes?: readonly Fix[] | undefined;
  /** Instead of the rule's own, where the value says why it is what it is. */
  readonly why?: string | undefined;
}

/** What a diagnostic takes from the rule that it breaks. */
export interface BrokenRule {
  readonly id: string;
  readonly severity: Severity;
  readonly why: string;
  /** Page of the rule, where it has one. */
  readonly link: string | undefined;
}

/** Makes every Diagnostic there is: of the catalogue, of the policies and of an organisation's own. */
export function makeDiagnostic(
  rule: BrokenRule,
  messageId: string,
  { text, help, severity }: Message,
  /** Undefined for a sentence that is filled already. */
  data: Readonly<Record<string, string | number>> | undefined,
  { span, at, path, related, steps, fixes, why = rule.why }: Placed,
): Diagnostic {
  const where = span ?? writtenAt(at)?.span;
  return {
    id: rule.id,
    messageId,
    severity: severity ?? rule.severity,
    message: data === undefined ? text : filled(text, data),
    ...(where === undefined ? {} : { span: where }),
    ...(path === undefined ? {} : { path }),
    ...(related === undefined ? {} : { related }),
    why,
    ...(help === undefined ? {} : { help: data === undefined ? help : filled(help, data) }),
    ...(steps === undefined ? {} : { steps }),
    ...(fixes === undefined ? {} : { fixes }),
    ...(rule.link === undefined ? {} : { link: rule.link }),
  };
}

/** The same with texts of `text` characters and lists of `beside` at most; the very same where nothing is too long. */
export function shortened(
  diagnostic: Diagnostic,
  { text: longest, beside }: { readonly text: number; readonly beside: number },
): Diagnostic {
  const { message, why, help, related, steps, fixes } = diagnostic;
  const long = [message, why, help].some(text => (text?.length ?? 0) > longest);
  const many = [related, steps, fixes].some(list => (list?.length ?? 0) > beside);
  if (!long && !many) return diagnostic;
  const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);
  return {
    ...diagnostic,
    message: cut(message),
    ...(why !== undefined && { why: cut(why) }),
    ...(help !== undefined && { help: cut(help) }),
    ...(related !== undefined && { related: related.slice(0, beside) }),
    ...(steps !== undefined && { steps: steps.slice(0, beside) }),
    ...(fixes !== undefined && { fixes: fixes.slice(0, beside) }),
  };
}
