import type { OrganisationPolicy } from '../model/organisation.ts';
import { placeText } from './place.ts';

/** An organisation's own policy, in Markdown, as its file declares it. */
export function ownPolicyPage({
  id,
  at,
  severity,
  scope,
  assert,
  message,
  why,
  help,
  link,
}: OrganisationPolicy): string {
  return `${[
    `# ${id}`,
    `A policy of this organisation, declared in ${placeText(at)}.`,
    ['| Severity | Scope |', '|---|---|', `| ${severity} | ${scope} |`].join('\n'),
    `**Why:** ${why.replace(/\.$/, '')}.`,
    'Asserts:',
    `\`\`\`cel\n${assert.plain.trimEnd()}\n\`\`\``,
    `**Message:** ${message.plain.trim()}`,
    ...(help === undefined ? [] : [`**Help:** ${help.plain.trim()}`]),
    ...(link === undefined ? [] : [`**Link:** ${link}`]),
  ].join('\n\n')}\n`;
}
