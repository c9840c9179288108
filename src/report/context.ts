import type { Severity } from '../model/diagnostic.ts';

/** What a report says beside the findings; on a clean run it is all there is to say. */
export interface ReportContext {
  /** Of the program. */
  readonly version: string;
  /** Every rule that could have fired. */
  readonly rules: readonly RuleDescription[];
  /** What was looked at, as the user would name it: relative to the working directory, `/` between folders. */
  readonly files: readonly string[];
}

export interface RuleDescription {
  readonly id: string;
  /** One sentence: what is refused. */
  readonly summary: string;
  /** What happens in production otherwise. */
  readonly why: string;
  readonly severity: Severity;
  /** Absolute URL of its page. */
  readonly link: string;
}
