import { budgetProblem } from './catalogue/budgets.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Span } from './span.ts';

/** Keeps the first problems of a phase and counts the others, which are never made. */
export class BoundedFindings {
  readonly #kept: Diagnostic[] = [];
  readonly #most: number;
  #more = 0;
  #from: Span | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  /** `span` is where the problem is, should it be the first that is not told. */
  add(span: Span | undefined, make: () => Diagnostic): void {
    if (this.#kept.length < this.#most) this.#kept.push(make());
    else {
      this.#more += 1;
      this.#from ??= span;
    }
  }

  /** So many more that nobody made. */
  leave(count: number): void {
    this.#more += count;
  }

  /** Those that were kept, and one that says how many were not. */
  all(): readonly Diagnostic[] {
    if (this.#more === 0) return this.#kept;
    return [
      ...this.#kept,
      budgetProblem('problems-not-told', 'more', {
        data: { count: this.#more },
        span: this.#from ?? this.#kept.at(-1)?.span,
      }),
    ];
  }
}
