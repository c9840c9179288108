import type { Diagnostic, Severity } from './diagnostic.ts';
import type { Example } from './example.ts';
import { makeDiagnostic } from './make-diagnostic.ts';
import type { Placed } from './make-diagnostic.ts';
import type { Message, Messages, WithData } from './message.ts';
import { diagnosticPageUrl } from './pages.ts';

/** An example of a diagnostic, with the files beside the configuration that it needs. */
export interface DiagnosticExample extends Example {
  /** The sentence that it raises. */
  readonly message: string;
  /** Text of `policies.yaml`. */
  readonly policies?: string;
  /** Text of the baseline. */
  readonly baseline?: string;
}

/** What can be found beside the policies: by the language, the compiler, the output, the linter or a command. */
export interface DiagnosticSpec {
  /** The rule, in one sentence: "A key must …". */
  readonly summary: string;
  readonly severity: Severity;
  /** What happens otherwise; no full stop. */
  readonly why: string;
  /** Its sentences by id. */
  readonly messages: Messages;
  /** For its page. A function, so that a run that only lints never makes them. */
  readonly examples?: () => readonly DiagnosticExample[];
}

export type DiagnosticSpecs = Readonly<Record<string, DiagnosticSpec>>;

/** One part of the catalogue: makes its diagnostics, and knows them by id. */
export interface Catalogue<S extends DiagnosticSpecs> {
  /** `outputProblem('output-missing', 'file', { data: { path } })`; the data is typed by the holes of the message. */
  <I extends keyof S & string, M extends keyof S[I]['messages'] & string>(
    id: I,
    messageId: M,
    found: Placed & WithData<S[I]['messages'][M]>,
  ): Diagnostic;
  /** Heads its part of the index. */
  readonly area: string;
  readonly specs: S;
}

/**
 * Declares diagnostics once: rule, severity, reason and sentences. What is given back is the only way to make one.
 *
 * @throws Error where a message is asked for that is not declared, which the types refuse
 */
export function defineDiagnostics<const S extends DiagnosticSpecs>(area: string, specs: S): Catalogue<S> {
  const found = (
    id: keyof S & string,
    messageId: string,
    { data, ...place }: Placed & { readonly data?: Readonly<Record<string, string | number>> | undefined },
  ): Diagnostic => {
    const spec: DiagnosticSpec | undefined = specs[id];
    const message: Message | undefined = spec?.messages[messageId];
    if (spec === undefined || message === undefined) throw new Error(`${id} has no message ${messageId}`);
    const { severity, why } = spec;
    return makeDiagnostic({ id, severity, why, link: diagnosticPageUrl(id) }, messageId, message, data ?? {}, place);
  };
  return Object.assign(found, { area, specs });
}
