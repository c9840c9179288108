import type { Path } from './sourced.ts';
import type { Span } from './span.ts';

export type Severity = 'error' | 'warning' | 'information';

/** An expected problem, as data: only bugs and I/O throw. */
export interface Diagnostic {
  /** Stable, kebab-case: `unknown-key`, `gpu-on-fargate`. */
  readonly id: string;
  /** Which of the sentences of its rule this is. */
  readonly messageId: string;
  readonly severity: Severity;
  /** One sentence, no full stop at the end, no line break. */
  readonly message: string;
  /** Where the user fixes it; absent only when there is no text at all (a file that cannot be read). */
  readonly span?: Span;
  /** Path in the configuration; a baseline is keyed by id and path, never by line. */
  readonly path?: Path;
  readonly related?: readonly Related[];
  /** Why it matters, with the source. */
  readonly why?: string;
  /** How to fix it, in the imperative. */
  readonly help?: string;
  /** What to do, in this order, where one edit does not fix it. */
  readonly steps?: readonly Step[];
  readonly fixes?: readonly Fix[];
  /** Page that says more. */
  readonly link?: string;
  /** Environments it was found in; empty or absent means it does not depend on one. */
  readonly environments?: readonly string[];
}

export interface Related {
  readonly message: string;
  readonly span: Span;
}

export interface Step {
  /** In the imperative, no full stop. */
  readonly does: string;
  /** One line for a POSIX shell, quoted. */
  readonly command?: string;
}

/** A change of the source that leaves every other byte alone. */
export interface Fix {
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  readonly edits: readonly TextEdit[];
}

export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** What every phase returns: a value, as good as it could be made, and everything found on the way. */
export interface Outcome<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(diagnostic => diagnostic.severity === 'error');
}
