import type { AlertName } from './alert-pages.ts';
import { because, mapped } from './sourced.ts';
import type { Sourced } from './sourced.ts';

const DOCS = 'https://github.com/ai-pipestream/pipestream-scaling/blob/main/docs';

/** Where the page of a policy is read. */
export function policyPageUrl(id: string): string {
  return `${DOCS}/policies/${id}.md`;
}

/** Where the section of an alert is read; GitHub makes an anchor of its name. */
function alertPageUrl(name: string): string {
  return `${DOCS}/alerts.md#${name.toLowerCase()}`;
}

/** Where the page of a diagnostic of the catalogue is read. */
export function diagnosticPageUrl(id: string): string {
  return `${DOCS}/diagnostics/${id}.md`;
}

/** An organisation's own page of an alert, or the section that `explain` prints. */
export function runbookOf(name: AlertName, runbooks: Sourced<string> | undefined): Sourced<string> {
  return runbooks === undefined
    ? because('the page that `explain` prints', alertPageUrl(name))
    : mapped(runbooks, address => address.replaceAll('{alert}', name));
}
