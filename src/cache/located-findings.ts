import type { Diagnostic, Fix, Related, Step, TextEdit } from '../model/diagnostic.ts';
import type { SourceText, Span } from '../model/span.ts';
import type { Exception, SuppressedFinding } from '../model/suppressed.ts';
import { count, list, members, oneOf, optional, text } from './shape.ts';
import type { Check } from './shape.ts';

/** What a build found. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: readonly SuppressedFinding[];
}

/** The same as JSON has it: a place names its text by an index into `sources`, the names of the texts. */
export interface StoredFindings {
  readonly sources: readonly string[];
  readonly diagnostics: readonly Stored<Diagnostic>[];
  readonly suppressed: readonly Stored<SuppressedFinding>[];
}

/** With an index for each text. */
type Stored<T> = T extends SourceText
  ? number
  : T extends readonly (infer Item)[]
    ? readonly Stored<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Stored<T[K]> }
      : T;

/** The texts of all places, each once: reports ask whether two places have the same text, not an equal one. */
export function sourcesOf({ diagnostics, suppressed }: Findings): readonly SourceText[] {
  const spans = [
    ...[...diagnostics, ...suppressed.map(({ finding }) => finding)].flatMap(({ span, related = [], fixes = [] }) => [
      ...(span === undefined ? [] : [span]),
      ...related.map(other => other.span),
      ...fixes.flatMap(({ edits }) => edits.map(edit => edit.span)),
    ]),
    ...suppressed.map(({ exception }) => exception.span),
  ];
  return [...new Set(spans.map(({ source }) => source))];
}

/** The JSON of findings whose texts are these. */
export function printFindings(findings: Findings, sources: readonly SourceText[]): string {
  const indexes = new Map<unknown, number>(sources.map((source, index) => [source, index]));
  return JSON.stringify(
    { sources: sources.map(({ name }) => name), ...findings },
    // Nothing but a place has a member of that name.
    (key, value: unknown) => (key === 'source' ? indexes.get(value) : value),
  );
}

/** Whether a document has the shape that `printFindings` gives; its places may still be outside the texts. */
export function isStoredFindings(document: unknown): document is StoredFindings {
  return FINDINGS(document);
}

/** Undefined where a place is none of these texts, which stand in the order of `sources`. */
export function findingsFrom(
  { diagnostics, suppressed }: StoredFindings,
  sources: readonly SourceText[],
): Findings | undefined {
  const misplaced: Stored<Span>[] = [];
  const spanOf = (stored: Stored<Span>): Span => {
    const { source: index, start, end } = stored;
    const source = sources[index];
    if (source !== undefined && start <= end && end <= source.text.length) return { source, start, end };
    misplaced.push(stored);
    return { source: NOWHERE, start: 0, end: 0 };
  };
  const placed = <T extends { readonly span: Stored<Span> }>(one: T) => ({ ...one, span: spanOf(one.span) });
  const findingOf = ({ span, related, fixes, ...rest }: Stored<Diagnostic>): Diagnostic => ({
    ...rest,
    ...(span === undefined ? {} : { span: spanOf(span) }),
    ...(related === undefined ? {} : { related: related.map(placed) }),
    ...(fixes === undefined ? {} : { fixes: fixes.map(fix => ({ ...fix, edits: fix.edits.map(placed) })) }),
  });
  const found = {
    diagnostics: diagnostics.map(findingOf),
    suppressed: suppressed.map(({ finding, exception }) => ({
      finding: findingOf(finding),
      exception: { ...exception, until: exception.until, span: spanOf(exception.span) },
    })),
  };
  return misplaced.length === 0 ? found : undefined;
}

const NOWHERE: SourceText = { name: '', text: '', positionAt: () => ({ line: 1, column: 1 }) };

/** A member that a type gains does not compile until it has a check here. */
type Checks<T> = Readonly<Record<keyof T, Check>>;

const span = members({ source: count, start: count, end: count } satisfies Checks<Span>);

const related = members({ message: text, span } satisfies Checks<Related>);

const step = members({ does: text, command: optional(text) } satisfies Checks<Step>);

const edit = members({ span, text } satisfies Checks<TextEdit>);

const fix = members({ title: text, safety: oneOf('safe', 'unsafe'), edits: list(edit) } satisfies Checks<Fix>);

const finding = members({
  id: text,
  messageId: text,
  severity: oneOf('error', 'warning', 'information'),
  message: text,
  span: optional(span),
  path: optional(list(part => text(part) || count(part))),
  related: optional(list(related)),
  why: optional(text),
  help: optional(text),
  steps: optional(list(step)),
  fixes: optional(list(fix)),
  link: optional(text),
  environments: optional(list(text)),
} satisfies Checks<Diagnostic>);

const exception = members({
  kind: oneOf('inSource', 'external'),
  reason: text,
  until: optional(text),
  span,
} satisfies Checks<Exception>);

const FINDINGS = members({
  sources: list(text),
  diagnostics: list(finding),
  suppressed: list(members({ finding, exception } satisfies Checks<SuppressedFinding>)),
} satisfies Checks<StoredFindings>);
