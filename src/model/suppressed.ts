import type { Diagnostic } from './diagnostic.ts';
import type { Span } from './span.ts';

/** A finding that is not reported, and the exception that hides it; whoever counts exceptions counts these. */
export interface SuppressedFinding {
  readonly finding: Diagnostic;
  readonly exception: Exception;
}

export interface Exception {
  /** A comment in the configuration, or an entry of the baseline beside it; the words are SARIF's (section 3.35.2). */
  readonly kind: 'inSource' | 'external';
  readonly reason: string;
  /** `2026-11-24`, the last day on which it holds; undefined where it has no end. */
  readonly until: string | undefined;
  /** The comment or the entry. */
  readonly span: Span;
}
