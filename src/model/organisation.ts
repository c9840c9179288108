import type { Severity } from './diagnostic.ts';
import type { Span } from './span.ts';

/** A text of which every part has its place, for a language that stands inside of YAML. */
export interface PlacedText {
  readonly plain: string;
  /** Where the whole of it stands, quotes and block header included. */
  readonly span: Span;
  /** Half-open range of UTF-16 offsets in `plain`, as it stands in the file. */
  readonly part: (start: number, end: number) => Span;
}

/** What a policy is asked of: the system once, each environment, or each pool of each environment. */
export type PolicyScope = 'system' | 'environment' | 'pool';

/** A policy of the organisation, as it was written; whether its expressions mean anything is not known yet. */
export interface OrganisationPolicy {
  readonly id: string;
  /** The value of `id`. */
  readonly at: Span;
  readonly severity: Severity;
  readonly scope: PolicyScope;
  /** CEL that must be true. */
  readonly assert: PlacedText;
  /** With placeholders in braces, each a CEL expression. */
  readonly message: PlacedText;
  readonly why: string;
  readonly help: PlacedText | undefined;
  readonly link: string | undefined;
}
