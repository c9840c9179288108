import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { SourceText } from '../model/span.ts';
import type { Located } from '../source/located.ts';

/** What the server is given by those who join the phases: it says nothing of its own about a configuration. */
export interface Inspector {
  /**
   * Everything that is found in a text, as `lint` would with the file in that place; no place for a text that is in no
   * file.
   */
  inspect(text: string, place: string | undefined): Inspection;
  /** The text with every safe fix made, as `lint --fix` would. */
  mend(text: string, place: string | undefined): string;
  readonly policies: readonly PolicyPage[];
}

export interface Inspection {
  readonly source: SourceText;
  /** What is written; undefined for a text that cannot be read. */
  readonly tree: Located | undefined;
  readonly environments: readonly { readonly name: string; readonly plan: Plan }[];
  readonly diagnostics: readonly Diagnostic[];
  /** Ids of what a comment may suppress, the organisation's own policies included. */
  readonly policyIds: readonly string[];
}

/** A policy as an editor shows it. */
export interface PolicyPage {
  readonly id: string;
  readonly summary: string;
  readonly link: string;
}
