const DOCS = 'https://github.com/ai-pipestream/pipestream-scaling/blob/main/docs';

/** Where the page of a policy is read. */
export function policyPageUrl(id: string): string {
  return `${DOCS}/policies/${id}.md`;
}

/** Where the section of an alert is read; GitHub makes an anchor of its name. */
export function alertPageUrl(name: string): string {
  return `${DOCS}/alerts.md#${name.toLowerCase()}`;
}

/** Where the page of a diagnostic of the catalogue is read. */
export function diagnosticPageUrl(id: string): string {
  return `${DOCS}/diagnostics/${id}.md`;
}
