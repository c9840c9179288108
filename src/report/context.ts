import type { Severity } from '../model/diagnostic.ts';
import type { SuppressedFinding } from '../model/suppressed.ts';
import type { Messages } from '../model/message.ts';

/** What a report says beside the findings; on a clean run it is all there is to say. */
export interface ReportContext {
  /** Of the program. */
  readonly version: string;
  /** Every policy that could have fired. */
  readonly rules: readonly RuleDescription[];
  /** What the language, the compiler and the output could have refused; told only where it was. */
  readonly catalogue: readonly RuleDescription[];
  /** What was looked at, as the user would name it: relative to the working directory, `/` between folders. */
  readonly files: readonly string[];
  /** What is not reported, with the exceptions that hide it; undefined where a report must not speak of them. */
  readonly suppressed?: readonly SuppressedFinding[] | undefined;
  /** Findings that are left out, as there are too many. */
  readonly notShown?: number;
}

export interface RuleDescription {
  readonly id: string;
  /** The rule, in one sentence. */
  readonly summary: string;
  /** What happens in production otherwise. */
  readonly why: string;
  readonly severity: Severity;
  /** Its sentences by id, with their `{holes}`. */
  readonly messages: Messages;
  /** Absolute URL of its page. */
  readonly link: string;
}
